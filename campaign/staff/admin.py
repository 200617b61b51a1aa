"""Accounts of staff in the admin. Whoever is shut out stays so after a restore."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest

from campaign import ledger

if TYPE_CHECKING:
    UserAdminBase = UserAdmin[User]
else:
    UserAdminBase = UserAdmin

admin.site.unregister(User)


@admin.register(User)
class StaffAccountAdmin(UserAdminBase):
    """Django's own, with a line in the ledger for each account that may no longer sign in."""

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not (obj.is_active and obj.is_staff):
            record_shut_out(User.objects.filter(pk=obj.pk))
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        record_shut_out(User.objects.filter(pk=obj.pk))
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        record_shut_out(queryset)
        super().delete_queryset(request, queryset)


def record_shut_out(users: QuerySet[User]) -> None:
    """Write in the ledger that those who can sign in now are about to be shut out."""
    names = users.filter(is_active=True, is_staff=True).values_list("username", flat=True)
    kind = ledger.Kind.ACCOUNT
    ledger.record(kind, *(ledger.keyed_hash(kind, name) for name in names))
