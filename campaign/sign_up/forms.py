"""The form with which a council officer writes to us, and the one with which staff answer."""

import hashlib
from typing import Any

from django import forms

from campaign.rate_limits.forms import HoneypotForm
from campaign.sign_up.models import SignUp, SignUpKind
from campaign.tasks.forms import PlainText
from councils.council_page.facts import MOST_WORDS
from councils.forms import AsksAboutAddress, EmailAddressField, LinkField, ModelForm
from councils.models import Commitment

NEEDED: dict[str, dict[str, str]] = {
    SignUpKind.SIGNED: {
        "day": "Tell us when your council signed. Just “2012” is fine.",
    },
    SignUpKind.PROGRESS: {
        "text": "Tell us in a few sentences what your council has done.",
    },
    SignUpKind.WRONG: {"text": "Tell us what’s wrong and what’s right."},
    SignUpKind.REPLY: {"reply": "Write the words you’d like on your page."},
    SignUpKind.LETTERS: {"text": "Tell us how you’d like to get letters."},
}
"""The required fields of each kind of message, with their error messages."""
OF_SIGNED = (
    SignUpKind.WRONG,
    SignUpKind.CONFIRM,
    SignUpKind.PROGRESS,
    SignUpKind.REPLY,
    SignUpKind.LETTERS,
    SignUpKind.SIGNED,
    SignUpKind.REFUSES,
)
"""What a council that has signed may tell us, likely things first."""
KINDS = {
    "commitment": "progress",
    "day": "wants signed confirm progress wrong",
    "evidence": "signed progress",
    "link": "signed progress wrong reply",
    "reply": "reply",
}
"""The kinds of message for which a field is shown; the others always are."""
HINTS = {
    "text": "Please don’t write about any one child.",
    "day": "Like 4 November 2026, September 2013 or just 2012.",
    "evidence": "Minutes, a decision, or your copy of the charter, and where we can find it. If you"
    " have none, leave it empty: we’ll ask, and nothing goes on record until we’ve seen one.",
    "reply": f"Up to {MOST_WORDS}. They go next to your status as “The council’s reply”. Don’t name"
    " anyone.",
    "officer": "Only our staff see it.",
    "role": "We may publish this.",
    "email": "We’ll send you a link. An address at your council counts for more.",
}
NAMED = {
    "reply": "Please take out your name and address, because these words are public.",
    "role": "Enter your job title without your name, because we may publish it.",
}
"""Each field that is public, with what to say if it names the officer."""


def names_officer(officer: str, email: str, text: str) -> bool:
    """Whether a text names an officer in full, or by the address."""
    name = " ".join(officer.casefold().split())
    text = text.casefold()
    return bool(name) and (name in text or bool(email) and email.casefold() in text)


class SignUpForm(HoneypotForm, AsksAboutAddress, ModelForm):
    """What a council tells us, and who is writing."""

    kind = forms.ChoiceField(
        label="What would you like to tell us?",
        choices=SignUpKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you’d like to tell us."},
    )
    commitment = forms.ChoiceField(
        label="Which of the four words is it about?",
        choices=[("", "None, or more than one"), *Commitment.choices],
        required=False,
        help_text="Only for something you’ve done since signing.",
    )
    link = LinkField(label="Web address, if it has one")

    class Meta:
        model = SignUp
        fields = [
            "kind", "text", "commitment", "day", "evidence", "reply", "link",
            "officer", "role", "email",
        ]  # fmt: skip
        labels = {
            "text": "What would you like us to know?",
            "day": "When was it, or when will it be?",
            "evidence": "What shows it?",
            "reply": "Words for your page",
            "role": "Your job title",
        }
        help_texts = HINTS
        widgets = {
            **dict.fromkeys(("text", "evidence", "reply"), forms.Textarea(attrs={"rows": 4})),
            "officer": forms.TextInput(attrs={"autocomplete": "name"}),
            "role": forms.TextInput(attrs={"autocomplete": "organization-title"}),
        }
        field_classes = {
            **dict.fromkeys(("text", "evidence", "reply"), PlainText),
            "email": EmailAddressField,
        }
        error_messages = {
            "officer": {"required": "Enter your name."},
            "role": {"required": "Enter your job title."},
            "email": {"required": "Enter your work email address."},
        }

    def __init__(self, *args: Any, has_signed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A page may be older than the signature: it still arrives, and is shown as it was.
        if has_signed and self["kind"].value() != SignUpKind.WANTS:
            self.fields["kind"].choices = [(kind.value, kind.label) for kind in OF_SIGNED]  # type: ignore[attr-defined]
        for name, kinds in KINDS.items():
            self.fields[name].kinds = kinds  # type: ignore[attr-defined]
            # What is filled in is never hidden: CSS knows it by a placeholder that is not shown.
            self.fields[name].widget.attrs["placeholder"] = " "

    def clean_reply(self) -> str:
        reply: str = self.cleaned_data["reply"].strip()
        if (number := len(reply.split())) > MOST_WORDS:
            raise forms.ValidationError(f"That’s {number} words. Please cut it to {MOST_WORDS}.")
        return reply

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, message in NEEDED.get(cleaned.get("kind", ""), {}).items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, message)
        officer = cleaned.get("officer", "")
        email = cleaned.get("email", "")
        for name, message in NAMED.items():
            if names_officer(officer, email, cleaned.get(name, "")):
                self.add_error(name, message)
        return cleaned


class AnswerForm(forms.Form):
    """What staff write to the officer themselves."""

    words = forms.CharField(
        label="To the officer",
        required=False,
        help_text="A question, why we decline, or a line above the thank-you. You see the email"
        " before it goes.",
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
    )

    @property
    def button(self) -> str:
        """The button that was pressed: "thank", "decline" or "ask"."""
        for name in ("thank", "decline"):
            if name in self.data:
                return name
        return "ask"

    @property
    def typed(self) -> str:
        return str(self.cleaned_data["words"]).strip()

    @property
    def seen(self) -> str:
        """A mark of the button and the words, so that the email that goes is the one shown."""
        return hashlib.sha256(f"{self.button} {self.typed}".encode()).hexdigest()[:16]
