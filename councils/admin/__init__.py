from councils.admin import contacts, councils, facts

__all__ = ["contacts", "councils", "facts"]
