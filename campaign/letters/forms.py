"""The forms of a letter's screens. What is typed is never cut and never lost."""

import re
import secrets
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from campaign.letters.composition.originality import UNFINISHED, digest, says_nothing
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
NAME_NO_CHILD = "Please don’t name a child, or tell one child’s story so that they could be known."
LONGEST_LINE, LONGEST_SUBJECT, LONGEST_NAME, LONGEST_POSTAL_ADDRESS = 1500, 150, 120, 200


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
        self.most, self.too_long = most, too_long
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


# The three screens


class TopicsForm(TypedForm):
    """Screen 1: the writer's own words, and what else they would like to ask."""

    own_line = TextField(
        label="In your own words",
        required=False,
        most=LONGEST_LINE,
        too_long="Please cut this to {most:,} characters. It has {length:,}. You can write more in"
        " the letter itself, on the next page.",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One line is enough. It goes first, straight after the greeting, because nobody"
        " else can write it.",
    )
    topics = TopicsField(
        label="What else would you like to ask? Any, or none.",
        required=False,
        choices=[(question.key, question.words) for question in QUESTIONS],
        widget=forms.CheckboxSelectMultiple,
    )

    @classmethod
    def of(cls, letter: Letter) -> "TopicsForm":
        """Return the form filled from a letter, with its errors."""
        return cls({name: getattr(letter, name) for name in cls.base_fields})


class LetterForm(TypedForm):
    """Screen 2: the letter and who it is from."""

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
        help_text=NAME_NO_CHILD,
        error_messages={"required": "The letter is empty. Write a few words to the council."},
        widget=forms.Textarea(attrs={"rows": 22, "autocomplete": "off", "data-grows": True}),
    )
    name = LineField(
        label="Your name",
        most=LONGEST_NAME,
        too_long="Please cut your name to {most:,} characters. It has {length:,} now.",
        error_messages={"required": "Enter your name, because a council answers a person."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    postal_address = LineField(
        label="Your street and town",
        most=LONGEST_POSTAL_ADDRESS,
        too_long="Please cut where you live to {most:,} characters. It has {length:,} now.",
        help_text="Councils answer people who live in their area, so they need to see where.",
        error_messages={"required": "Enter your street and town, or your town."},
        widget=forms.TextInput(attrs={"autocomplete": "address-line1"}),
    )
    email = WritersEmailField(
        label="Your email",
        help_text="The council answers there. First we send a six-digit code to it, so that nobody"
        " can write in your name.",
        error_messages={
            "required": "Enter your email address: the council answers there, and we send a"
            " six-digit code first."
        },
    )

    use_required_attribute = False

    def __init__(self, *args: Any, needs_email: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        email = self.fields["email"]
        email.required = needs_email
        if not needs_email:
            email.label = "Email, if you’d like the answer there"
            email.help_text = "It goes into the letter and nowhere else."

    @classmethod
    def of(cls, letter: Letter, *, needs_email: bool) -> "LetterForm":
        """Return the form filled from a letter, with its errors."""
        return cls(values_of(letter), needs_email=needs_email)

    @classmethod
    def showing(cls, letter: Letter, *, needs_email: bool) -> "LetterForm":
        """Return the form filled from a letter; not validated."""
        return cls(initial=values_of(letter), needs_email=needs_email)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if begun := UNFINISHED.search(text):
            raise ValidationError(f"Finish the sentence “{begun[0].strip()}”, or take it out.")
        if says_nothing(text):
            raise ValidationError(
                "The letter says nothing yet beyond its greeting. Write a few words to the council."
            )
        return text


def values_of(letter: Letter) -> dict[str, str]:
    return {name: getattr(letter, name) for name in LetterForm.base_fields}


class ConfirmForm(forms.Form):
    """Screen 3: the six-digit code from our email. Each wrong one counts."""

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
            self.fields["code"].help_text = (
                f"It works until the end of {format_date(letter.until)}. The link in the email"
                " works too."
            )

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


# A letter that is open in two windows: an older page never writes over newer words.

FIELDS = ("text", "subject", "name", "email", "postal_address")


def digest_of(letter: Letter, **shown: str) -> str:
    """Return the digest that a page carries to identify the words it shows."""
    return digest("\0".join(shown.get(name, getattr(letter, name)) for name in FIELDS))


def new_page_id() -> str:
    """Return a random id for a page, so that what it sends twice is no conflict with itself."""
    return secrets.token_hex(8)


def fields_to_save(
    letter: Letter, typed: dict[str, str], sent: Mapping[str, str]
) -> dict[str, str] | None:
    """Return which of the ``typed`` fields of a page are to be saved.

    None of them where the page shows older words and nobody has changed them there. Returns None
    where both it and another page have changed the letter: then its writer decides.
    """
    seen, page_id = sent.get("seen", ""), sent.get("page", "")
    now, shown = digest_of(letter), digest_of(letter, **typed)
    is_own_page = bool(page_id) and page_id == letter.last_page
    if letter.pk is None or not seen or is_own_page or now in (seen, shown):
        return typed
    return {} if shown == seen else None
