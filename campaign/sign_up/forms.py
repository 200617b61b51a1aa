"""The form with which a council officer writes to us."""

from typing import Any

from django import forms
from django.forms import BoundField

from campaign.rate_limits.forms import HoneypotForm
from campaign.sign_up.models import LetterWish, SignUp, SignUpKind
from campaign.sign_up.officer_names import PublicWordsForm
from campaign.tasks.forms import PlainText
from councils.council_page.own_words import MOST_WORDS
from councils.forms import EmailAddressField, LinkField, ModelForm
from councils.models import Commitment

NEEDED: dict[str, dict[str, str]] = {
    SignUpKind.SIGNED: {
        "day": "Say when your council signed, as exactly as you know. “2012” is enough.",
        "evidence": "Say what shows that your council signed, or give a link.",
    },
    SignUpKind.PROGRESS: {
        "commitment": "Choose count, think, act or prevent.",
        "text": "Say in a few sentences what your council has done.",
    },
    SignUpKind.WRONG: {"text": "Say what is wrong, and what is right."},
    SignUpKind.REPLY: {"reply": "Write the words that your page should show."},
    SignUpKind.LETTERS: {"letter_wish": "Choose how letters should reach you."},
}
"""The required fields of each kind of message, with their error messages."""
HINTS = {
    "text": "In your own words. Do not write about any one child.",
    "commitment": "Only for something that your council has done since it signed.",
    "day": "As you would write it: 4 November 2026, September 2013, by 19/9/2013, 2012.",
    "evidence": "Such as minutes, a decision, or your own copy of the charter. Say what it is,"
    " and where we can find it.",
    "link": "If it is published.",
    "reply": f"At most {MOST_WORDS} words, if you like. They stand beside your status, headed “The"
    " council’s reply”. Name roles, and nobody by name.",
    "reply_link": "If more can be read on your own website.",
    "letter_wish": "Only if you want to change how residents’ letters reach you.",
    "letters_a_day": "If you chose that. The rest wait their turn.",
    "letter_email": "A role’s mailbox under your council’s own domain.",
    "officer": "Only our staff see it. It is never published.",
    "role": "This may be published: “Head of children’s services”.",
    "email": "An address under your council’s own domain counts for more. We send a link to it.",
}
HOW_MANY = "Enter how many letters a day, at least 1."
OF_THE_OFFICER = ("officer", "role", "email")


class SignUpForm(HoneypotForm, PublicWordsForm, ModelForm):
    """What a council tells us, and who is writing."""

    whose_name = "your name"
    named = {
        "reply": "Please leave your name and address out: these words are public.",
        "role": "Enter your role without your name: the role may be published.",
    }

    kind = forms.ChoiceField(
        label="What is it about?",
        choices=SignUpKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is about."},
    )
    commitment = forms.ChoiceField(
        label="Is it about count, think, act or prevent?",
        choices=[("", "None, or more than one"), *Commitment.choices],
        required=False,
    )
    link = LinkField(label="Its web address")
    reply_link = LinkField(label="A link to show with these words")
    letter_wish = forms.ChoiceField(
        label="How should residents’ letters reach you?",
        choices=[("", "As they do now"), *LetterWish.choices],
        required=False,
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
            *("letter_wish", "letters_a_day", "letter_email"),
            *OF_THE_OFFICER,
        ]
        labels = {
            "day": "When did it happen, or when will it?",
            "evidence": "Which document or web page shows this?",
        }
        field_classes = {
            **dict.fromkeys(("text", "evidence", "reply"), PlainText),
            **dict.fromkeys(("email", "letter_email"), EmailAddressField),
        }
        error_messages = {
            "officer": {"required": "Enter your name."},
            "role": {"required": "Enter your role at the council."},
            "email": {"required": "Enter your work email."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, hint in HINTS.items():
            self.fields[name].help_text = hint
        for name in ("text", "evidence", "reply"):
            self.fields[name].widget.attrs |= {"rows": 4}
        self.fields["letter_email"].widget.attrs["autocomplete"] = "off"
        for name, meaning in (("officer", "name"), ("email", "email")):
            self.fields[name].widget.attrs["autocomplete"] = meaning
        self.fields["role"].widget.attrs["autocomplete"] = "organization-title"

    def about_it(self) -> list[BoundField]:
        """The fields below the choice, in their order on the page.

        Those about letters come first for an officer whom the foot of a letter has led here.
        """
        elsewhere = ("kind", "is_a_word", *OF_THE_OFFICER)
        names = [name for name in self.fields if name not in elsewhere]
        if self["kind"].value() == SignUpKind.LETTERS:
            names.sort(key=lambda name: not name.startswith("letter"))
        return [self[name] for name in names]

    def about_the_officer(self) -> list[BoundField]:
        return [self[name] for name in OF_THE_OFFICER]

    def clean_reply(self) -> str:
        reply: str = self.cleaned_data["reply"].strip()
        if (number := len(reply.split())) > MOST_WORDS:
            raise forms.ValidationError(
                f"These are {number} words; {MOST_WORDS} is the most that a page shows."
            )
        return reply

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, message in NEEDED.get(cleaned.get("kind", ""), {}).items():
            is_there = cleaned.get(name) or (name == "evidence" and cleaned.get("link"))
            if not is_there and name not in self.errors:
                self.add_error(name, message)
        if cleaned.get("letter_wish") == LetterWish.ADDRESS and not self.data.get("letter_email"):
            self.add_error("letter_email", "Enter the address that letters should go to.")
        wants_few = cleaned.get("letter_wish") == LetterWish.A_DAY
        if wants_few and cleaned.get("letters_a_day", "wrong") is None:
            self.add_error("letters_a_day", HOW_MANY)
        officer, email = cleaned.get("officer", ""), cleaned.get("email", "")
        self.refuse_name(officer, email, {name: cleaned.get(name, "") for name in self.named})
        return cleaned


class ThanksForm(forms.Form):
    """A thank-you to a council, to be checked by a person before it goes."""

    subject = forms.CharField(label="Subject", max_length=200, help_text="Of the email.")
    words = forms.CharField(
        label="What it says",
        widget=forms.Textarea(attrs={"rows": 18, "cols": 80}),
        help_text="Change every word that does not fit. It goes as you leave it.",
    )
