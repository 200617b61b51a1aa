"""The tracker's address, read: a name, a status, a region, a kind of council, a day."""

from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.utils.text import slugify

from councils import names
from councils.forms import DayForm, readable
from councils.models import REGIONS, RESPONSIBLE_KINDS
from councils.names import lower_first
from councils.record import CURRENT_STATUSES, STATUS_WORDS, CouncilOnDay, Record


def named(query: str, councils: list[CouncilOnDay]) -> list[CouncilOnDay]:
    """Return those of ``councils`` whose names match."""
    typed = names.folded(query)
    found = []
    for row in councils:
        if any(names.matches(typed, name) for name in row.folded_names):
            found.append(row)
    return found


class TakenBack(NamedTuple):
    """A filter, in words or in the words of what is wrong with it, and the query without it."""

    words: str
    query: str


class Choice(forms.ChoiceField):
    """A choice by its name in addresses, or as pages write it.

    Its error message can safely quote any wrong value.
    """

    def __init__(self, what: str, choices: list[tuple[str, str]]) -> None:
        self.what = what
        self.codes = [code for code, _ in choices]
        self.as_written = {slugify(words): code for code, words in choices}
        left_out = f"There is no {what} “%(value)s”, so we left it out."
        # As a function: Django copies a list of choices, pair by pair, for each form that is asked.
        super().__init__(
            required=False, choices=lambda: choices, error_messages={"invalid_choice": left_out}
        )

    def to_python(self, value: Any) -> str:
        typed = readable(super().to_python(value))
        if typed in self.codes:
            return typed
        # Its error repeats it: anybody can send others a link with words of their own in it.
        return self.as_written.get(slugify(typed), typed[:LONGEST_SHOWN])


LONGEST_SHOWN = 40
"""Characters of a wrong choice that its error repeats."""


class TrackerForm(DayForm):
    """What the tracker's address asks for. A wrong value is reported and left out."""

    field_order = ("q", "status", "region", "kind", "at")

    q = forms.CharField(
        required=False,
        max_length=100,
        error_messages={
            "max_length": "A council’s name has at most 100 letters; this has %(show_value)s.",
            "null_characters_not_allowed": "There is a character in this name that cannot be read.",
        },
    )
    status = Choice("status", [(code, STATUS_WORDS[code]) for code in CURRENT_STATUSES])
    region = Choice("region", [(slugify(region), region) for region in REGIONS])
    kind = Choice("kind of council", [(kind.value, kind.label) for kind in RESPONSIBLE_KINDS])

    @property
    def typed(self) -> dict[str, str]:
        return super().typed | {"q": readable(self.data.get("q", ""))}

    @cached_property
    def filters(self) -> dict[str, str]:
        """Every valid filter, in the order of an address, without the day."""
        self.is_valid()
        chosen = {}
        for name in self.field_order[:-1]:
            if self.cleaned_data.get(name):
                chosen[name] = self.cleaned_data[name]
        return chosen

    @property
    def view(self) -> str:
        """The view asked for: "areas", "list" or, for the hexagons, an empty string."""
        view = self.data.get("view", "")
        if view in ("areas", "list"):
            return view
        return ""

    def words_of(self, name: str) -> str:
        """Return what a filter asks for as the public reads it, or ""."""
        choices = dict(self.fields[name].choices)  # type: ignore[attr-defined]  # a Choice
        return choices.get(self.filters.get(name, ""), "")

    @property
    def region_name(self) -> str:
        return self.words_of("region")

    @property
    def in_words(self) -> str:
        """The filters, to follow a number of councils: "“ken”, signed, South East"."""
        return ", ".join(map(self.filter_in_words, self.filters))

    def filter_in_words(self, name: str) -> str:
        """Return a valid filter as it stands in a sentence."""
        match name:
            case "q":
                return f"“{self.filters[name]}”"
            case "status":
                return lower_first(self.words_of(name))
        return self.words_of(name)

    @property
    def refused(self) -> list[TakenBack]:
        """What is wrong with each refused value, and the query without it: all others stay."""
        self.is_valid()
        refused = []
        for name, messages in self.errors.items():
            refused.append(TakenBack(str(messages[0]), self._asked_without(name)))
        return refused

    @property
    def taken_back(self) -> list[TakenBack]:
        """Each valid filter in words, and the query without it: all others stay."""
        chosen = []
        for name in self.filters:
            chosen.append(TakenBack(self.filter_in_words(name), self._asked_without(name)))
        return chosen

    def _asked_without(self, left_out: str) -> str:
        """Return the query that was asked, right or wrong, without one of its values."""
        asked = {}
        for name in (*self.field_order, "view"):
            value = self.data.get(name, "")
            if value and name != left_out:
                asked[name] = value
        return urlencode(asked)

    def query(self, *left_out: str, **more: str) -> str:
        """Return the address's query with the valid filters and the day, but for some, and more."""
        kept = dict(self.filters)
        if self.asked:
            kept["at"] = self.asked.isoformat()
        if self.view:
            kept["view"] = self.view
        for name in left_out:
            kept.pop(name, None)
        kept |= more
        if not kept:
            return ""
        return f"?{urlencode(kept)}"

    @property
    def beside_region(self) -> str:
        """The other filters of the list, as a query: another region keeps them."""
        kept = dict(self.filters)
        kept.pop("region", None)
        return urlencode(kept)

    @property
    def shared_as(self) -> str:
        """The part of the address that is worth sharing: the region and the day, as a query."""
        return self.query("q", "status", "kind", "view").removeprefix("?")

    @property
    def file_query(self) -> str:
        """The query of a data file with the councils listed."""
        return self.query("view")

    def rows(self, record: Record) -> list[CouncilOnDay]:
        """Return the councils that match every filter, by name."""
        status = self.filters.get("status", "")
        return self._matching([row for row in record.councils if status in ("", row.status)])

    def coming(self, record: Record) -> list[CouncilOnDay]:
        """Return the next councils to start that match the filters; none if a status is chosen."""
        rows = [] if "status" in self.filters else self._matching(record.forming)
        first = min((row.starts_on for row in rows if row.starts_on), default=None)
        return [row for row in rows if row.starts_on == first]

    def _matching(self, rows: list[CouncilOnDay]) -> list[CouncilOnDay]:
        kind = self.filters.get("kind", "")
        region = self.region_name
        matching = []
        for row in rows:
            is_there = region in ("", row.region)
            if is_there and kind in ("", row.kind):
                matching.append(row)
        typed = self.filters.get("q")
        if typed:
            return named(typed, matching)
        return matching
