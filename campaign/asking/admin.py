"""Where staff ask councils for the record, remind them, and deal with what comes back."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from campaign.asking import incoming, sending
from campaign.asking.drafts import draft_of
from campaign.asking.models import Ask, Asker, AskKind, Outcome, say_unanswered
from campaign.outbox.models import MailSettings
from campaign.tasks.models import Task
from campaign.working_days import known_until
from councils.admin.bases import ModelAdmin
from councils.admin.read_only import ReadOnly, viewable_row
from councils.dates import today
from councils.forms import ModelForm
from councils.models import Signature
from councils.models.logged import leave_line

MAY_ASK = "asking.add_ask"
KINDS = {
    AskKind.CONFIRM: ("On record: is that right?", True),
    AskKind.QUESTION: ("No signature on record: have you signed?", False),
    sending.REMINDER: ("Reminders that are due", False),
}
"""By what may be sent: its heading, and whether all are ticked at first."""


class AskerForm(ModelForm):
    """How the person who asks signs: a council can ring them up."""

    class Meta:
        model = Asker
        fields = ["name", "job", "telephone"]
        help_texts = {
            "name": "Under each question: a council answers a person.",
            "job": "Under your name. Such as: keeps the record of signatures.",
            "telephone": "So that a council can make sure who asks.",
        }


@admin.register(Ask)
class AskAdmin(ReadOnly, ModelAdmin):
    """The list of what was asked; above it the way to ask."""

    section, list_name = "Councils", "Questions to councils"
    empty_words = (
        "No council has been asked yet. Select “Ask councils” above: you see each email"
        " before it goes, and send the first one to yourself."
    )
    list_display = ["council", "kind", "accepted_at", "reminded_at", "outcome"]
    list_filter = ["kind", "outcome"]
    search_fields = ["council__name", "reference"]
    list_select_related = ["council"]
    change_list_template = "admin/asking/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        plan = self.admin_site.admin_view(self.plan_view)
        return [path("plan/", plan, name="asking_ask_plan"), *super().get_urls()]

    def may_ask(self, request: HttpRequest) -> User:
        """Return the user, who may ask. Raises PermissionDenied."""
        if not (isinstance(request.user, User) and request.user.has_perm(MAY_ASK)):
            raise PermissionDenied
        return request.user

    def asker_form(self, request: HttpRequest) -> AskerForm:
        """Return the form of how the user signs. Raises PermissionDenied if they may not ask."""
        user = self.may_ask(request)
        asker = Asker.objects.filter(pk=user.pk).first() or Asker(user=user)
        return AskerForm(request.POST or None, instance=asker)

    def plan_view(self, request: HttpRequest) -> HttpResponse:
        """Choose whom to ask or to remind, read each email, and send them."""
        form = self.asker_form(request)
        asker, kind = form.instance, request.POST.get("kind", "")
        chosen = [int(pk) for pk in request.POST.getlist(f"pick_{kind}") if pk.isdecimal()]
        shown: list[tuple[sending.Due, EmailMessage]] = []
        if request.method == "POST" and kind in KINDS and form.is_valid():
            form.save()
            try:
                if "send" in request.POST:
                    return self.send(request, kind, chosen, asker)
            except ValidationError as error:
                self.message_user(request, " ".join(error.messages), messages.ERROR)
            picked = [due for due in sending.due(kind) if due.ask.council_id in chosen]
            shown = [(due, due.email(asker)) for due in picked]
            if not shown:
                self.message_user(request, "Choose at least one council.", messages.ERROR)
        context = {
            **self.admin_site.each_context(request),
            "title": "Ask councils for the record",
            "opts": self.opts,
            "form": form,
            "groups": [(name, *KINDS[name], sending.due(name)) for name in KINDS],
            "without_address": [row.short_name for row in sending.without_address()],
            "answered": Ask.objects.answered().values("council").distinct().count(),
            "kind": kind,
            "chosen": chosen,
            "shown": shown,
            "not_live": MailSettings.current().missing_for_live,
            "known_until": known_until(),
        }
        return render(request, "admin/asking/plan.html", context)

    def send(
        self, request: HttpRequest, kind: str, chosen: list[int], asker: Asker
    ) -> HttpResponse:
        """Send the emails that were read. Raises ValidationError."""
        asks = sending.send(kind, chosen, asker)
        note = "Reminded" if kind == sending.REMINDER else "Asked"
        for ask in asks:
            self.log_change(request, ask, note)
        self.message_user(request, f"{note}: {len(asks)}. They wait in the queue for their turn.")
        return HttpResponseRedirect(reverse("admin:asking_ask_changelist"))

    # What became of one

    def change_view(self, request: HttpRequest, object_id: str, *_: Any, **__: Any) -> HttpResponse:
        """Show an ask with its days and what came back, and what may be done next."""
        ask = viewable_row(self, request, object_id)
        if request.method == "POST":
            self.may_ask(request)
            try:
                with transaction.atomic():
                    note = self.take_step(request, ask)
                self.log_change(request, ask, note)
                self.message_user(request, note, messages.SUCCESS)
            except ValidationError as error:
                self.message_user(request, " ".join(error.messages), messages.ERROR)
            return HttpResponseRedirect(ask.desk_url)
        answers = Task.objects.for_subject(ask).order_by("pk")
        latest = answers.last()
        context = {
            **self.admin_site.each_context(request),
            "title": str(ask),
            "opts": self.opts,
            "ask": ask,
            "answers": answers,
            "draft": draft_of(ask, latest.text, latest.pk)
            if latest and ask.outcome == "answered"
            else None,
            "signature": signature_of(ask),
            "wrote_elsewhere": ask.outcome == Outcome.ANSWERED and latest is None,
            "line": ask.council.unanswered_since,
            "may_act": request.user.has_perm(MAY_ASK),
            "may_show": ask.may_show(today()),
        }
        return render(request, "admin/asking/ask.html", context)

    def take_step(self, request: HttpRequest, ask: Ask) -> str:
        """Do what was chosen; return what was done, in a sentence. Raises ValidationError."""
        typed = request.POST
        if "show" in typed:
            if not typed.get("looked"):
                raise ValidationError("Look first, and tick that you did.")
            ask.show(today())
            return "The council’s page says now that no answer has reached us."
        if "hide" in typed:
            say_unanswered(ask.council_id, None, "We looked again.")
            return "The line is off the council’s page."
        if "not_received" in typed and ask.end(
            Outcome.NOT_RECEIVED, "The council says that it was not received."
        ):
            return "Noted: it was not received. Nothing on its page says that it was asked."
        if "answered" in typed:
            if not typed.get("text", "").strip():
                raise ValidationError("Write what the council answered.")
            incoming.answered(ask, typed["text"].strip())
            return "Noted: it answered. There is a task with a draft."
        if "confirm" in typed:
            return confirm_signature(request, ask)
        if "call_off" in typed and ask.end(Outcome.CALLED_OFF, "We called our question off."):
            return "Called off."
        raise ValidationError("It has ended already.")


def signature_of(ask: Ask) -> Signature | None:
    return ask.council.signatures.standing().order_by("counted_from").last()


def confirm_signature(request: HttpRequest, ask: Ask) -> str:
    """Record that the council confirmed its signature, as its answer says."""
    signature = signature_of(ask)
    if not request.user.has_perm("councils.change_signature"):
        raise PermissionDenied
    if signature is None or ask.outcome != Outcome.ANSWERED:
        raise ValidationError("There is no answer, or no signature on record.")
    signature.confirm(draft_of(ask, "").source)
    leave_line(request, signature, f"The council confirmed it in its answer to {ask.reference}.")
    return "Recorded: the council confirmed its signature."
