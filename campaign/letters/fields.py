"""The fields of a letter's forms: what is typed is never cut and never lost."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from campaign.letters.composition.wordings import QUESTIONS
from councils.forms import EmailAddressField
from councils.safeguarding.call_for_help import may_be_about_the_writer

FAR_TOO_LONG = 50_000
"""Characters above which a text would fill the database: it is only shown again."""


def plain_text(value: str) -> str:
    """Return text with one character for a new line, so that a count is the one a person sees.

    NUL is left out: no database column for text can hold it.
    """
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def one_line(value: str) -> str:
    return " ".join(plain_text(value).split())


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
        return one_line(value or "")


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
    """A field with a hint at its label (letters/letter.html), besides its ``help_text``."""

    @property
    def aria_describedby(self) -> str:
        return f"{self.auto_id}_hint {super().aria_describedby}"


WHO_AND_WHERE = ("name", "postal_address")


class TypedForm(forms.Form):
    """A form that can save everything typed, valid or not."""

    @property
    def typed(self) -> dict[str, Any]:
        """The fields that were in the request, tidied but not validated."""
        typed = {}
        for name, field in self.fields.items():
            widget = field.widget
            if widget.value_omitted_from_data(self.data, self.files, name):
                continue
            sent = widget.value_from_datadict(self.data, self.files, name)
            typed[name] = field.to_python(sent)
        return typed

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
        written = []
        for name, value in self.typed.items():
            if name == "email" or type(value) is not str:
                continue
            if name not in WHO_AND_WHERE or may_be_about_the_writer(value):
                written.append(value)
        return "\n".join(written)
