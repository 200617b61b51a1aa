"""The admin for tasks: what there is to do, taken, noted, put off and closed."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, F, Q, When
from django.db.models.expressions import Combinable
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.views.decorators.debug import sensitive_post_parameters

from campaign.tasks.forms import OUTCOME_NEEDED, STEPS, TaskActionForm, TaskStepForm
from campaign.tasks.models import OF_VISITORS, Task, TaskAct, TaskKind, TaskQuerySet
from councils.admin.bases import ModelAdmin
from councils.admin.read_only import NeverDeleted, viewable_row
from councils.dates import format_date, format_local_date
from councils.models import EventKind


class StateFilter(admin.SimpleListFilter):
    """Show what there is to do unless staff choose others."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("overdue", "Overdue"),
            ("put_off", "Put off to a later day"),
            ("done", "Dealt with"),
            ("all", "All"),
        ]

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
        chosen = {
            "all": queryset.all,
            "done": queryset.done,
            "put_off": queryset.put_off,
            "overdue": queryset.overdue,
        }
        shown: TaskQuerySet = chosen.get(self.value() or "", queryset.to_do)()
        return shown


class PersonFilter(admin.SimpleListFilter):
    """Show what somebody has taken, or what nobody has."""

    title = "whose it is"
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        taken = Task.objects.open().exclude(taken_by=None).order_by("taken_by__username")
        people = taken.values_list("taken_by", "taken_by__username").distinct()
        others = [(str(pk), name) for pk, name in people if pk != request.user.pk]
        return [("mine", "Mine"), ("nobody", "Nobody’s"), *others]

    def queryset(self, request: HttpRequest, queryset: Any) -> TaskQuerySet:
        value = self.value()
        if value == "mine":
            return queryset.filter(taken_by=request.user.pk)
        if value == "nobody":
            return queryset.filter(taken_by=None)
        if value and value.isascii() and value.isdigit() and len(value) < 10:
            return queryset.filter(taken_by=int(value))
        return queryset.all()


def may_see(request: HttpRequest, task: Task | None) -> bool:
    is_complaint = task is not None and task.is_complaint
    return not is_complaint or request.user.has_perm("tasks.view_complaint")


@admin.register(Task)
class TaskAdmin(NeverDeleted, ModelAdmin):
    section, list_name = "People", "Tasks"
    empty_words = (
        "Nothing waits here. To see what was dealt with, choose “Dealt with” or “All” above."
    )
    list_display = ["__str__", "what", "taken_by", "by_when", "came"]
    list_filter = [StateFilter, PersonFilter, "kind"]
    list_select_related = ["council", "taken_by"]
    search_fields = ["council__name", "text"]
    action_form = TaskActionForm
    actions = ["take", "finish"]

    def get_ordering(self, request: HttpRequest) -> list[str | Combinable]:
        """Put emails that may be calls for help first, then what has to be done by a day."""
        is_call = Case(When(kind=TaskKind.CALL, then=0), default=1)
        return [is_call, F("due_on").asc(nulls_last=True), "-created_at"]

    def get_queryset(self, request: HttpRequest) -> TaskQuerySet:
        tasks: Any = super().get_queryset(request)
        seen: TaskQuerySet = tasks.seen_by(request.user)
        return seen

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Task | None:
        """Return also a complaint that the user may not see: that is refused, and logged."""
        return Task.objects.filter(pk=object_id).first() if object_id.isdecimal() else None

    def has_view_permission(self, request: HttpRequest, obj: Task | None = None) -> bool:
        return super().has_view_permission(request, obj) and may_see(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Task | None = None) -> bool:
        return super().has_change_permission(request, obj) and may_see(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="what it says")
    def what(self, task: Task) -> str:
        return Truncator(task.text).chars(80)

    @admin.display(description="came", ordering="created_at")
    def came(self, task: Task) -> str:
        """Its day and time, which wrap: Django keeps those of a field on one line."""
        return f"{format_local_date(task.created_at)}, {timezone.localtime(task.created_at):%H:%M}"

    @admin.display(description="by when", ordering="due_on")
    def by_when(self, task: Task) -> str:
        if task.done_at:
            return f"closed {format_local_date(task.done_at)}"
        day = task.due_on or task.put_off_to
        if day is None:
            return ""
        return f"{format_date(day)}: overdue" if task.overdue_since else format_date(day)

    @method_decorator(sensitive_post_parameters())
    def change_view(self, request: HttpRequest, object_id: str, *_: Any, **__: Any) -> HttpResponse:
        """Show a task with what was done about it, and take the next step."""
        task = viewable_row(self, request, object_id)
        may_act = self.has_change_permission(request, task)
        form = TaskStepForm(task, cast("User", request.user), request.POST or None)
        if request.method == "POST":
            if not may_act:
                raise PermissionDenied
            if form.is_valid() and (response := self.carry_out(request, task, form)):
                return response
        context = {
            **self.admin_site.each_context(request),
            "title": str(task),
            "opts": self.opts,
            "task": task,
            "link": task.link,
            "steps": task.steps.select_related("by"),
            "stands": self.stands(task, request.user.pk),
            "timeline": self.timeline(task, request.user),
            "decide_at": task.link if task.kind == TaskKind.SIGN_UP else "",
            "form": form,
            "may_act": may_act and (task.done_at is None or bool(form.errors)),
            "is_mine": task.taken_by_id == request.user.pk,
        }
        return render(request, "admin/tasks/task.html", context)

    def stands(self, task: Task, user_id: int | None) -> str:
        """Say whose it is, and until when it is put off; or when it was closed."""
        if task.done_at:
            return f"Closed on {format_local_date(task.done_at)}."
        whose = f"It is {task.taken_by}’s." if task.taken_by else "Nobody has taken it."
        if task.taken_by_id == user_id:
            whose = "It is yours."
        return whose + (f" Put off to {format_date(task.put_off_to)}." if task.put_off_to else "")

    def carry_out(
        self, request: HttpRequest, task: Task, form: TaskStepForm
    ) -> HttpResponse | None:
        """Do what was selected; None if the page has to be shown again, with the reason."""
        assert isinstance(request.user, User)
        try:
            said = form.carry_out(task, request.user)
        except ValidationError as error:
            form.add_error("until" if form.cleaned_data["act"] == "put_off" else "text", error)
            task.refresh_from_db()
            return None
        self.log_change(request, task, STEPS[form.cleaned_data["act"]][0].label)
        self.message_user(request, said, messages.SUCCESS)
        stays = form.cleaned_data["act"] in ("take", "note")
        name = "change" if stays else "changelist"
        return HttpResponseRedirect(
            reverse(f"admin:tasks_task_{name}", args=[task.pk] if stays else [])
        )

    def timeline(self, task: Task, user: User | AnonymousUser) -> str:
        """Link to the council's page, and to the recording screen with the council filled in."""
        if task.council is None:
            return ""
        page = reverse("councils:detail", args=[task.council.slug])
        links = [(page, "Its page")]
        if user.has_perms(["councils.add_signature", "councils.add_event"]):
            council = {"council": task.council.name, "task": str(task.pk)}
            if task.kind in OF_VISITORS and task.link:
                council["source_url"] = task.link
            kind = {"kind": EventKind.REPLY} if task.kind == TaskKind.REPLY else {}
            for words, fields in (
                ("Record an event", {**council, "shows": "other", **kind}),
                ("Record a signature", {**council, "shows": "signed"}),
            ):
                links.append((f"{reverse('admin:record')}?{urlencode(fields)}", words))
        return format_html_join(" · ", '<a href="{}">{}</a>', links)

    @admin.action(description="Take: they are mine", permissions=["change"])
    def take(self, request: HttpRequest, queryset: TaskQuerySet) -> None:
        user = cast("User", request.user)
        number = self.each(request, queryset, lambda task: task.take(user), TaskAct.TAKEN)
        self.message_user(request, f"{number} taken.", messages.SUCCESS)
        if refused := len(queryset) - number:
            text = f"Not taken: {refused}. A colleague has them, or they are closed."
            self.message_user(request, text, messages.WARNING)

    @admin.action(description="Close, with what came of them", permissions=["change"])
    def finish(self, request: HttpRequest, queryset: TaskQuerySet) -> None:
        outcome, user = request.POST.get("outcome", "").strip(), cast("User", request.user)
        if not outcome:
            self.message_user(request, OUTCOME_NEEDED, messages.ERROR)
            return
        # An answer to a complaint is written for its sender alone.
        free = queryset.filter(Q(taken_by=None) | Q(taken_by=user)).exclude(
            kind=TaskKind.COMPLAINED
        )
        number = self.each(
            request, free, lambda task: task.finish(outcome[:300], user), TaskAct.CLOSED
        )
        self.message_user(request, f"{number} closed.", messages.SUCCESS)
        if refused := len(queryset) - number:
            text = f"Not closed: {refused}. A colleague has them, or they are closed. Open them."
            self.message_user(request, text, messages.WARNING)

    def each(
        self,
        request: HttpRequest,
        queryset: TaskQuerySet,
        act: Callable[[Task], None],
        done: TaskAct,
    ) -> int:
        """Do something with each task; return how many allowed it."""
        number = 0
        for task in queryset:
            with suppress(ValidationError):
                act(task)
                self.log_change(request, task, done.label)  # the words stay with the task alone
                number += 1
        return number
