"""Rows that the site writes by itself, and that staff look at."""

from typing import Any

from django.http import HttpRequest


class ReadOnly:
    """Mixin of an admin page, named first among its bases: nothing is added, changed or deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
