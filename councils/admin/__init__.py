from councils.admin import contacts, councils, dated_facts, imports, reorganisations

__all__ = ["contacts", "councils", "dated_facts", "imports", "reorganisations"]
