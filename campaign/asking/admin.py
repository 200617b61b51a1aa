"""Where staff ask councils for the record, remind them, and deal with what comes back."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import URLPattern, path

from campaign.asking import sending
from campaign.asking.models import Ask, AskKind, AskOutcome, take_line_off
from campaign.outbox.models import MailSettings
from campaign.tasks.models import Task
from councils.admin.bases import ModelAdmin
from councils.admin.read_only import ReadOnly, viewable_row
from councils.dates import today

MAY_ASK = "asking.add_ask"
KINDS = {
    AskKind.CONFIRM: ("On record: is that right?", True),
    AskKind.QUESTION: ("No signature on record: have you signed?", False),
    sending.REMINDER: ("Reminders that are due", False),
}
"""By what may be sent: its heading, and whether all are ticked at first."""


class AskerForm(forms.Form):
    """How the person who asks signs: a council can ring them up."""

    name = forms.CharField(
        label="Your name",
        max_length=120,
        help_text="Under each question: a council answers a person.",
    )
    job = forms.CharField(
        label="What you do here",
        max_length=120,
        help_text="Under your name. Such as: keeps the record of signatures.",
    )
    telephone = forms.CharField(
        label="Your telephone number",
        max_length=40,
        help_text="So that a council can make sure who asks.",
    )


@admin.register(Ask)
class AskAdmin(ReadOnly, ModelAdmin):
    """The list of what was asked; above it the way to ask."""

    section = "Councils"
    list_name = "Questions to councils"
    empty_words = (
        "No council has been asked yet. Select “Ask councils” above: you see each email"
        " before it goes."
    )
    list_display = ["council", "kind", "accepted_at", "reminded_at", "outcome"]
    list_filter = ["kind", "outcome"]
    search_fields = ["council__name", "reference"]
    council_searched = "council"
    list_select_related = ["council"]
    change_list_template = "admin/asking/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        plan = self.admin_site.admin_view(self.plan_view)
        return [path("plan/", plan, name="asking_ask_plan"), *super().get_urls()]

    def plan_view(self, request: HttpRequest) -> HttpResponse:
        """Choose whom to ask or to remind, read each email, and send them."""
        user = cast("User", request.user)
        if not user.has_perm(MAY_ASK):
            raise PermissionDenied
        form = AskerForm(request.POST or None, initial={"name": user.get_full_name()})
        kind = request.POST.get("kind", "")
        chosen = [int(pk) for pk in request.POST.getlist(f"pick_{kind}") if pk.isdecimal()]
        shown: list[tuple[sending.Due, EmailMessage]] = []
        if kind in KINDS and form.is_valid():
            try:
                if "send" in request.POST:
                    return self.ask_chosen(request, kind, chosen, form.cleaned_data)
            except ValidationError as error:
                self.message_user(request, " ".join(error.messages), messages.ERROR)
            picked = [due for due in sending.due(kind) if due.ask.council_id in chosen]
            shown = [(due, due.email(form.cleaned_data)) for due in picked]
            if not shown:
                self.message_user(request, "Choose at least one council.", messages.ERROR)
        with_address = sending.checked_contacts()
        context = {
            **self.admin_site.each_context(request),
            "title": "Ask councils for the record",
            "opts": self.opts,
            "form": form,
            "groups": [(name, *KINDS[name], sending.due(name)) for name in KINDS],
            "without_address": [
                row.short_name for row in sending.not_asked() if row.id not in with_address
            ],
            "kind": kind,
            "chosen": chosen,
            "shown": shown,
            "not_live": MailSettings.current().missing_for_live,
        }
        return render(request, "admin/asking/plan.html", context)

    def ask_chosen(
        self, request: HttpRequest, kind: str, chosen: list[int], asker: dict[str, str]
    ) -> HttpResponse:
        """Send the emails that were read. Raises ValidationError."""
        asks = sending.ask_or_remind(kind, chosen, asker, cast("User", request.user).pk)
        note = "Reminded" if kind == sending.REMINDER else "Asked"
        for ask in asks:
            self.log_change(request, ask, note)
        self.message_user(request, f"{note}: {len(asks)}. They wait in the queue for their turn.")
        return redirect("admin:asking_ask_changelist")

    # What became of one

    def change_view(self, request: HttpRequest, object_id: str, *_: Any, **__: Any) -> HttpResponse:
        """Show an ask with its days and what came back, and what may be done next."""
        ask = viewable_row(self, request, object_id)
        may_act = request.user.has_perm(MAY_ASK)
        if request.method == "POST":
            if not may_act:
                raise PermissionDenied
            try:
                with transaction.atomic():
                    note = take_step(request.POST, ask, cast("User", request.user))
                self.log_change(request, ask, note)
                self.message_user(request, note, messages.SUCCESS)
            except ValidationError as error:
                self.message_user(request, " ".join(error.messages), messages.ERROR)
            return HttpResponseRedirect(ask.desk_url)
        answers = Task.objects.for_subject(ask).order_by("pk")
        context = {
            **self.admin_site.each_context(request),
            "title": str(ask),
            "opts": self.opts,
            "ask": ask,
            "answers": answers,
            "signature": ask.council.signatures.standing().order_by("counted_from").last(),
            "line": ask.council.unanswered_since,
            "may_act": may_act,
            "may_show": ask.shown_from and ask.shown_from <= today(),
        }
        return render(request, "admin/asking/ask.html", context)


def take_step(typed: Any, ask: Ask, by: User) -> str:
    """Do what was chosen; return what was done, in a sentence. Raises ValidationError."""
    text = typed.get("text", "").strip()
    if "show" in typed:
        if not typed.get("looked"):
            raise ValidationError("Look first, and tick that you did.")
        ask.show()
        return "The council’s page says now that no answer has reached us."
    if "hide" in typed:
        take_line_off(ask.council_id, "We looked again.")
        return "The line is off the council’s page."
    if "not_received" in typed and ask.end(
        AskOutcome.NOT_RECEIVED, "The council says that it was not received."
    ):
        return "Noted: it was not received. Nothing on its page says that it was asked."
    if "answered" in typed:
        if not text:
            raise ValidationError("Write what the council answered.")
        ask.answer(text)
        return "Noted: it answered. There is a task."
    if "call_off" in typed and ask.end(AskOutcome.CALLED_OFF, "We called our question off."):
        return "Called off."
    if "go_on" in typed:
        if not ask.reopen(by):
            raise ValidationError("It cannot go on: something came back, or it was asked anew.")
        return "It goes on. Its page says nothing of it until somebody has looked once more."
    raise ValidationError("It has ended already.")
