"""The forms of a letter. What is typed is never cut and never lost."""

import re
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from campaign.letters.composition.originality import UNFINISHED, says_nothing
from campaign.letters.composition.wordings import QUESTIONS
from campaign.letters.models import Letter
from campaign.letters.states import MOST_TRIES
from councils.dates import format_date
from councils.forms import AsksAboutAddress, EmailAddressField
from councils.safeguarding.call_for_help import may_be_about_the_writer

LONGEST = 12_000
"""Characters a letter may have: about four pages."""
FAR_TOO_LONG = 50_000
"""Characters above which a text would fill the database: it is only shown again."""
LONGEST_LINE = 1500
LONGEST_SUBJECT = 150
LONGEST_NAME = 120
LONGEST_POSTAL_ADDRESS = 200


def plain_text(value: str) -> str:
    """Return text with one character for a new line, so that a count is the one a person sees.

    NUL is left out: no database column for text can hold it.
    """
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def header_text(value: str) -> str:
    return " ".join(plain_text(value).split())


# Fields


class TextField(forms.CharField):
    """Text as it was typed; the error for one that is too long gives both numbers."""

    widget: type[forms.Widget] = forms.Textarea

    def __init__(self, *, most: int, too_long: str, **options: Any) -> None:
        super().__init__(strip=False, **options)
        self.most = most
        self.too_long = too_long
        self.widget.attrs |= {"data-most": most}

    def to_python(self, value: Any) -> str:
        return plain_text(value or "").strip("\n")

    def validate(self, value: Any) -> None:
        super().validate(value.strip())
        if len(value) > self.most:
            raise ValidationError(self.too_long.format(most=self.most, length=len(value)))


class LineField(TextField):
    """One line of text: every run of spaces and line breaks in it is one space."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> str:
        return header_text(value or "")


class WritersEmailField(EmailAddressField):
    """The writer's email address, which may be left out where it is not required."""

    def to_python(self, value: Any) -> str:
        return super().to_python(plain_text(value or ""))

    def validate(self, value: str) -> None:
        if value or self.required:
            super().validate(value)


class TopicsField(forms.MultipleChoiceField):
    """Any of the questions; unknown ones are left out."""

    def to_python(self, value: Any) -> list[str]:
        chosen = super().to_python(value)
        return [question.key for question in QUESTIONS if question.key in chosen]


class DescribedTwice(forms.BoundField):
    """A field with a hint at its label, besides the notice that all of the page shares."""

    @property
    def aria_describedby(self) -> str:
        return f"{self.auto_id}_hint {super().aria_describedby}"


WHO_AND_WHERE = ("name", "postal_address")


class TypedForm(forms.Form):
    """A form that can save everything typed, valid or not."""

    @property
    def typed(self) -> dict[str, Any]:
        """The fields that were in the request, tidied but not validated."""
        return {
            name: field.to_python(field.widget.value_from_datadict(self.data, self.files, name))
            for name, field in self.fields.items()
            if not field.widget.value_omitted_from_data(self.data, self.files, name)
        }

    @property
    def far_too_long(self) -> set[str]:
        """The names of fields whose text is so long that storing it often would fill the disk."""
        return {name for name, value in self.typed.items() if len(value) > FAR_TOO_LONG}

    @property
    def words(self) -> str:
        """What was written in any field but the email address, for the safeguarding check.

        A name and an address say nothing to the guard, which takes the 15 of a street for an age:
        they count only with a word that somebody writes of themselves.
        """
        return "\n".join(
            value
            for name, value in self.typed.items()
            if name != "email" and type(value) is str
            if name not in WHO_AND_WHERE or may_be_about_the_writer(value)
        )


# A letter's own forms


class SignedForm(TypedForm):
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
        help_text="So they know you live there.",
        error_messages={"required": "Enter your street or postcode."},
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
    def signature(self) -> list[forms.BoundField]:
        """The fields below the letter, in order."""
        return [self[name] for name in SignedForm.base_fields if name in self.fields]

    @classmethod
    def of(cls, letter: Letter, *, needs_email: bool) -> Self:
        """Return the form filled from a letter, with its errors."""
        return cls(cls.values_of(letter), needs_email=needs_email)

    @classmethod
    def showing(cls, letter: Letter, *, needs_email: bool) -> Self:
        """Return the form filled from a letter; not validated."""
        return cls(initial=cls.values_of(letter), needs_email=needs_email)

    @classmethod
    def values_of(cls, letter: Letter) -> dict[str, Any]:
        return {name: getattr(letter, name) for name in cls.base_fields}


class LetterForm(SignedForm):
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
        """Without the boxes of a page that had none: a browser sends only ticked ones."""
        typed = super().typed
        if "own_line" not in typed:
            del typed["topics"]
        return typed

    def clean_own_line(self) -> str:
        line: str = self.cleaned_data["own_line"]
        refuse_unfinished(line)
        return line


class WordsForm(SignedForm):
    """The letter in one field, to change any word of it."""

    subject = LineField(
        label="Subject",
        most=LONGEST_SUBJECT,
        too_long="Please cut the subject to {most:,} characters. It has {length:,} now.",
        error_messages={"required": "Write a subject. A few words are enough."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
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
    """The six-digit code from our email. Each wrong one counts."""

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
        if letter.until:
            until = format_date(letter.until)
            self.fields[
                "code"
            ].help_text = f"They’re in the subject, too. They work until the end of {until}."

    def clean_code(self) -> str:
        """Return the code, however its digits are grouped; other than six digits cost no try."""
        digits = re.sub(r"[^0-9]", "", self.cleaned_data["code"])
        if len(digits) != 6 and not self.letter.code_tries:
            raise ValidationError("Type the six digits from our email.")
        if len(digits) != 6 or not self.letter.try_code(digits):
            raise ValidationError(self.wrong)
        return digits

    @property
    def wrong(self) -> str:
        left = max(0, MOST_TRIES - self.letter.code_tries)
        return (
            "That isn’t the code in our newest email. You can try"
            f" {left} more {'time' if left == 1 else 'times'}."
        )


class EmailForm(AsksAboutAddress):
    """An email address alone: where to send the code instead, or the links to letters."""

    email = WritersEmailField(
        label="Your email", error_messages={"required": "Enter your email address."}
    )
