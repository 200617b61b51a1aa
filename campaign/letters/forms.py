"""The forms of a letter, and what stands beside a field that is wrong."""

import re
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from campaign.letters.composition.originality import UNFINISHED, says_nothing
from campaign.letters.composition.wordings import QUESTIONS
from campaign.letters.fields import (
    DescribedTwice,
    LineField,
    TextField,
    TopicsField,
    TypedForm,
    WritersEmailField,
)
from campaign.letters.models import Letter
from campaign.letters.states import MOST_CODE_TRIES
from councils.dates import format_date
from councils.forms import AsksAboutAddress

LONGEST = 12_000
"""Characters a letter may have: about four pages."""
LONGEST_LINE = 1500
LONGEST_SUBJECT = 150
LONGEST_NAME = 120
LONGEST_POSTAL_ADDRESS = 200


class WriterForm(TypedForm):
    """Who a letter is from, as it stands below it."""

    name = LineField(
        label="Your name",
        most=LONGEST_NAME,
        too_long="Please cut your name to {most:,} characters. It has {length:,} now.",
        error_messages={"required": "Enter your name, because a council answers a person."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    postal_address = LineField(
        label="Your street or postcode",
        most=LONGEST_POSTAL_ADDRESS,
        too_long="Please cut where you live to {most:,} characters. It has {length:,} now.",
        help_text="So they know you live or work there.",
        error_messages={
            "required": "Enter your street or postcode, so they know you live or work there."
        },
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    email = WritersEmailField(
        label="Your email",
        help_text="The council answers there.",
        error_messages={
            "required": "Enter your email address: the council answers there, and we send a"
            " six-digit code first.",
            "invalid": "Enter an email address like name@example.org.",
        },
    )

    use_required_attribute = False

    def __init__(self, *args: Any, needs_email: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        if not needs_email:
            del self.fields["email"]

    @property
    def of_the_writer(self) -> list[forms.BoundField]:
        """The fields below the letter, in order."""
        return [self[name] for name in WriterForm.base_fields if name in self.fields]

    @classmethod
    def checking(cls, letter: Letter, *, needs_email: bool) -> Self:
        """Return the form filled from a letter as if it were sent, so that it has errors."""
        return cls(cls.values_of(letter), needs_email=needs_email)

    @classmethod
    def showing(cls, letter: Letter, *, needs_email: bool) -> Self:
        """Return the form filled from a letter, without any errors."""
        return cls(initial=cls.values_of(letter), needs_email=needs_email)

    @classmethod
    def values_of(cls, letter: Letter) -> dict[str, Any]:
        return {name: getattr(letter, name) for name in cls.base_fields}


class LetterForm(WriterForm):
    """The letter as we put it together: its writer's own line, and what else they ask."""

    own_line = TextField(
        label="Why it matters to you",
        required=False,
        most=LONGEST_LINE,
        too_long="Please cut this to {most:,} characters. It has {length:,}. You can write more"
        " with “Change any of these words”.",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A council reads this, not a helpline.",
        bound_field_class=DescribedTwice,
    )
    topics = TopicsField(
        label="Any questions to add",
        required=False,
        choices=[(question.key, question.label) for question in QUESTIONS],
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("own_line", "topics", "name", "postal_address", "email")

    @property
    def typed(self) -> dict[str, Any]:
        """Without the boxes, if the page had none.

        A browser sends only what is ticked, so the own line shows whether there were boxes.
        """
        typed = super().typed
        if "own_line" not in typed:
            del typed["topics"]
        return typed

    def clean_own_line(self) -> str:
        line: str = self.cleaned_data["own_line"]
        refuse_unfinished(line)
        return line


class WordsForm(WriterForm):
    """The letter in one field, to change any word of it."""

    subject = LineField(
        label="Subject",
        most=LONGEST_SUBJECT,
        too_long="Please cut the subject to {most:,} characters. It has {length:,} now.",
        error_messages={"required": "Write a subject. A few words are enough."},
        # Two rows, because a phone would cut a subject in one.
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )
    text = TextField(
        label="Your letter",
        most=LONGEST,
        too_long="Please cut the letter: it has {length:,} of {most:,} characters.",
        error_messages={"required": "The letter is empty. Write a few words to the council."},
        widget=forms.Textarea(attrs={"rows": 22, "autocomplete": "off", "data-grows": True}),
        help_text="A council reads this, not a helpline.",
    )
    field_order = ("subject", "text", "name", "postal_address", "email")

    @property
    def of_the_text(self) -> list[forms.BoundField]:
        return [self["subject"], self["text"]]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        refuse_unfinished(text)
        if says_nothing(text):
            raise ValidationError(
                "The letter says nothing yet beyond its greeting. Write a few words to the council."
            )
        return text


def refuse_unfinished(text: str) -> None:
    """Refuse a text in which one of our beginnings was left as it is."""
    if begun := UNFINISHED.search(text):
        raise ValidationError(f"Finish the sentence “{begun[0].strip()}”, or take it out.")


def form_sent(sent: QueryDict, *, needs_email: bool = True) -> LetterForm | WordsForm:
    """Return the form that a page has sent: the whole text, or a line and boxes."""
    form = WordsForm if "text" in sent else LetterForm
    return form(sent, needs_email=needs_email)


class ConfirmForm(forms.Form):
    """The six-digit code from our email. Other than six digits are no try."""

    code = forms.CharField(
        label="The six digits",
        required=False,
        widget=forms.TextInput(
            attrs={
                "class": "code",
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "maxlength": 20,
            }
        ),
    )

    def __init__(self, *args: Any, letter: Letter, **options: Any) -> None:
        super().__init__(*args, **options)
        self.letter = letter
        if letter.confirm_by:
            until = format_date(letter.confirm_by)
            said = f"They’re in the subject, too. They work until the end of {until}."
            self.fields["code"].help_text = said

    def clean_code(self) -> str:
        """Return the digits, however they are grouped and whatever script they are typed in."""
        digits = re.sub(r"\D", "", self.cleaned_data["code"])
        if len(digits) != 6:
            raise ValidationError("Type the six digits from our email.")
        return f"{int(digits):06d}"


class WrongCodeForm(ConfirmForm):
    """The same, empty again after a wrong code; its error says how often one can still try."""

    def __init__(self, letter: Letter) -> None:
        super().__init__({}, letter=letter)  # only a form with data has errors

    def clean_code(self) -> str:
        left = max(0, MOST_CODE_TRIES - self.letter.code_tries)
        times = "time" if left == 1 else "times"
        raise ValidationError(
            f"That isn’t the code in our newest email. You can try {left} more {times}."
        )


class EmailForm(AsksAboutAddress):
    """An email address alone: where to send the code instead, or the links to letters."""

    email = WritersEmailField(
        label="Your email", error_messages={"required": "Enter your email address."}
    )
