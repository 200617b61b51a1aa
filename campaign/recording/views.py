"""The screens on which staff record what a document shows, and what follows from it."""

import hashlib
import json
import re
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, DELETION
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from campaign.pages.models import is_being_prepared
from campaign.recording import emails
from campaign.recording.acts import ACTS, Act
from campaign.recording.afterwards import MODELS, UNDONE, Afterwards, address_of
from campaign.recording.forms import RecordForm, initial_of
from campaign.sign_up import emails as sign_up_emails
from campaign.sign_up.models import SignUp, SignUpOutcome
from campaign.supporters.suppression import may_email
from campaign.tasks.models import Task
from councils.council_page.page import CouncilPage
from councils.dates import today
from councils.email_addresses import ascii_address, cleaned_address
from councils.evidence_files import download
from councils.models import Change, Council, EvidenceFile
from councils.models.dated import DatedFact
from councils.models.logged import leave_line
from councils.record import build, forget, record_on, record_version
from councils.saves import refuse_if_stale

NOT_TYPED = ("csrfmiddlewaretoken", "preview", "publish", "seen", "digest", "own_words")
"""What a form posts beside what somebody typed."""
SCRIPTS = re.compile(r"<script\b.*?</script>", re.DOTALL)


def record_view(request: HttpRequest) -> HttpResponse:
    """Show the form, filled in by the link that led here; preview the fact; publish it."""
    if not request.user.has_perms(["councils.add_signature", "councils.add_event"]):
        raise PermissionDenied
    message, given = message_of(request), request.GET.dict()
    form = RecordForm(request.POST or None, request.FILES or None, initial=given, message=message)
    title = "Record a signature" if form.is_signature else "Record what a document shows"
    errors = form.errors  # finding them may show one more field
    wrong = [name for name in form.fields if name in errors and name != "shows"]
    if wrong or (form.is_signature and not form.is_bound):
        form.fields[wrong[0] if wrong else "council"].widget.attrs["autofocus"] = True
    return form_page(request, "record", form, title)


def correct_view(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show the same form for a fact on record, to be corrected with a public reason."""
    fact = fact_or_404(request, kind, pk)
    title = f"Correct: {fact}"  # as it stands: the form fills the fact with what is typed
    form = RecordForm(
        request.POST or None, request.FILES or None, fact=fact, initial=initial_of(fact)
    )
    return form_page(request, "record", form, title, fact)


def act_view(request: HttpRequest, kind: str, pk: int, act: str) -> HttpResponse:
    """Show an act's form, then the public line it would write, then do it."""
    fact = fact_or_404(request, kind, pk)
    act_class = ACTS.get(act)
    if act_class is None or fact.waits or (act_class.only_signatures and kind != "signature"):
        raise Http404
    given, message = request.GET.dict(), message_of(request)
    form = act_class(fact, request.POST or None, initial=given, message=message)
    return form_page(request, "act", form, f"{form.title}: {fact}", fact)


def form_page(
    request: HttpRequest,
    template: str,
    form: RecordForm | Act[Any],
    title: str,
    fact: DatedFact | None = None,
) -> HttpResponse:
    """Show a form, or what it would say in public; or do it, as it was seen."""
    version = refuse_if_stale(request, fact, form) if fact else ""
    before, message, preview = str(fact or ""), form.message, None
    if message and message.decided_at and "closes" in request.POST:
        form.is_valid()
        form.add_error(None, f"{message.decided_already} Nothing that you typed is lost.")
    if request.method == "POST" and form.is_valid() and form.fact:
        if "publish" in request.POST and was_seen(request):
            if put_on_record(request, form):
                return HttpResponseRedirect(address_of(form.fact))
        else:
            preview = preview_of(request, form)
    return shown(
        request,
        template,
        title=title,
        form=form,
        preview=preview,
        version=version,
        message=message,
        task=task_of(request),
        before=before,
        address=fact and address_of(fact),
    )


def put_on_record(request: HttpRequest, form: RecordForm | Act[Any]) -> bool:
    """Do it, and close what led here; False, with the reason in the form, where it cannot be."""
    assert isinstance(request.user, User)
    message, task = form.message, task_of(request)
    try:
        with transaction.atomic():
            lines = form.do()
            if message and "closes" in request.POST:
                message.decide(SignUpOutcome.ACCEPTED, request.user)
                sign_up_emails.thank(message, form.cleaned_data["own_words"], form.fact)
    except ValidationError as error:  # somebody else was quicker
        form.add_error(None, error.messages)
        return False
    for fact, text, flag in lines:
        log(request, fact, flag, text)
    if message and "closes" in request.POST:
        messages.success(request, "The message is closed, and its officer thanked.")
    if task:
        close(request, task, f"On record: {form.fact}.")
    if isinstance(form, Act):
        messages.success(request, f"{form.title}: done. Public pages show it now.")
    return True


def preview_of(request: HttpRequest, form: RecordForm | Act[Any]) -> dict[str, Any]:
    """Do it, see what the public log, the council’s page and its officer would say; undo it."""
    assert form.fact
    council = form.fact.council
    preview: dict[str, Any] = {}
    with transaction.atomic():
        before = set(Change.objects.filter(council=council).values_list("pk", flat=True))
        try:
            with transaction.atomic():
                form.do(now=True)
        except ValidationError as error:
            return {"errors": error.messages}
        changes = Change.objects.filter(council=council).exclude(pk__in=before)
        preview["lines"] = [
            f"{change.get_kind_display()}: {change.what} ({change.why})" for change in changes
        ] or ["Nothing public changes."]
        preview["page"] = public_page(request, council)
        if form.message and not form.message.decided_at:
            preview["thanks"] = sign_up_emails.thanks(form.message, form.fact)[1]
        transaction.set_rollback(True)
    # This process may have read the version and the record that were rolled back.
    record_version.forget()
    forget()
    return preview


def message_of(request: HttpRequest) -> SignUp | None:
    """Return the council's message that led here, whose words stand beside the form."""
    key = request.POST.get("message", request.GET.get("message", ""))
    if not key.isdecimal() or not request.user.has_perm("sign_up.change_signup"):
        return None
    confirmed = SignUp.objects.exclude(confirmed_at=None).select_related("council")
    return confirmed.filter(pk=key[:18]).first()


def task_of(request: HttpRequest) -> Task | None:
    """Return the open task that led here, whose sender's words stand beside the form."""
    key = request.POST.get("task", request.GET.get("task", ""))
    if not key.isdecimal() or not request.user.has_perm("tasks.change_task"):
        return None
    return Task.objects.open().filter(pk=key[:18]).select_related("council").first()


def close(request: HttpRequest, task: Task, outcome: str) -> None:
    """Close the task that a fact answers, unless somebody else has it."""
    assert isinstance(request.user, User)
    try:
        if task.taken_by_id not in (None, request.user.pk):
            raise ValidationError(f"It is {task.taken_by}’s: tell them.")
        task.finish(outcome, request.user)
    except ValidationError as error:
        messages.warning(request, f"Its task stays as it is. {' '.join(error.messages)}")
    else:
        messages.success(request, "Its task is closed.")


def public_page(request: HttpRequest, council: Council) -> str:
    """Return a council's public page, for a frame, from the database as this transaction sees it.

    Without its scripts, as the frame runs none. The record is built anew: one kept in memory would
    not have what is being previewed.
    """
    record = build(today())
    row = record.by_id[council.pk]
    page = CouncilPage(record, row, today=record.on)
    context = {"page": page, "row": row, "record": record, "site_url": settings.SITE_URL}
    return SCRIPTS.sub("", render_to_string(page.template, context, request))


def recorded_view(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show what is on record and what follows; by POST, undo it."""
    if request.method == "POST":
        return undo(request, fact_or_404(request, kind, pk))
    fact = fact_or_404(request, kind, pk, may="view")
    may = request.user.has_perm(f"councils.change_{kind}")
    return shown(
        request,
        "recorded",
        title=str(fact),
        after=Afterwards(fact),
        may_change=may,
        row=record_on().by_id[fact.council_id],
        history=reverse(f"admin:councils_{kind}_history", args=[pk]),
    )


def undo(request: HttpRequest, fact: DatedFact) -> HttpResponse:
    """Take back what was recorded within the last day; delete what was never public."""
    before = str(fact)
    if fact.waits:
        log(request, fact, DELETION, "Undone before it was public.")
        fact.discard()
        messages.success(request, f"Undone: {before}. Nothing of it was public.")
        return HttpResponseRedirect(reverse("admin:record"))
    if Afterwards(fact).can_be_undone:
        fact.retract(UNDONE)
        log(request, fact, CHANGE, UNDONE)
        messages.success(request, f"Undone: {before}. Public pages show it now.")
    else:
        messages.error(request, "This can no longer be undone. Take it back with a reason instead.")
    return HttpResponseRedirect(address_of(fact))


class ThanksForm(forms.Form):
    """A thank-you to a council, to be checked by a person before it goes."""

    to = forms.CharField(
        label="To",
        max_length=254,
        help_text="The address of whoever should read it at the council.",
    )
    subject = forms.CharField(label="Subject", max_length=200, help_text="Of the email.")
    words = forms.CharField(
        label="What it says",
        widget=forms.Textarea(attrs={"rows": 18, "cols": 80}),
        help_text="Change every word that does not fit. It goes as you leave it.",
    )

    def clean_to(self) -> str:
        address = cleaned_address(self.cleaned_data["to"])
        try:
            ascii_address(address)
        except ValueError:
            raise ValidationError("Email cannot be sent to this address.") from None
        if not may_email(address):
            raise ValidationError("We never write to this address, or email to it came back.")
        return address


def thanks_view(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show the email that thanks the council, to be checked, and send it once."""
    fact = fact_or_404(request, kind, pk)
    after = Afterwards(fact)
    if not after.can_be_thanked:
        why = "it was sent, the record was taken back, or the council is kept quiet or closed"
        messages.error(request, f"There is no thank-you to send: {why}.")
        return HttpResponseRedirect(address_of(fact))
    form = ThanksForm(request.POST or None, initial=emails.draft(fact))
    if request.method == "POST" and form.is_valid():
        if is_being_prepared():
            form.add_error(None, "The site is being prepared: until it is opened, no email leaves.")
        else:
            emails.thank(fact, **form.cleaned_data)
            log(request, fact, CHANGE, "Thanked the council by email.")
            messages.success(request, "The thank-you is queued, and leaves in a moment.")
            return HttpResponseRedirect(address_of(fact))
    return shown(request, "thanks", title=f"Thank {fact.council}", form=form, fact=fact, kind=kind)


def file_view(request: HttpRequest, digest: str) -> HttpResponse:
    """Give staff a file that shows a fact, public or not."""
    if not request.user.has_perm("councils.view_signature"):
        raise PermissionDenied
    file = EvidenceFile.objects.filter(digest=digest).first()
    if file is None:
        raise Http404
    return download(file, "private, no-store")


def fact_or_404(request: HttpRequest, kind: str, pk: int, may: str = "change") -> DatedFact:
    """Return a fact that the user may change, or only view."""
    model = MODELS.get(kind)
    if model is None:
        raise Http404
    if not request.user.has_perm(f"councils.{may}_{kind}"):
        raise PermissionDenied
    fact = model._base_manager.select_related("council").filter(pk=pk).first()
    if fact is None or (may == "change" and fact.retracted_on):
        raise Http404
    return fact


def typed_in(request: HttpRequest) -> str:
    """Return a digest of what was typed; that of a file is in the form once it is kept."""
    typed = {
        name: str(text).strip() for name, text in request.POST.items() if name not in NOT_TYPED
    }
    return hashlib.sha256(json.dumps(typed, sort_keys=True).encode()).hexdigest()[:16]


def was_seen(request: HttpRequest) -> bool:
    """Whether what is to be published is what the preview showed, if there was one."""
    shown_before = request.POST.get("seen")
    return shown_before is None or (shown_before == typed_in(request) and not request.FILES)


def log(request: HttpRequest, fact: DatedFact, flag: int, text: str) -> None:
    """Leave a line in the admin's history of a fact, as its own pages do."""
    leave_line(request, fact, text, flag)
    record_version.forget()


def shown(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    return render(
        request,
        f"admin/recording/{template}.html",
        {**admin.site.each_context(request), "seen": typed_in(request), **context},
    )
