"""Limits in the admin, where staff change their numbers and pause them."""

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.http import HttpRequest

from campaign.rate_limits.models import Limit, LimitQuerySet

if TYPE_CHECKING:  # at run time Django's class takes no parameter
    LimitModelAdmin = admin.ModelAdmin[Limit]
else:
    LimitModelAdmin = admin.ModelAdmin


@admin.register(Limit)
class LimitAdmin(LimitModelAdmin):
    """How often something may be asked for. A limit can be paused, but not deleted."""

    list_display = ["__str__", "most", "minutes", "paused", "why"]
    list_editable = ["most", "minutes", "paused"]
    list_filter = ["kind", "paused"]
    actions = ["pause", "resume"]

    def get_readonly_fields(self, request: HttpRequest, obj: Limit | None = None) -> list[str]:
        return ["kind", "by"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Limit | None = None) -> bool:
        return False

    @admin.action(description="Pause", permissions=["change"])
    def pause(self, request: HttpRequest, queryset: LimitQuerySet) -> None:
        paused = queryset.filter(paused=False).update(paused=True)
        self.message_user(request, f"{paused} paused: they hold nobody back.", messages.SUCCESS)

    @admin.action(description="End the pause", permissions=["change"])
    def resume(self, request: HttpRequest, queryset: LimitQuerySet) -> None:
        resumed = queryset.filter(paused=True).update(paused=False)
        self.message_user(request, f"{resumed} in force again.", messages.SUCCESS)
