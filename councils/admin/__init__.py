from councils.admin import contacts, councils, facts, reorganisations

__all__ = ["contacts", "councils", "facts", "reorganisations"]
