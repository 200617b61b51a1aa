"""Admin pages of rows that staff may not delete, or may only read."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest


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


def viewable_row[M: Model](
    model_admin: "admin.ModelAdmin[M]", request: HttpRequest, object_id: str
) -> M:
    """Return a row by its key in an address.

    Raises Http404 if there is none, and PermissionDenied if the user may not view it.
    """
    row = model_admin.get_object(request, object_id)
    if row is None:
        raise Http404
    if not model_admin.has_view_permission(request, row):
        raise PermissionDenied
    return row
