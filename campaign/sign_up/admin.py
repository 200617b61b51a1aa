"""The admin for messages from councils: recorded from, answered or declined."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters

from campaign.sign_up import emails
from campaign.sign_up.forms import AnswerForm
from campaign.sign_up.models import SignUp, SignUpKind, SignUpOutcome
from campaign.tasks.models import Task
from councils.admin.bases import ModelAdmin
from councils.admin.read_only import ReadOnly, viewable_row
from councils.dates import format_date, today
from councils.models import Event, EventKind, EvidenceLevel, Signature
from councils.models.dated import DatedFact
from councils.record import charter_text, record_on

SHOWS: dict[str, dict[str, dict[str, str]]] = {
    SignUpKind.WANTS: {
        "Record that it says it will sign": {
            "shows": "decided",
            "text": "{name} wrote that it will sign the Runaways’ Charter.",
        }
    },
    SignUpKind.SIGNED: {"Record a signature": {"shows": "signed"}},
    SignUpKind.PROGRESS: {
        # Nothing is said of a council that was not asked. This leaves the message open.
        "First, if nobody asked it before: record that our form asks": {
            "shows": "other",
            "kind": EventKind.CONTACTED,
            "text": "Our form for councils asked {name} what it has done since it signed.",
            "date": "{today}",
            "message": "",
            "commitment": "",
            "evidence_level": "",
        },
        "Record what it has done": {
            "shows": "other",
            "kind": EventKind.PROGRESS,
        },
    },
    SignUpKind.REPLY: {
        "Put its words beside its status": {
            "shows": "other",
            "kind": EventKind.REPLY,
            "date": "{today}",
            "text": "{name} sent us words of its own.",
            "council_words": "{reply}",
        }
    },
}
"""What a kind of message may show: by what a link says, the recording screen's fields."""
ACTS: dict[str, tuple[str, str, tuple[type[DatedFact], ...]]] = {
    SignUpKind.CONFIRM: ("confirm", "It confirms", (Signature,)),
    SignUpKind.REFUSES: ("withdraw", "It has withdrawn", (Signature,)),
    SignUpKind.WRONG: ("dispute", "It disputes", (Signature, Event)),
}
"""What a kind of message may do, what its link says before the fact, and to which facts."""


def forms_for(sign_up: SignUp) -> dict[str, str]:
    """Return what a message may show: by what a link says, the recording screen filled in.

    An officer's free words stand beside it, and fill in nothing: all of it becomes public.
    """
    council, source = sign_up.council, f"A message from the council’s {sign_up.role}."
    level = EvidenceLevel.EVIDENCED if sign_up.link else EvidenceLevel.STATED
    told = {
        "message": str(sign_up.pk),
        "council": council.name,
        "source": "" if sign_up.link else source,
        "source_url": sign_up.link,
        "date": sign_up.day,
        "commitment": sign_up.commitment,
        "evidence_level": level if sign_up.commitment else "",
    }
    words = {"name": council.short_name, "reply": sign_up.reply}
    words["today"] = format_date(today())
    found = {}
    for link, fields in SHOWS.get(sign_up.kind, {}).items():
        filled = {name: text.format(**words) for name, text in fields.items()}
        found[link] = filled_in("record", [], told | filled)
    act, link, models = ACTS.get(sign_up.kind, ("", "", ()))
    wrote = {"message": str(sign_up.pk), "reason": "" if act == "dispute" else source}
    wrote["source"] = source
    facts = [fact for model in models for fact in model.objects.standing().filter(council=council)]
    if act == "dispute":
        for fact in facts:
            where = [fact._meta.model_name, fact.pk]
            found[f"Correct it: {fact}"] = filled_in(
                "record_correct", where, {"message": told["message"]}
            )
    for fact in facts:
        if not fact.disputed_on:
            where = [fact._meta.model_name, fact.pk, act]
            found[f"{link}: {fact}"] = filled_in("record_act", where, wrote)
    return found | {"Record something else": filled_in("record", [], told)}


def filled_in(name: str, where: list[Any], fields: dict[str, str]) -> str:
    given = {key: text for key, text in fields.items() if text}
    return f"{reverse(f'admin:{name}', args=where)}?{urlencode(given)}"


@admin.register(SignUp)
class SignUpAdmin(ReadOnly, ModelAdmin):
    """The list of messages from councils, each with a page on which it is dealt with."""

    section, list_name = "Councils", "Messages from councils"
    empty_words = (
        "No council has written yet. What councils send by “For councils” and /sign/ "
        "comes here, and a task with it. To invite them, go to Questions to councils."
    )
    list_display = ["council", "kind", "from_own_mail", "confirmed_at", "outcome"]
    list_filter = ["outcome", "kind", "from_own_mail"]
    search_fields = ["council__name"]
    list_select_related = ["council"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave out unconfirmed messages: anybody may have written them."""
        return super().get_queryset(request).exclude(confirmed_at=None)

    @method_decorator(sensitive_post_parameters())
    def change_view(self, request: HttpRequest, object_id: str, *_: Any, **__: Any) -> HttpResponse:
        """Show a message and what it may show; answer it."""
        sign_up, user = viewable_row(self, request, object_id), cast("User", request.user)
        may_answer = user.has_perm("sign_up.change_signup")
        form = AnswerForm(request.POST or None)
        if request.method == "POST":
            if not may_answer:
                raise PermissionDenied
            if form.is_valid():
                try:
                    said = self.answer(request, sign_up, user, form.cleaned_data["words"].strip())
                except ValidationError as error:
                    form.add_error(None, error.messages)
                else:
                    self.log_change(request, sign_up, said)
                    self.message_user(request, said, messages.SUCCESS)
                    return HttpResponseRedirect(reverse("admin:sign_up_signup_changelist"))
        record = record_on()
        context = {
            **self.admin_site.each_context(request),
            "title": str(sign_up),
            "opts": self.opts,
            "sign_up": sign_up,
            "row": record.by_id[sign_up.council_id],
            "since": Task.objects.for_subject(sign_up).order_by("pk")[1:],
            "form": form,
            "forms": forms_for(sign_up)
            if user.has_perms(["councils.add_signature", "councils.add_event"])
            else {},
            "text_is": charter_text.where_it_is(record),
            "thanks": emails.thanks(sign_up),
            "may_answer": may_answer and (not sign_up.decided_at or bool(form.errors)),
        }
        return render(request, "admin/sign_up/message.html", context)

    @transaction.atomic
    def answer(self, request: HttpRequest, sign_up: SignUp, user: User, words: str) -> str:
        """Do what the button says; return it in words. Raises ValidationError."""
        if "thank" in request.POST:
            sign_up.decide(SignUpOutcome.ACCEPTED, user)
            emails.thank(sign_up, words)
            return "Closed with a thank-you. Nothing went on record."
        if not words:
            raise ValidationError("Write what the officer should read.")
        if "decline" in request.POST:
            sign_up.decide(SignUpOutcome.DECLINED, user)
            emails.decline(sign_up, words)
            return "Declined. The officer is told why, and nothing has changed."
        emails.ask_back(sign_up, words)
        return "Your question is on its way. The answer becomes a task."
