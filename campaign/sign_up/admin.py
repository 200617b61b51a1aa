"""The admin for messages from councils: staff preview, accept, query or decline each."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from campaign.sign_up import emails, letter_wishes, recording
from campaign.sign_up.forms import ThanksForm
from campaign.sign_up.models import Certificate, LetterWish, SignUp, SignUpOutcome
from campaign.sign_up.officer_names import PublicWordsForm
from campaign.sign_up.recording import Basis, ConfirmingRole, Fact
from councils.admin.bases import ModelAdmin
from councils.admin.read_only import ReadOnly, viewable_row
from councils.admin.worded_filters import narrowed
from councils.dates import Precision, read_date
from councils.forms import LinkField
from councils.models import Commitment, Signature, SourceKind
from councils.models.logged import leave_line
from councils.record import charter_text, record_on

NEEDED = ("councils.add_signature", "councils.change_signature", "councils.add_event")
"""What putting on record needs besides the permission to decide on messages."""
WISH_NEEDS: dict[str, str] = {
    LetterWish.A_DAY: "councils.change_contact",
    LetterWish.ADDRESS: "councils.change_contact",
    LetterWish.HOLD: "councils.add_pause",
}
"""The permission each wish about letters needs besides the one to decide on messages."""


def may_record(user: User | AnonymousUser) -> bool:
    """Whether a user may accept a message: others may ask back, or decline."""
    return user.has_perms(NEEDED)


def may_grant(user: User | AnonymousUser, sign_up: SignUp) -> bool:
    """Whether a user may grant what a message asks for about letters."""
    needed = [WISH_NEEDS.get(sign_up.letter_wish, "councils.change_contact")]
    return user.has_perms([*needed, *(["councils.add_event"] if sign_up.reply else [])])


def long_text(label: str, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        **options,
    )


class DecisionForm(PublicWordsForm):
    """The decision on a message, with every field that a fact may need."""

    whose_name = "the officer’s name"
    named = {
        **dict.fromkeys(
            ("source", "text", "council_words", "signed_role"),
            "This names the officer. Name the role: it is public.",
        ),
        "publish_reply": "Its words name the officer. Ask for others, or leave them out.",
    }

    fact = forms.ChoiceField(
        label="What goes on record",
        choices=Fact.choices,
        help_text="Nothing does before you select Accept.",
    )
    date_precision = forms.ChoiceField(
        label="How well the date is known",
        choices=Precision.choices,
        help_text="How exactly the document gives the date.",
    )
    date = forms.DateField(
        label="Date",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="For a month or a year, any day in it.",
    )
    signed_role = forms.CharField(
        label="Who signed: the role", required=False, max_length=120, help_text="Never a name."
    )
    basis = forms.ChoiceField(
        label="What shows it",
        choices=[("", "Not needed"), *Basis.choices],
        required=False,
        help_text="Needed for a signature, a withdrawal, and all that comes from an address that is"
        " not the council’s own.",
    )
    confirmed_by = forms.ChoiceField(
        label="Who confirmed it",
        choices=[("", "Nobody yet"), *((role, role.value) for role in ConfirmingRole)],
        required=False,
        help_text="If we asked at an address that we found ourselves.",
    )
    found_at = forms.CharField(
        label="The address at which we asked, and where we found it",
        required=False,
        max_length=300,
        help_text="Not public.",
    )
    own_copy = forms.BooleanField(
        label="The council showed us its own copy of the text that it signs",
        required=False,
        help_text="Needed for a new signature while this site does not hold the charter’s text.",
    )
    source_kind = forms.ChoiceField(
        label="Kind of evidence",
        choices=SourceKind.choices,
        initial=SourceKind.COUNCIL,
        help_text="If there are several, the most official one.",
    )
    source = long_text("Evidence", help_text="Public. Roles, and nobody’s name.")
    source_url = LinkField(label="Link to the evidence", help_text="Public, if there is one.")
    commitment = forms.ChoiceField(
        label="Which of the four words",
        choices=[("", "None"), *Commitment.choices],
        required=False,
        help_text="Only for something it has done since it signed.",
    )
    text = long_text(
        "In one sentence, or the reasons of a dispute", max_length=300, help_text="Public."
    )
    disputes = forms.ChoiceField(
        label="What it disputes",
        required=False,
        help_text="Only if it disputes something. Its page says so until you settle it.",
    )
    council_words = long_text("The council’s own words", help_text="Public. For a withdrawal.")
    publish_reply = forms.BooleanField(
        label="Put its words beside its status, as “The council’s reply”",
        required=False,
        help_text="Whatever else you decide. Read them first: they must not point to a child.",
    )
    message = forms.CharField(
        label="To the officer: a question, or why we decline",
        required=False,
        help_text="It stands in the email that goes when you ask back or decline.",
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
    )

    def __init__(self, sign_up: SignUp, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sign_up = sign_up
        if self.data.keys() & {"ask", "decline"}:  # only the message matters
            for field in self.fields.values():
                field.required = False
        others = recording.other_facts(sign_up.council)
        self.fields["disputes"].choices = [  # type: ignore[attr-defined]
            ("", "The signature on record"),
            *others,
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse what comes too late, and the officer's name in text that would be public."""
        super().clean()
        if self.sign_up.decided_at:
            self.add_error(None, f"{self.sign_up.decided_already} What you typed is kept below.")
        cleaned, sign_up = self.cleaned_data, self.sign_up
        if self.data.keys() & {"preview", "accept"}:  # nothing else makes words public
            texts = {name: str(cleaned.get(name, "")) for name in self.named}
            texts["publish_reply"] = sign_up.reply if cleaned.get("publish_reply") else ""
            self.refuse_name(sign_up.officer, sign_up.email, texts)
        return cleaned


ThanksFilter = narrowed(
    "the thank-you",
    "thanks",
    wait=("Waits to be checked and sent", lambda messages: messages.to_thank()),
)


def suggested(sign_up: SignUp) -> dict[str, Any]:
    """Return the form's initial values, taken from the officer's message where they fit."""
    known = read_date(sign_up.day) if sign_up.day else None
    return {
        "fact": recording.SUGGESTED.get(sign_up.kind, Fact.NONE),  # type: ignore[call-overload]
        "date_precision": known.precision if known else Precision.DAY,
        "date": known.date if known else None,
        "source_kind": SourceKind.COUNCIL,
        "source": sign_up.evidence or f"A message from the council’s {sign_up.role}.",
        "source_url": sign_up.link,
        "commitment": sign_up.commitment,
        "text": sign_up.text[:300],
        "publish_reply": bool(sign_up.reply),
    }


@admin.register(SignUp)
class SignUpAdmin(ReadOnly, ModelAdmin):
    """The list of messages from councils, each linked to the page on which it is decided."""

    list_display = ["council", "kind", "from_own_mail", "confirmed_at", "outcome"]
    list_filter = ["outcome", ThanksFilter, "kind", "from_own_mail"]
    search_fields = ["council__name"]
    list_select_related = ["council"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave out unconfirmed messages: anybody may have written them."""
        return super().get_queryset(request).exclude(confirmed_at=None)

    @method_decorator(sensitive_post_parameters())
    def change_view(self, request: HttpRequest, object_id: str, *_: Any, **__: Any) -> HttpResponse:
        """Show a message with the form to decide on it, and carry out the decision."""
        sign_up = viewable_row(self, request, object_id)
        may = request.user.has_perm("sign_up.change_signup")
        if may and "grant" in request.POST:
            return self.grant(request, sign_up)
        decides = request.POST.keys() & {"preview", "accept", "ask", "decline"}
        thanks = request.POST.keys() & {"thank", "no_thanks"} or not sign_up.thanked_at
        if may and sign_up.outcome == SignUpOutcome.ACCEPTED and thanks and not decides:
            return self.thanks_page(request, sign_up)
        form = DecisionForm(sign_up, request.POST or None, initial=suggested(sign_up))
        preview = None
        if request.method == "POST":
            if not may:
                raise PermissionDenied
            if form.is_valid():
                if response := self.carry_out(request, sign_up, form):
                    return response
                if "preview" in request.POST:
                    preview = recording.preview(sign_up, form.cleaned_data)
        return self.decision_page(request, sign_up, form, preview)

    def grant(self, request: HttpRequest, sign_up: SignUp) -> HttpResponse:
        """Grant what the council asks for about letters; say what was done, or why it was not."""
        if not may_grant(request.user, sign_up):
            raise PermissionDenied
        try:
            done = letter_wishes.grant(sign_up, request.user.pk)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            address = reverse("admin:sign_up_signup_change", args=[sign_up.pk])
            return HttpResponseRedirect(address)
        self.log_change(request, sign_up, f"Granted. {done}")
        self.message_user(request, f"Granted. {done}", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:sign_up_signup_changelist"))

    def carry_out(
        self, request: HttpRequest, sign_up: SignUp, form: DecisionForm
    ) -> HttpResponse | None:
        """Carry out the button selected; None if the page has to be shown again."""
        chosen, user_id = form.cleaned_data, request.user.pk
        try:
            if "accept" in request.POST:
                if not may_record(request.user):
                    raise PermissionDenied
                confirms = chosen["fact"] == Fact.CONFIRM
                for fact in recording.accept(sign_up, chosen, user_id):
                    is_old = fact.disputed_on or (confirms and isinstance(fact, Signature))
                    flag = CHANGE if is_old else ADDITION
                    leave_line(request, fact, f"From the council’s message: {sign_up}.", flag)
                message = "Accepted. The record shows it now. Check the thank-you, and send it."
            elif "ask" in request.POST or "decline" in request.POST:
                asks = "ask" in request.POST
                message = self.write(sign_up, chosen["message"], user_id, asks=asks)
            else:
                return None
        except ValidationError as error:
            form.add_error(None, error.messages)  # keyed by the fact's own fields
            return None
        self.log_change(request, sign_up, message)
        self.message_user(request, message, messages.SUCCESS)
        if "accept" in request.POST:
            return HttpResponseRedirect(sign_up.desk_url)
        return HttpResponseRedirect(reverse("admin:sign_up_signup_changelist"))

    def thanks_page(self, request: HttpRequest, sign_up: SignUp) -> HttpResponse:
        """Show the thank-you of an accepted message, to be checked; send it, or none."""
        is_sent, is_none = "thank" in request.POST, "no_thanks" in request.POST
        form = ThanksForm(request.POST if is_sent else None, initial=emails.thanks_draft(sign_up))
        if is_none or (is_sent and form.is_valid()):
            user_id = request.user.pk
            try:
                if is_sent:
                    emails.thank(sign_up, user_id, **form.cleaned_data)
                else:
                    sign_up.close_thanks(user_id)
            except ValidationError as error:
                if is_sent:  # what was typed is shown again
                    form.add_error(None, error.messages)
                    return self.decision_page(request, sign_up, form, None)
                self.message_user(request, " ".join(error.messages), messages.ERROR)
            else:
                said = "Thanked: the email leaves in a moment." if is_sent else "No thank-you goes."
                self.log_change(request, sign_up, said)
                self.message_user(request, said, messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:sign_up_signup_changelist"))
        return self.decision_page(request, sign_up, form, None)

    def write(self, sign_up: SignUp, words: str, user_id: int | None, *, asks: bool) -> str:
        """Ask the officer a question, or decline. Raises ValidationError if ``words`` is blank."""
        if not words.strip():
            raise ValidationError("Write what the officer should read.")
        if not asks:
            sign_up.decide(SignUpOutcome.DECLINED, user_id)
            emails.decline(sign_up, words.strip())
            return "Declined. The officer is told why, and nothing has changed."
        now = timezone.now()
        SignUp.objects.filter(pk=sign_up.pk).update(asked_back_at=now)
        emails.ask_back(sign_up, words.strip(), int(now.timestamp()))
        return "Your question is on its way. The answer becomes a task."

    def decision_page(
        self,
        request: HttpRequest,
        sign_up: SignUp,
        form: DecisionForm | ThanksForm,
        preview: recording.RecordPreview | None,
    ) -> HttpResponse:
        record = record_on()
        context = {
            **self.admin_site.each_context(request),
            "title": str(sign_up),
            "opts": self.opts,
            "sign_up": sign_up,
            "row": record.by_id[sign_up.council_id],
            "form": form,
            "preview": preview,
            "wish": letter_wishes.what_it_does(sign_up) if sign_up.letter_wish else "",
            "wish_refused": letter_wishes.reason_against(sign_up)
            if may_grant(request.user, sign_up)
            else "A recorder or an editor can grant it.",
            "text_is": charter_text.where_it_is(record),
            "may_record": may_record(request.user),
            "may_decide": request.user.has_perm("sign_up.change_signup")
            and (not sign_up.decided_at or (isinstance(form, DecisionForm) and bool(form.errors))),
        }
        return render(request, "admin/sign_up/decide.html", context)


@admin.register(Certificate)
class CertificateAdmin(ReadOnly, ModelAdmin):
    list_display = ["code", "signature", "issued_at"]
