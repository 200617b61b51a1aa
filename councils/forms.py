"""What a visitor may ask of the tracker, and how a mistake is answered."""

import datetime as dt

from django import forms
from django.utils.text import slugify

from councils.dates import RECORD_BEGINS, in_words
from councils.models import RESPONSIBLE_KINDS, Region
from councils.record import CURRENT_STATUSES, STATUS_WORDS

NOT_A_DAY = "That is not a day we can read. Write it as year-month-day, like 2013-09-19."
NO_CHOICE = {
    "invalid_choice": "“%(value)s” is none of the choices, so it was left out. Choose one of them."
}
FARTHEST = dt.date(2028, 3, 31)
"""The latest day that can be asked for: most counties are to be reorganised the day after."""


def day_asked_for(text: str) -> dt.date:
    """Return the day of ``?at=``. Raises ValidationError in plain English."""
    try:
        day = dt.date.fromisoformat(text.strip())
    except ValueError:
        raise forms.ValidationError(NOT_A_DAY) from None
    if day > FARTHEST:
        raise forms.ValidationError(
            "That day is too far ahead: councils are being reorganised, and nobody knows them yet."
        )
    return day


class TrackerForm(forms.Form):
    """The filters of the tracker. A wrong value is said and left out; nothing typed is lost."""

    q = forms.CharField(
        label="Council’s name",
        required=False,
        max_length=100,
        error_messages={
            "max_length": "A council’s name has at most 100 letters; this has %(show_value)s.",
            "null_characters_not_allowed": "There is a character in this name that cannot be read.",
        },
    )
    status = forms.ChoiceField(
        required=False,
        error_messages=NO_CHOICE,
        choices=[("", "Any"), *((code, STATUS_WORDS[code]) for code in CURRENT_STATUSES)],
    )
    region = forms.ChoiceField(
        required=False,
        error_messages=NO_CHOICE,
        choices=[("", "All of England"), *((slugify(r), r) for r in Region.values)],
    )
    kind = forms.ChoiceField(
        label="Kind of council",
        required=False,
        error_messages=NO_CHOICE,
        choices=[("", "Any"), *((kind.value, kind.label) for kind in RESPONSIBLE_KINDS)],
    )
    at = forms.CharField(
        label="On this day",
        required=False,
        max_length=40,
        error_messages={"max_length": NOT_A_DAY, "null_characters_not_allowed": NOT_A_DAY},
    )

    def clean_at(self):
        text = self.cleaned_data["at"]
        return day_asked_for(text) if text else None

    @property
    def is_filtered(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    @property
    def region_name(self) -> str:
        chosen = self.cleaned_data.get("region")
        return dict(self.fields["region"].choices)[chosen] if chosen else ""

    def rows(self, record):
        """Return the councils of a record that fit every filter, by name; the best match first."""
        asked = self.cleaned_data
        rows = [
            row
            for row in record.councils
            if asked.get("status", "") in ("", row.status)
            and self.region_name in ("", row.region)
            and asked.get("kind", "") in ("", row.kind)
        ]
        return record.search(asked["q"], rows) if asked.get("q") else rows


def before_the_record(day: dt.date | None) -> str:
    """Return what to say of a day on which there was no charter, or an empty string."""
    if day and day < RECORD_BEGINS:
        return (
            f"The Runaways’ Charter was launched on {in_words(RECORD_BEGINS)}."
            " The record begins on that day."
        )
    return ""
