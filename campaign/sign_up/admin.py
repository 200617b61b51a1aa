"""The admin for messages from councils: recorded from, answered, granted or declined."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters

from campaign.sign_up import emails, letter_wishes
from campaign.sign_up.forms import AnswerForm
from campaign.sign_up.models import LetterWish, SignUp, SignUpKind, SignUpOutcome
from councils.admin.bases import ModelAdmin
from councils.admin.read_only import ReadOnly, viewable_row
from councils.dates import format_date, today
from councils.models import Event, EventKind, Signature
from councils.models.dated import DatedFact
from councils.record import charter_text, record_on

WISH_NEEDS: dict[str, str] = {LetterWish.HOLD: "councils.add_pause"}
"""The permission to grant a wish about letters; the others need that to change a contact."""
SHOWS: dict[str, tuple[str, dict[str, str]]] = {
    SignUpKind.WANTS: (
        "Record that it says it will sign",
        {"shows": "decided", "text": "{name} wrote that it will sign the Runaways’ Charter."},
    ),
    SignUpKind.SIGNED: ("Record a signature", {"shows": "signed"}),
    SignUpKind.PROGRESS: (
        "Record what it has done",
        {"shows": "other", "kind": EventKind.PROGRESS, "text": "{said}"},
    ),
}
"""What a kind of message may show: what its link says, and the recording screen's fields."""
ACTS: dict[str, tuple[str, str]] = {
    SignUpKind.CONFIRM: ("confirm", "It confirms"),
    SignUpKind.REFUSES: ("withdraw", "It has withdrawn"),
    SignUpKind.WRONG: ("dispute", "It disputes"),
}
"""What a kind of message may do to a fact on record, and what its link says before the fact."""


def may_grant(user: User | AnonymousUser, sign_up: SignUp) -> bool:
    """Whether a user may grant what a message asks for about letters."""
    return user.has_perm(WISH_NEEDS.get(sign_up.letter_wish, "councils.change_contact"))


def forms_for(sign_up: SignUp) -> dict[str, str]:
    """Return what a message may show: by what a link says, the recording screen filled in."""
    name, council = sign_up.council.short_name, sign_up.council.name
    said, source = on_one_line(sign_up.text), f"A message from the council’s {sign_up.role}."
    evidence = on_one_line(sign_up.evidence) or source
    told = {"council": council, "source": evidence, "source_url": sign_up.link, "date": sign_up.day}
    found = {}
    if sign_up.kind in SHOWS:
        words, fields = SHOWS[sign_up.kind]
        given = {key: text.format(name=name, said=said) for key, text in fields.items()}
        given["commitment"] = sign_up.commitment
        found[words] = filled_in("record", [], sign_up, told | given)
    if sign_up.reply:
        given = {"shows": "other", "kind": EventKind.REPLY, "date": format_date(today())}
        given |= {"council": council, "source": source, "source_url": sign_up.reply_link}
        given |= {"text": f"{name} sent us words of its own.", "council_words": sign_up.reply}
        found["Put its words beside its status"] = filled_in("record", [], sign_up, given)
    act, words = ACTS.get(sign_up.kind, ("", ""))
    wrote = {"reason": said if act == "dispute" else source}
    wrote |= {"council_words": sign_up.text, "source": source} if act == "withdraw" else {}
    for fact in facts_for(act, sign_up):
        where = [fact._meta.model_name, fact.pk, act]
        found[f"{words}: {fact}"] = filled_in("record_act", where, sign_up, wrote)
    return found | {"Record something else": filled_in("record", [], sign_up, told)}


def facts_for(act: str, sign_up: SignUp) -> list[DatedFact]:
    """Return the facts on record that a message may be about."""
    signatures = Signature.objects if act else Signature.objects.none()
    events = Event.objects if act == "dispute" else Event.objects.none()
    found = [*signatures.filter(council=sign_up.council), *events.filter(council=sign_up.council)]
    return [one for one in found if not (one.retracted_on or one.waits or one.disputed_on)]


def on_one_line(text: str) -> str:
    return " ".join(text.split())[:300]


def filled_in(name: str, where: list[Any], sign_up: SignUp, fields: dict[str, str]) -> str:
    given = {"message": str(sign_up.pk), **{key: text for key, text in fields.items() if text}}
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
        """Show a message and what it may show; answer it, or grant what it asks for."""
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
        record, wish = record_on(), sign_up.letter_wish
        context = {
            **self.admin_site.each_context(request),
            "title": str(sign_up),
            "opts": self.opts,
            "sign_up": sign_up,
            "row": record.by_id[sign_up.council_id],
            "form": form,
            "forms": forms_for(sign_up)
            if user.has_perms(["councils.add_signature", "councils.add_event"])
            else {},
            "wish": letter_wishes.what_it_does(sign_up) if wish else "",
            "wish_refused": letter_wishes.reason_against(sign_up)
            if may_grant(user, sign_up)
            else "A recorder or an editor can grant it.",
            "text_is": charter_text.where_it_is(record),
            "thanks": emails.thanks(sign_up)[1],
            "may_answer": may_answer and (not sign_up.decided_at or bool(form.errors)),
        }
        return render(request, "admin/sign_up/message.html", context)

    @transaction.atomic
    def answer(self, request: HttpRequest, sign_up: SignUp, user: User, words: str) -> str:
        """Do what the button says; return it in words. Raises ValidationError."""
        if "grant" in request.POST:
            if not may_grant(user, sign_up):
                raise PermissionDenied
            return f"Granted. {letter_wishes.grant(sign_up, user)}"
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
