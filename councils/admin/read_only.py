"""Admin pages of rows that staff may not delete, or may only read."""

from typing import Any

from django.http import HttpRequest


class NeverDeleted:
    """Mixin for an admin page whose rows stay. It must come first among the bases."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnly(NeverDeleted):
    """Mixin for a read-only admin page. It must come first among the bases."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
