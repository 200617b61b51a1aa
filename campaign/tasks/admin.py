"""The admin for tasks: what there is to do, taken, noted, put off and closed."""

from collections.abc import Iterator
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMessage
from django.db.models import Case, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, TruncDate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.text import Truncator
from django.views.decorators.debug import sensitive_post_parameters

from campaign.http.papers import paper
from campaign.pages.models import reader_of_calls
from campaign.tasks.forms import TaskStepForm
from campaign.tasks.models import OF_VISITORS, Task, TaskAct, TaskKind, TaskQuerySet
from councils.admin.bases import ModelAdmin
from councils.admin.read_only import NeverDeleted, viewable_row
from councils.models import EventKind
from councils.models.dated import DatedFact
from councils.models.facts import standing_facts

STAYS = (TaskAct.TAKEN, TaskAct.NOTED, TaskAct.GIVEN_BACK, TaskAct.REOPENED, "no_call")
"""After these one goes on with the task; after the others it has left the desk."""


class StateFilter(admin.SimpleListFilter):
    """Show what there is to do unless staff choose others."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("put_off", "Put off to a later day"), ("done", "Dealt with"), ("all", "All")]

    def choices(self, changelist: Any) -> Iterator[Any]:
        first, *others = super().choices(changelist)
        yield from [{**first, "display": "To do"}, *others]

    def queryset(self, request: HttpRequest, queryset: Any) -> TaskQuerySet:
        chosen = {"all": queryset.all, "done": queryset.done, "put_off": queryset.put_off}
        shown: TaskQuerySet = chosen.get(self.value() or "", queryset.to_do)()
        return shown


@admin.register(Task)
class TaskAdmin(NeverDeleted, ModelAdmin):
    section = "People"
    list_name = "Tasks"
    empty_words = (
        "Nothing waits here. To see what was dealt with, choose “Dealt with” or “All” above."
    )
    list_display = ["__str__", "what", "taken_by", "due_on", "created_at"]
    list_filter = [StateFilter, ("taken_by", admin.RelatedOnlyFieldListFilter), "kind"]
    list_select_related = ["council", "taken_by"]
    search_fields = ["council__name", "text"]
    council_searched = "council"

    def get_ordering(self, request: HttpRequest) -> list[str | Combinable]:
        """Put what may be a call for help first, then the oldest promise, as on the desk."""
        is_call = Case(When(call_since__isnull=False, then=0), default=1)
        return [is_call, Coalesce("due_on", TruncDate("created_at")), "created_at"]

    def get_queryset(self, request: HttpRequest) -> TaskQuerySet:
        """Leave out complaints for whoever does not answer them."""
        tasks: Any = super().get_queryset(request)
        if not request.user.has_perm("tasks.view_complaint"):
            tasks = tasks.exclude(kind=TaskKind.COMPLAINED)
        return cast("TaskQuerySet", tasks)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Task | None:
        """Return also a complaint that the user may not see: that is refused, and logged."""
        return Task.objects.filter(pk=object_id).first() if object_id.isdecimal() else None

    def has_view_permission(self, request: HttpRequest, obj: Task | None = None) -> bool:
        may_see = not (obj and obj.is_complaint) or request.user.has_perm("tasks.view_complaint")
        return super().has_view_permission(request, obj) and may_see

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="what it says")
    def what(self, task: Task) -> str:
        return Truncator(task.text).chars(80)

    @method_decorator(sensitive_post_parameters())
    def change_view(self, request: HttpRequest, object_id: str, *_: Any, **__: Any) -> HttpResponse:
        """Show a task with what was done about it, and take the next step."""
        is_posted = request.method == "POST"
        if is_posted and self.get_object(request, object_id) is None:
            return erased_meanwhile(request)
        task = viewable_row(self, request, object_id)
        user = cast("User", request.user)
        if task.done_on_page and not is_posted:  # what was typed here is kept first, or refused
            return redirect(task.done_on_page)
        may_act = self.has_change_permission(request)
        form = TaskStepForm(task, user, request.POST or None)
        if is_posted:
            if not may_act:
                raise PermissionDenied
            if form.is_valid() and (response := self.carry_out(request, task, form)):
                return response
        is_to_do = task.done_at is None or bool(form.errors)
        answer = answer_as_email(task, form)
        is_being_taken = answer is not None and form.cleaned_data["act"] == TaskAct.TAKEN
        is_mine = task.taken_by_id == user.pk
        context = {
            **self.admin_site.each_context(request),
            "title": str(task),
            "opts": self.opts,
            "task": task,
            "steps": task.steps.select_related("by"),
            "form": form,
            "may_act": may_act and is_to_do,
            "may_note": may_act and not is_to_do,
            "may_reopen": may_act and task.may_be_reopened,
            "can_be_passed_on": task.can_be_passed_on,
            "reader_of_calls": reader_of_calls(),
            "may_take": (not is_mine or task.put_off_to) and not is_being_taken,
            "is_mine": is_mine,
            "answer": answer,
            "filled_in": filled_in(task),
            "may_be_wrong": may_be_wrong(task),
        }
        return render(request, "admin/tasks/task.html", context)

    def carry_out(
        self, request: HttpRequest, task: Task, form: TaskStepForm
    ) -> HttpResponse | None:
        """Do what was selected; None if the page has to be shown again, with the reason."""
        act = form.cleaned_data["act"]
        if task.done_at is None and form.asks_whose(task, cast("User", request.user)):
            return None
        try:
            if form.is_to_be_shown and task.done_at is None:
                task.must_be_free_for(cast("User", request.user))
                return None
            said = form.carry_out(task, cast("User", request.user))
        except ValidationError as error:
            form.add_error(form.field_of(act), error)
            task.refresh_from_db()
            return None
        if act in STAYS:
            self.message_user(request, said, messages.SUCCESS)
            return redirect("admin:tasks_task_change", task.pk)
        said = format_html('{} <a href="{}">See it</a>.', said, task.desk_url)
        self.message_user(request, said, messages.SUCCESS)
        return redirect("admin:tasks_task_changelist")


def erased_meanwhile(request: HttpRequest) -> HttpResponse:
    """Say what became of a task that somebody had open, and give back what they had typed."""
    boxes = [request.POST.get("answer", ""), request.POST.get("text", "")]
    return paper(
        request,
        "That task has been erased",
        "Whoever wrote to us was erased while you had it open, or it had been kept for half a year."
        " No email went from here.",
        go=(reverse("admin:tasks_task_changelist"), "See the tasks"),
        status=404,
        typed=[text for text in boxes if text.strip()],
    )


def answer_as_email(task: Task, form: TaskStepForm) -> EmailMessage | None:
    """Return what goes to whoever complained as the email that it will be; None until it is due."""
    if not form.is_bound or form.errors or not form.is_to_be_shown or not form.to_sender:
        return None
    return task.email_with(form.to_sender)


def may_be_wrong(task: Task) -> list[tuple[str, DatedFact]]:
    """Return what is on record of the council of which something is wrong, each with its kind."""
    if task.kind != TaskKind.WRONG or task.council is None:
        return []
    return standing_facts(task.council.pk)


def filled_in(task: Task) -> dict[str, Any]:
    """Return what the recording screen is filled in with for a task."""
    known: dict[str, Any] = {"task": task.pk, "council": str(task.council)}
    if task.kind in OF_VISITORS and task.link:
        known["source_url"] = task.link
    if task.kind == TaskKind.REPLY:
        known |= {"shows": "other", "kind": EventKind.REPLY.value}
    return known
