"""The tracker's filters as a form, the day in an address, and a field for an email address."""

import datetime as dt
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.text import slugify

from councils.dates import RECORD_BEGINS, format_date, today
from councils.email_addresses import ascii_address, cleaned_address
from councils.models import RESPONSIBLE_KINDS, Region
from councils.record import (
    CURRENT_STATUSES,
    STATUS_WORDS,
    CouncilOnDay,
    Record,
    current_day,
    record_on,
)
from councils.search.by_name import search
from councils.search.match import Kind as MatchKind
from councils.search.match import Match
from councils.search.matcher import match_name

NOT_A_DAY = "That is not a day we can read. Write it as year-month-day, like 2013-09-19."


def no_choice(label: str) -> dict[str, str]:
    return {
        "invalid_choice": f"There is no {label} “%(value)s”, so it was left out. Choose one from"
        " the list."
    }


FARTHEST = dt.date(2028, 3, 31)
"""The latest day that can be shown, unless a council in the register starts later. Most counties
are due to be reorganised on the day after.
"""


def day_asked_for(text: str) -> dt.date:
    """Return the day written in ``?at=``. Raises ValidationError."""
    try:
        day = dt.date.fromisoformat(text.strip())
    except ValueError:
        raise forms.ValidationError(NOT_A_DAY) from None
    if day > FARTHEST and day > last_day_known():
        raise forms.ValidationError(
            "That day is too far ahead: councils are being reorganised, and nobody knows them yet."
        )
    return day


def last_day_known() -> dt.date:
    """Return the last day on which a council in the register starts, or today if that is later."""
    return max(today(), *(row.starts_on for row in record_on().all_councils if row.starts_on))


def readable(text: str) -> str:
    """Return text with U+FFFD in place of each character that a page cannot show."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


class Choice(forms.ChoiceField):
    """A choice whose error message can safely quote any wrong value."""

    def to_python(self, value: Any) -> str:
        return readable(super().to_python(value))


def other_day_asked_for(text: str) -> tuple[dt.date | None, str]:
    """Return the day written in ``?at=`` and an error message.

    The day is None for an empty text, for today, and for a text that is not a day; only the last
    has a message.
    """
    if not text.strip():
        return None, ""
    try:
        day = day_asked_for(text)
    except forms.ValidationError as error:
        return None, " ".join(error.messages)
    return (None if day == current_day() else day), ""


class EmailAddressField(forms.CharField):
    """An email address that we could write to, taken as it was meant.

    It is checked after it is cleaned, so that ``Anna <anna@example.org>`` is no error.
    """

    widget = forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})
    default_error_messages = {
        "invalid": "Enter an email address like name@example.org. Something in this one is not"
        " right.",
    }

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


class DayForm(forms.Form):
    """The day for which a page is requested."""

    at = forms.CharField(
        label="On this day",
        required=False,
        max_length=40,
        error_messages={"max_length": NOT_A_DAY, "null_characters_not_allowed": NOT_A_DAY},
    )

    def clean_at(self) -> dt.date | None:
        text = self.cleaned_data["at"]
        return day_asked_for(text) if text else None

    @property
    def asked(self) -> dt.date | None:
        """The day that was asked for, or None if it is missing or wrong."""
        self.is_valid()
        return self.cleaned_data.get("at")

    @property
    def too_early(self) -> str:
        """A sentence if the day is before the charter, or an empty string."""
        return before_the_record(self.asked)

    @property
    def day(self) -> dt.date | None:
        """The day to show, or None for today."""
        return None if self.too_early else self.asked


class TrackerForm(DayForm):
    """The tracker's filters. A wrong value is reported, ignored, and stays in its field."""

    field_order = ("q", "status", "region", "kind", "at")

    q = forms.CharField(
        label="Council’s name",
        required=False,
        max_length=100,
        error_messages={
            "max_length": "A council’s name has at most 100 letters; this has %(show_value)s.",
            "null_characters_not_allowed": "There is a character in this name that cannot be read.",
        },
    )
    status = Choice(
        required=False,
        error_messages=no_choice("status"),
        choices=[("", "Any"), *((code, STATUS_WORDS[code]) for code in CURRENT_STATUSES)],
    )
    region = Choice(
        required=False,
        error_messages=no_choice("region"),
        choices=[("", "All of England"), *((slugify(r), r) for r in Region.values)],
    )
    kind = Choice(
        label="Kind of council",
        required=False,
        error_messages=no_choice("kind of council"),
        choices=[("", "Any"), *((kind.value, kind.label) for kind in RESPONSIBLE_KINDS)],
    )

    @property
    def typed(self) -> dict[str, str]:
        """What was typed into the text fields, to be shown in them again."""
        return {name: readable(self.data.get(name, "")) for name in ("q", "at")}

    def has_own_words(self, record: Record) -> bool:
        """Whether the visitor typed something that is neither a day nor part of a known name."""
        typed = self.cleaned_data.get("q")
        return not self.is_valid() or bool(typed and not search(record, typed))

    def also(self, record: Record, rows: list[CouncilOnDay]) -> Match:
        """Return what else the name may mean besides ``rows``: "Dover" is a district of Kent."""
        typed = self.cleaned_data.get("q")
        match = match_name(typed, record) if typed else Match(MatchKind.NONE)
        if match.kind == MatchKind.NEAR and rows:
            return Match(MatchKind.NONE)
        shown = {row.id for row in rows}
        candidates = [
            choice
            for choice in match.candidates
            if choice.council is not choice.named or choice.council.id not in shown
        ]
        return replace(match, candidates=candidates)

    @property
    def address(self) -> str:
        """The tracker's address with every filter that is valid."""
        at = self.cleaned_data.get("at")
        return tracker_url({**self.filters, **({"at": at.isoformat()} if at else {})})

    @property
    def filters(self) -> dict[str, str]:
        """Every valid filter except the day, for links to other days."""
        chosen = {name: self.cleaned_data.get(name) for name in self.fields if name != "at"}
        return {name: value for name, value in {**chosen, "view": self.view}.items() if value}

    @property
    def chips(self) -> list[tuple[str, str]]:
        """(words, address without it) for each filter that is set."""
        values = {**self.filters, **({"at": self.asked.isoformat()} if self.asked else {})}
        words = {
            "q": f"“{values.get('q')}”",
            "at": f"on {format_date(self.asked)}" if self.asked else "",
            **{name: self._words(name) for name in ("status", "region", "kind")},
        }
        return [
            (words[name], tracker_url({key: values[key] for key in values if key != name}))
            for name in values
            if name != "view"
        ]

    def _words(self, name: str) -> str:
        field = self.fields[name]
        assert isinstance(field, Choice)
        labels = dict(field.choices)  # type: ignore[arg-type]  # a list of pairs, given above
        return labels.get(self.cleaned_data.get(name), "")

    @property
    def view(self) -> str:
        """The view asked for: "areas", "list" or, for the hexagons, an empty string."""
        view = self.data.get("view", "")
        return view if view in ("areas", "list") else ""

    @property
    def opens_more_filters(self) -> bool:
        """Whether any of the filters that are folded away is set or wrong."""
        return bool(self["status"].value() or self["kind"].value() or self["at"].errors)

    @property
    def is_filtered(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    @property
    def region_name(self) -> str:
        return self._words("region") if self.cleaned_data.get("region") else ""

    @property
    def shared_as(self) -> str:
        """The region and the day as a query: the part of the address worth sharing."""
        region, at = self.cleaned_data.get("region"), self.cleaned_data.get("at")
        return urlencode({k: v for k, v in (("region", region), ("at", at)) if v})

    def rows(self, record: Record) -> list[CouncilOnDay]:
        """Return the councils that match every filter, by name or, after a search, best first."""
        status = self.cleaned_data.get("status", "")
        rows = [row for row in record.councils if status in ("", row.status)]
        return self._matching(record, rows)

    def coming(self, record: Record) -> list[CouncilOnDay]:
        """Return the next councils to start that match the filters; none if a status is chosen."""
        if self.cleaned_data.get("status"):
            return []
        return first_to_start(self._matching(record, record.forming))

    def _matching(self, record: Record, rows: list[CouncilOnDay]) -> list[CouncilOnDay]:
        kind, typed = self.cleaned_data.get("kind", ""), self.cleaned_data.get("q")
        rows = [
            row for row in rows if self.region_name in ("", row.region) and kind in ("", row.kind)
        ]
        return search(record, typed, rows) if typed else rows


def tracker_url(query: dict[str, str]) -> str:
    return reverse("councils:tracker") + (f"?{urlencode(query)}" if query else "")


def first_to_start(rows: list[CouncilOnDay]) -> list[CouncilOnDay]:
    """Return those of ``rows`` that start on the earliest day."""
    first = min((row.starts_on for row in rows if row.starts_on), default=None)
    return [row for row in rows if row.starts_on == first]


def before_the_record(day: dt.date | None) -> str:
    """Return a sentence if the day is before the charter, or an empty string."""
    if day and day < RECORD_BEGINS:
        return (
            f"The Runaways’ Charter was launched on {format_date(RECORD_BEGINS)}."
            " The record begins on that day."
        )
    return ""
