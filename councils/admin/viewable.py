"""A row that a page of the admin shows: refused to whoever may not view it."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest


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
