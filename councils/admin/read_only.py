"""Admin pages of rows that only the site writes."""

from typing import Any

from django.http import HttpRequest


class ReadOnly:
    """Mixin for a read-only admin page. It must come first among the bases."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
