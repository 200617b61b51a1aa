from councils.admin import contacts, councils, dated_facts
