"""Rows that the site writes by itself, and that staff look at."""


class ReadOnly:
    """Mixin of an admin page, named first among its bases: nothing is added, changed or deleted."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
