"""The tracker's filters as a form."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils.text import slugify

from councils import names
from councils.dates import format_date
from councils.forms import DayForm, readable
from councils.models import RESPONSIBLE_KINDS, Region
from councils.record import CURRENT_STATUSES, STATUS_WORDS, CouncilOnDay, Record
from councils.search.match import Match, MatchKind
from councils.search.matcher import match_name


def search(query: str, councils: list[CouncilOnDay]) -> list[CouncilOnDay]:
    """Return those of ``councils`` whose names match, the best match first, then by name."""
    name = names.Name.of(query)
    scores = {row.id: names.match(name, row.folded_names) for row in councils}
    return sorted(
        (row for row in councils if scores[row.id]),
        key=lambda row: (-scores[row.id], row.status == "former", row.short_name),
    )


def no_choice(label: str) -> dict[str, str]:
    return {
        "invalid_choice": f"There is no {label} “%(value)s”, so it was left out. Choose one from"
        " the list."
    }


class Choice(forms.ChoiceField):
    """A choice whose error message can safely quote any wrong value."""

    def to_python(self, value: Any) -> str:
        return readable(super().to_python(value))


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
        return super().typed | {"q": readable(self.data.get("q", ""))}

    def has_own_words(self, record: Record) -> bool:
        """Whether the visitor typed something that is neither a day nor part of a known name."""
        typed = self.cleaned_data.get("q")
        return not self.is_valid() or bool(typed and not search(typed, record.all_councils))

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

    @property
    def file_query(self) -> str:
        """The query of a data file with the councils listed; after a search, with all of the day.

        A name is no filter of a file.
        """
        at, chosen = self.cleaned_data.get("at"), self.filters
        names = () if "q" in chosen else ("region", "status", "kind")
        query = [(name, chosen[name]) for name in names if name in chosen]
        return urlencode([*query, *([("at", at)] if at else [])])

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
        region = self.region_name
        rows = [row for row in rows if region in ("", row.region) and kind in ("", row.kind)]
        return search(typed, rows) if typed else rows


def tracker_url(query: dict[str, str]) -> str:
    return reverse("councils:tracker") + (f"?{urlencode(query)}" if query else "")


def first_to_start(rows: list[CouncilOnDay]) -> list[CouncilOnDay]:
    """Return those of ``rows`` that start on the earliest day."""
    first = min((row.starts_on for row in rows if row.starts_on), default=None)
    return [row for row in rows if row.starts_on == first]
