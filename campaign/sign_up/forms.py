"""The form with which a council officer writes to us."""

import datetime as dt
from typing import Any

from django import forms
from django.forms import BoundField

from campaign.rate_limits.forms import HoneypotForm
from campaign.sign_up.models import LetterWish, SignUp, SignUpKind
from campaign.sign_up.officer_names import PublicWordsForm
from campaign.tasks.forms import PlainText
from councils.council_page.page import MOST_WORDS
from councils.dates import today
from councils.forms import DayField, EmailAddressField, LinkField, ModelForm
from councils.models import Commitment
from councils.models.pause import LONGEST

NEEDED: dict[str, dict[str, str]] = {
    SignUpKind.SIGNED: {
        "day": "Tell us when your council signed. Just “2012” is fine.",
        "evidence": "Tell us what shows that your council signed, or give a link.",
    },
    SignUpKind.PROGRESS: {
        "commitment": "Choose count, think, act or prevent.",
        "text": "Tell us in a few sentences what your council has done.",
    },
    SignUpKind.WRONG: {"text": "Tell us what’s wrong and what’s right."},
    SignUpKind.REPLY: {"reply": "Write the words you’d like on your page."},
    SignUpKind.LETTERS: {"letter_wish": "Choose how you’d like to get letters."},
}
"""The required fields of each kind of message, with their error messages."""
OF_A_FACT = "wants signed confirm progress wrong"
KINDS = {
    "commitment": "progress",
    **dict.fromkeys(("day", "evidence", "link"), OF_A_FACT),
    **dict.fromkeys(("reply", "reply_link"), "reply"),
    "letter_wish": "letters",
    "hold_until": "hold",
    "letters_a_day": "a_day",
    "letter_email": "address",
}
"""The kinds of message, and the wishes, for which a field is shown; the others always are."""
HINTS = {
    "text": "Please don’t write about any one child.",
    "commitment": "Only for something you’ve done since signing.",
    "day": "Like 4 November 2026, September 2013 or just 2012.",
    "evidence": "Minutes, a decision, or your copy of the charter. Tell us where we can find it.",
    "reply": f"Up to {MOST_WORDS}. They go next to your status as “The council’s reply”. Don’t name"
    " anyone.",
    "hold_until": "Your page will say so. Letters written before then wait, and go on that day.",
    "letters_a_day": "The rest wait their turn.",
    "letter_email": "A team inbox at your council, not a person’s.",
    "officer": "Only our staff see it.",
    "role": "We may publish this.",
    "email": "We’ll send you a link. An address at your council counts for more.",
}
HOW_MANY = "Enter how many letters a day, at least 1."
HOLD_UNTIL = (
    "Enter the day until which we should hold letters. It must be after today, and at most eight"
    " weeks away."
)
OF_THE_OFFICER = ("officer", "role", "email")


class SignUpForm(HoneypotForm, PublicWordsForm, ModelForm):
    """What a council tells us, and who is writing."""

    whose_name = "your name"
    named = {
        "reply": "Please take out your name and address, because these words are public.",
        "role": "Enter your job title without your name, because we may publish it.",
    }

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
    )
    link = LinkField(label="Web address, if it has one")
    reply_link = LinkField(label="Link to go with them")
    letter_wish = forms.ChoiceField(
        label="How should letters reach you?",
        choices=[("", "As they do now"), *LetterWish.choices],
        required=False,
    )

    hold_until = DayField(
        label="Hold them until",
        required=False,
        error_messages=dict.fromkeys(("invalid", "required"), HOLD_UNTIL),
    )
    letters_a_day = forms.IntegerField(
        label="How many letters a day at most?",
        required=False,
        min_value=1,
        max_value=500,
        error_messages=dict.fromkeys(("invalid", "min_value", "required"), HOW_MANY),
    )

    class Meta:
        model = SignUp
        fields = [
            *("kind", "text", "commitment", "day", "evidence", "link", "reply", "reply_link"),
            *("letter_wish", "hold_until", "letters_a_day", "letter_email"),
            *OF_THE_OFFICER,
        ]
        labels = {
            "text": "What would you like us to know?",
            "day": "When was it, or when will it be?",
            "evidence": "What shows it?",
            "reply": "Words for your page",
            "letter_email": "Address for letters",
            "role": "Your job title",
        }
        field_classes = {
            **dict.fromkeys(("text", "evidence", "reply"), PlainText),
            **dict.fromkeys(("email", "letter_email"), EmailAddressField),
        }
        error_messages = {
            "officer": {"required": "Enter your name."},
            "role": {"required": "Enter your job title."},
            "email": {"required": "Enter your work email address."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, hint in HINTS.items():
            self.fields[name].help_text = hint
        for name, kinds in KINDS.items():
            self.fields[name].kinds = kinds  # type: ignore[attr-defined]
            # What is filled in is never hidden: CSS knows it by a placeholder that is not shown.
            self.fields[name].widget.attrs["placeholder"] = " "
        for name in ("text", "evidence", "reply"):
            self.fields[name].widget.attrs |= {"rows": 4}
        self.fields["letter_email"].widget.attrs["autocomplete"] = "off"
        for name, meaning in (("officer", "name"), ("email", "email")):
            self.fields[name].widget.attrs["autocomplete"] = meaning
        self.fields["role"].widget.attrs["autocomplete"] = "organization-title"

    def about_it(self) -> list[BoundField]:
        """The fields below the choice, in their order on the page."""
        return [self[name] for name in self.fields if name not in ("is_a_word", *OF_THE_OFFICER)]

    def about_the_officer(self) -> list[BoundField]:
        return [self[name] for name in OF_THE_OFFICER]

    def clean_hold_until(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["hold_until"]
        if day and not today() < day <= today() + LONGEST:
            raise forms.ValidationError(HOLD_UNTIL)
        return day

    def clean_reply(self) -> str:
        reply: str = self.cleaned_data["reply"].strip()
        if (number := len(reply.split())) > MOST_WORDS:
            raise forms.ValidationError(f"That’s {number} words. Please cut it to {MOST_WORDS}.")
        return reply

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, message in NEEDED.get(cleaned.get("kind", ""), {}).items():
            is_there = cleaned.get(name) or (name == "evidence" and cleaned.get("link"))
            if not is_there and name not in self.errors:
                self.add_error(name, message)
        if cleaned.get("letter_wish") == LetterWish.ADDRESS and not self.data.get("letter_email"):
            self.add_error("letter_email", "Enter the email address for letters.")
        if cleaned.get("letter_wish") == LetterWish.HOLD and not self.data.get("hold_until"):
            self.add_error("hold_until", HOLD_UNTIL)
        wants_few = cleaned.get("letter_wish") == LetterWish.A_DAY
        if wants_few and cleaned.get("letters_a_day", "wrong") is None:
            self.add_error("letters_a_day", HOW_MANY)
        officer, email = cleaned.get("officer", ""), cleaned.get("email", "")
        self.refuse_name(officer, email, {name: cleaned.get(name, "") for name in self.named})
        return cleaned


class AnswerForm(forms.Form):
    """What staff write to the officer themselves."""

    words = forms.CharField(
        label="To the officer",
        required=False,
        help_text="A question, why we decline, or a line above the thank-you.",
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
    )
