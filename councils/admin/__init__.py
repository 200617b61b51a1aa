from councils.admin import contacts, councils, dated_facts, reorganisations

__all__ = ["contacts", "councils", "dated_facts", "reorganisations"]
