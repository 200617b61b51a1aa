"""The screens on which staff record what a document shows, and what follows from it."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.admin.models import ADDITION
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from campaign.recording.acts import ACTS, Act
from campaign.recording.fact_pages import address_of, fact_or_404, lead_to, recording_page
from campaign.recording.facts import initial_of
from campaign.recording.forms import RecordForm
from campaign.recording.led_here import task_line, thanked_line
from campaign.recording.undoing import can_be_undone, undo, was_undone_while_waiting
from campaign.sign_up import emails
from campaign.sign_up.models import SignUp, SignUpOutcome
from campaign.supporters.models import Wish, WishKind
from campaign.tasks.models import Task
from councils.evidence_files import download
from councils.models import Change, EvidenceFile
from councils.models.dated import DatedFact
from councils.models.logged import leave_line
from councils.record import record_on, record_version
from councils.saves import refuse_if_stale

NOT_TYPED = (
    "csrfmiddlewaretoken", "preview", "publish", "seen", "digest", "thanks_words", "child_asked",
)  # fmt: skip
"""What a form posts beside what somebody typed.

``digest`` is of the file, which the preview itself keeps; ``thanks_words`` are first asked for in
the preview; ``child_asked`` is a mark of words that are compared themselves.
"""


def record_view(request: HttpRequest) -> HttpResponse:
    """Show the form, filled in by the link that led here; preview the fact; publish it."""
    if not request.user.has_perms(["councils.add_signature", "councils.add_event"]):
        raise PermissionDenied
    message, given = filled_in(request)
    form = RecordForm(request.POST or None, request.FILES or None, initial=given, message=message)
    title = "Record a signature" if form.is_signature else "Record what a document shows"
    return form_page(request, "record", form, title)


def correct_view(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show the same form for a fact on record, to be corrected with a public reason."""
    fact = fact_or_404(request, kind, pk)
    if fact.retracted_on:
        return lead_to(request, fact)
    form = RecordForm(
        request.POST or None,
        request.FILES or None,
        on_record=fact,
        initial=initial_of(fact),
        message=message_of(request),
    )
    return form_page(request, "record", form, f"Correct: {fact}", fact)


def act_view(request: HttpRequest, kind: str, pk: int, act: str) -> HttpResponse:
    """Show an act's form, then the public line it would write, then do it."""
    fact = fact_or_404(request, kind, pk)
    act_class = ACTS.get(act)
    if act_class is None or fact.waits or (act == "confirm" and kind != "signature"):
        raise Http404
    if act == "put-back":
        is_done_already = fact.retracted_on is None
    else:
        is_done_already = fact.retracted_on is not None
    if is_done_already:  # somebody was quicker, or this page is old
        return lead_to(request, fact)
    message, given = filled_in(request)
    form = act_class(fact, request.POST or None, initial=given, message=message)
    return form_page(request, "act", form, f"{form.title}: {fact}", fact)


def form_page(
    request: HttpRequest,
    template: str,
    form: RecordForm | Act,
    title: str,
    fact: DatedFact | None = None,
) -> HttpResponse:
    """Show a form, or what it would say in public; or publish it, as it was seen."""
    version = ""
    if fact:  # its version is posted with the form, and tells whether a colleague was quicker
        version = refuse_if_stale(request, fact, form)
    if "publish" in request.POST and is_ready(request, form) and was_seen(request):
        publish(request, form)
        if form.fact and not form.errors:
            return HttpResponseRedirect(address_of(form.fact))
    preview = None
    if is_ready(request, form):
        preview = preview_of(request, form)
    if "publish" in request.POST and form.errors:
        # Refused, maybe only since it is done: somebody pressed twice, or went back and pressed.
        done = form.done_before(request)
        if done:
            return lead_to(request, done, form.said_if_done)
    return recording_page(
        request,
        template,
        title=title,
        form=form,
        preview=preview,
        version=version,
        seen=mark_of_typed(request.POST),
        message=form.message,
        task=task_of(request),
        address=fact and address_of(fact),
    )


def is_ready(request: HttpRequest, form: RecordForm | Act) -> bool:
    """Whether what was posted makes a fact, and nothing has objected to it yet."""
    return request.method == "POST" and form.is_valid() and form.fact is not None


def preview_of(request: HttpRequest, form: RecordForm | Act) -> dict[str, Any] | None:
    """Do it and undo it again: return what the public log would say, and what the officer gets.

    If the record objects, that is put on the form, and there is no preview: None.
    """
    assert form.fact
    if form.fact.waits:
        form.fact.public_from = None  # as it will be on its day
    try:
        with transaction.atomic():
            form.put_on_record(request)
            lines = as_the_log_says(form.fact.log_lines)
            transaction.set_rollback(True)
    except ValidationError as error:  # somebody was quicker
        form.add_error(None, error.messages)
        return None
    record_version.forget()
    thanks = ""
    if form.message:
        thanks = emails.thanks(form.message, form.fact, lines)
    return {"lines": lines or ["Nothing public changes."], "thanks": thanks}


def publish(request: HttpRequest, form: RecordForm | Act) -> None:
    """Put it on record for good, and close what led here.

    If the record objects, that is put on the form, and nothing is changed.
    """
    assert form.fact
    try:
        with transaction.atomic():
            form.put_on_record(request)
            lines = as_the_log_says(form.fact.log_lines)
            close_what_led_here(request, form, lines)
    except ValidationError as error:  # somebody was quicker
        form.add_error(None, error.messages)
        return
    record_version.forget()
    messages.success(request, "Done. Public pages show what is public now.")


def close_what_led_here(request: HttpRequest, form: RecordForm | Act, lines: list[str]) -> None:
    """Close the council's message, and thank its officer; or close the task that led here."""
    assert form.fact and isinstance(request.user, User)
    message = form.message
    task = task_of(request)
    if message:
        message.decide(SignUpOutcome.ACCEPTED, request.user)
        emails.thank(message, form.cleaned_data["thanks_words"], form.fact, lines)
        leave_line(request, form.fact, thanked_line(message), ADDITION)
        messages.success(request, "The message is closed, and its officer thanked.")
    elif task:
        messages.success(request, task.finish_on_record(str(form.fact), request.user))
        leave_line(request, form.fact, task_line(task), ADDITION)


def as_the_log_says(changes: list[Change]) -> list[str]:
    """Return the new lines of the public log; if they are on several pages, each says on whose."""
    lines = []
    councils = {change.council_id for change in changes}
    for change in changes:
        line = f"{change.get_kind_display()}: {change.what} ({change.why})"
        if change.council and len(councils) > 1:
            line = f"{change.council.short_name}’s page: {line}"
        lines.append(line)
    return lines


def message_of(request: HttpRequest) -> SignUp | None:
    """Return the council's message that led here, whose words stand beside the form."""
    key = request.POST.get("message", request.GET.get("message", ""))
    if not key.isdecimal() or not request.user.has_perm("sign_up.change_signup"):
        return None
    confirmed = SignUp.objects.exclude(confirmed_at=None).select_related("council")
    return confirmed.filter(pk=key[:18]).first()


def filled_in(request: HttpRequest) -> tuple[SignUp | None, dict[str, str]]:
    """Return the message that led here, and what it and the link that was pressed fill in."""
    message = message_of(request)
    given: dict[str, str] = {}
    if message:
        given |= message.fills_in
    given |= request.GET.dict()
    return message, given


def task_of(request: HttpRequest) -> Task | None:
    """Return the open task that led here, whose sender's words stand beside the form."""
    key = request.POST.get("task", request.GET.get("task", ""))
    if not key.isdecimal() or not request.user.has_perm("tasks.change_task"):
        return None
    return Task.objects.open().filter(pk=key[:18]).select_related("council").first()


def recorded_view(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show what is on record and what follows; by POST, undo it."""
    try:
        if request.method == "POST":
            return undo(request, kind, pk)
        return recorded_page(request, kind, pk)
    except Http404:
        if not was_undone_while_waiting(kind, pk):
            raise
    messages.info(request, "It was undone before it was public.")
    return HttpResponseRedirect(reverse("admin:record"))


def recorded_page(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show a fact, what can be done to it, and how many people will be told of it."""
    fact = fact_or_404(request, kind, pk, may="view")
    record = record_on()
    waiting = Wish.objects.filter(kind=WishKind.SIGNING, council=fact.council_id).live()
    return recording_page(
        request,
        "recorded",
        title=str(fact),
        fact=fact,
        kind=kind,
        record=record,
        row=record.by_id[fact.council_id],
        may_change=request.user.has_perm(f"councils.change_{kind}"),
        can_be_undone=can_be_undone(fact),
        to_be_told=waiting.exclude(confirmed_at=None).count(),
        history=reverse(f"admin:councils_{kind}_history", args=[pk]),
    )


def file_view(request: HttpRequest, digest: str) -> HttpResponse:
    """Give staff a file that shows a fact, public or not."""
    if not request.user.has_perm("councils.view_signature"):
        raise PermissionDenied
    file = EvidenceFile.objects.filter(digest=digest).first()
    if file is None:
        raise Http404
    return download(file, "private, no-store")


def mark_of_typed(data: Mapping[str, Any]) -> str:
    """Return a mark of what was typed. A file is not in it: ``was_seen`` refuses a new one."""
    typed = {}
    for name, text in data.items():
        if name not in NOT_TYPED:
            typed[name] = str(text).strip()
    return hashlib.sha256(json.dumps(typed, sort_keys=True).encode()).hexdigest()[:16]


def was_seen(request: HttpRequest) -> bool:
    """Whether what is to be published is what the preview showed: it has the mark of that."""
    is_as_shown = request.POST.get("seen") == mark_of_typed(request.POST)
    return is_as_shown and not request.FILES
