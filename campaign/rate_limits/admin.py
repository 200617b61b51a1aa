"""Limits in the admin, where staff change their numbers and pause them."""

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.text import capfirst

from campaign.rate_limits.models import Limit, LimitQuerySet
from councils.admin.bases import ModelAdmin
from councils.admin.read_only import NeverDeleted
from councils.admin.worded_filters import named


@admin.register(Limit)
class LimitAdmin(NeverDeleted, ModelAdmin):
    """How often something may be asked for. A limit can be paused, but not deleted."""

    list_display = ["what", "most", "within", "paused", "why"]
    list_filter = [("kind", named("what is limited")), "paused"]
    actions = ["pause", "resume"]

    def row_title(self, limit: Limit) -> str:
        return capfirst(str(limit))

    @admin.display(description="limit", ordering="kind")
    def what(self, limit: Limit) -> str:
        return self.row_title(limit)

    @admin.display(description="within", ordering="minutes")
    def within(self, limit: Limit) -> str:
        for unit, minutes in (("day", 1440), ("hour", 60), ("minute", 1)):
            if limit.minutes % minutes == 0:
                number = limit.minutes // minutes
                return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
        return ""

    def get_readonly_fields(self, request: HttpRequest, obj: Limit | None = None) -> list[str]:
        return ["kind", "by"] if obj else []

    @admin.action(description="Pause", permissions=["change"])
    def pause(self, request: HttpRequest, queryset: LimitQuerySet) -> None:
        number = self.set_paused(request, queryset, True, "Paused.")
        self.message_user(request, f"{number} paused: they hold nobody back.", messages.SUCCESS)

    @admin.action(description="End the pause", permissions=["change"])
    def resume(self, request: HttpRequest, queryset: LimitQuerySet) -> None:
        number = self.set_paused(request, queryset, False, "In force again.")
        self.message_user(request, f"{number} in force again.", messages.SUCCESS)

    def set_paused(
        self, request: HttpRequest, queryset: LimitQuerySet, paused: bool, text: str
    ) -> int:
        """Pause limits or end the pause, with a line in the history of each that it changes."""
        with transaction.atomic():
            limits = list(queryset.filter(paused=not paused))
            queryset.filter(paused=not paused).update(paused=paused)
            for limit in limits:
                self.log_change(request, limit, text)
        return len(limits)
