"""The day in an address, fields for a link and an email address, and the base of model forms."""

import datetime as dt
import hashlib
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import validate_email
from django.utils.html import format_html, format_html_join

from councils.dates import (
    AHEAD,
    DAY_AHEAD,
    PAST_DAY,
    RECORD_BEGINS,
    Precision,
    format_date,
    is_no_day_of_its_month,
    read_date,
    read_near_day,
    today,
)
from councils.email_addresses import (
    NOT_AN_ADDRESS,
    ascii_address,
    cleaned_address,
    likely_meant,
)
from councils.record import record_on
from councils.safeguarding.child_shown import could_show_a_child

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
else:
    ModelForm = forms.ModelForm  # which takes no type parameter at run time

NOT_A_DAY = "We can’t read that date. Write it like 2013\u201109\u201119."
"""With hyphens at which no line ends, which may be copied into the field as they are."""

COULD_SHOW_A_CHILD = (
    "Could this show who a child is: {}? Then take it out. If nobody can be recognised by it, go"
    " on: we ask once."
)


def readable(text: str) -> str:
    """Return text with U+FFFD in place of each character that a page cannot show."""
    shown = ""
    for char in text:
        if char.isprintable():
            shown += char
        else:
            shown += "\ufffd"
    return shown


class LinkField(forms.URLField):
    """A link, if there is one, which may be typed without https://."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=500, required=False, assume_scheme="https", **options)
        self.widget.input_type = "text"
        self.widget.attrs["inputmode"] = "url"


class AsksAboutAChild(forms.BaseForm):
    """A form that asks once about public words that could show who a child is, and never blocks."""

    public_words: tuple[str, ...] = ()
    """The fields whose words become public."""
    child_asked = ""
    """What the form carries once it has asked: a mark of the words; "" where it found none."""

    def ask_about_a_child(self) -> None:
        """Mark such words in what was typed, unless the same were asked about before."""
        chosen = self.cleaned_data
        found: dict[str, list[str]] = {}
        for name in self.public_words:
            words = could_show_a_child(str(chosen.get(name) or ""))
            if words and self.is_new(name):
                found[name] = words
        if not found:
            return
        self.child_asked = hashlib.sha256(repr(found).encode()).hexdigest()[:16]
        if self.data.get(self.add_prefix("child_asked")) == self.child_asked:
            return
        for name, words in found.items():
            marked = format_html_join(", ", "<mark>{}</mark>", ([each] for each in words))
            self.add_error(name, format_html(COULD_SHOW_A_CHILD, marked))

    def is_new(self, name: str) -> bool:
        """Whether the words of a field are not public already."""
        return name in self.changed_data


class PublicWordsForm(AsksAboutAChild, ModelForm):
    """A form of a row whose words are public."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.ask_about_a_child()
        return cleaned


class AsksOnce(forms.BaseForm):
    """A form that asks once about what is probably a slip, and never blocks."""

    asked = ""
    """What the form carries once it has asked: a mark of the question; "" where it asks nothing."""

    def ask_once(self, name: str, question: str) -> None:
        """Put a question at a field, unless the same was asked before and the form saved again."""
        self.asked = hashlib.sha256(question.encode()).hexdigest()[:16]
        if self.data.get(self.add_prefix("asked")) == self.asked:
            return
        chosen = self.cleaned_data[name]
        self.add_error(name, f"{question} If so, save again: we ask once.")
        # Django takes out what has an error, and would then ask for what is not there.
        self.cleaned_data[name] = chosen


class EmailAddressField(forms.CharField):
    """An email address that we could write to, taken as it was meant.

    It is checked after it is cleaned, so that ``Anna <anna@example.org>`` is no error.
    """

    widget = forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})
    default_error_messages = {"invalid": NOT_AN_ADDRESS}

    def to_python(self, value: Any) -> str:
        return cleaned_address(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if not value:
            return
        try:
            validate_email(ascii_address(value))
        except (forms.ValidationError, ValueError):
            raise forms.ValidationError(self.error_messages["invalid"]) from None


class AsksAboutAddress(forms.Form):
    """Mixin for a form whose ``email`` may be mistyped: it asks, and either answer is one press.

    ``includes/field_note.html`` has the button of the address that was probably meant.
    """

    meant = ""
    """The address that was probably meant, once it has to be asked about."""
    mistyped = ""
    """The one that was typed."""

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        meant = likely_meant(email)
        if not meant:
            return email
        if "use_meant" in self.data:
            return meant
        if self.data.get("is_right") == email:
            return email
        self.meant = meant
        self.mistyped = email
        raise forms.ValidationError(f"Did you mean {meant}?")


class DayField(forms.DateField):
    """A day as people write it: "1 April 2028", "1st Apr 2028", "1/4/2028"."""

    default_error_messages = {"invalid": "Write a day like 4 November 2026."}

    def prepare_value(self, value: Any) -> Any:
        """Return a day as pages write it; as the browser wants it where that has its own field."""
        has_its_own = self.widget.input_type == "date"
        if isinstance(value, dt.date) and not has_its_own:
            return format_date(value)
        return value

    def to_python(self, value: Any) -> dt.date | None:
        if not isinstance(value, str):
            return super().to_python(value)
        when = read_date(value)
        if when and when.precision == Precision.DAY:
            return when.date
        if is_no_day_of_its_month(value):
            raise forms.ValidationError("That month has no such day.", code="invalid")
        return super().to_python(value)


class NearDayField(DayField):
    """A day that is never far away, as of a pause: without a year it is the nearest."""

    def to_python(self, value: Any) -> dt.date | None:
        try:
            return super().to_python(value)
        except forms.ValidationError:
            near = read_near_day(str(value))
            if near is None:
                raise
            return near


class DayForm(forms.Form):
    """The day for which a page is requested."""

    at = forms.CharField(
        label="On this day",
        required=False,
        max_length=40,
        error_messages={"max_length": NOT_A_DAY, "null_characters_not_allowed": NOT_A_DAY},
    )

    def clean_at(self) -> dt.date | None:
        text = self.cleaned_data["at"].replace("\u2011", "-")
        if not text:
            return None
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            raise forms.ValidationError(NOT_A_DAY) from None
        if day > today() + AHEAD:
            raise forms.ValidationError(
                "That’s too far ahead, because councils are changing and we don’t know which ones"
                " there’ll be."
            )
        return day

    @property
    def typed(self) -> dict[str, str]:
        """What was typed into the text fields, to be shown in them again."""
        return {"at": readable(self.data.get("at", ""))}

    @cached_property
    def asked(self) -> dt.date | None:
        """The day that was asked for, or None if it is missing or wrong."""
        self.is_valid()
        return self.cleaned_data.get("at")

    @cached_property
    def too_early(self) -> str:
        """A sentence if the day is before the charter, or an empty string."""
        if self.asked is None or self.asked >= RECORD_BEGINS:
            return ""
        return (
            f"The Runaways’ Charter was launched on {format_date(RECORD_BEGINS)}, so our list"
            " starts then."
        )

    @cached_property
    def day(self) -> dt.date | None:
        """The day to show, or None for today."""
        return None if self.too_early else self.asked

    @property
    def is_ahead(self) -> bool:
        return self.day is not None and self.day > record_on().on

    @property
    def have(self) -> str:
        """The verb before "signed": "have" today, "had" on a past day, "would have" ahead."""
        return "would have" if self.is_ahead else "had" if self.day else "have"

    @property
    def day_note(self) -> str:
        """What is to be known about a page of another day, or an empty string."""
        if not self.day:
            return ""
        if self.is_ahead:
            return f"{format_date(self.day)}. {DAY_AHEAD}"
        return f"{format_date(self.day)}. {PAST_DAY}"
