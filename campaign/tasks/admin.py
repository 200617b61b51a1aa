"""The admin for tasks: open ones by default, and those dealt with on request."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import Case, When
from django.db.models.expressions import Combinable
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from campaign.tasks.models import Task, TaskKind, TaskQuerySet

if TYPE_CHECKING:  # at run time Django's class takes no type parameter
    TaskModelAdmin = admin.ModelAdmin[Task]
else:
    TaskModelAdmin = admin.ModelAdmin


class OpenFilter(admin.SimpleListFilter):
    """Show open tasks unless staff choose others."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("done", "Dealt with"), ("all", "All")]

    def choices(self, changelist: Any) -> Iterator[Any]:
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": "To do",
        }
        for value, title in self.lookup_choices:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": title,
            }

    def queryset(self, request: HttpRequest, queryset: Any) -> TaskQuerySet:
        if self.value() == "all":
            return queryset
        return queryset.filter(done_at__isnull=self.value() != "done")


EVENT_PRESETS: dict[str, str] = {TaskKind.REPLY: "&kind=reply"}
"""Initial values of a new timeline entry, by kind of task, as part of its address."""


@admin.register(Task)
class TaskAdmin(TaskModelAdmin):
    list_display = ["council", "kind", "text", "created_at", "done_at"]
    list_filter = [OpenFilter, "kind"]
    search_fields = ["council__name", "text"]
    readonly_fields = [
        *("council", "kind", "text", "link", "email", "created_at", "done_at", "timeline"),
    ]
    actions = ["finish"]

    def get_ordering(self, request: HttpRequest) -> list[str | Combinable]:
        """Put emails that may be calls for help first."""
        return [Case(When(kind=TaskKind.CALL, then=0), default=1), "-created_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="the council’s timeline")
    def timeline(self, task: Task) -> str:
        """Link to the council's record, and to forms for a new entry based on this message."""
        if task.council is None:
            return ""
        page = reverse("councils:detail", args=[task.council.slug])
        query = f"?council={task.council_id}&source_kind=other"
        event = reverse("admin:councils_event_add") + query + EVENT_PRESETS.get(task.kind, "")
        signature = reverse("admin:councils_signature_add") + query
        return format_html(
            '<a href="{}">Its page</a> · <a href="{}">Record an event</a>'
            ' · <a href="{}">Record a signature</a>',
            page,
            event,
            signature,
        )

    @admin.action(description="Mark as dealt with", permissions=["change"])
    def finish(self, request: HttpRequest, queryset: TaskQuerySet) -> None:
        number = queryset.filter(done_at=None).update(done_at=timezone.now())
        self.message_user(request, f"{number} marked as dealt with.", messages.SUCCESS)
