"""When each council was on record as signed: the statuses of ``record.py``, over all days at once.

``record.build`` derives one day; asking it for every day would read the database as often. A test
compares the two on every day on which something changed.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import OuterRef, QuerySet, Subquery

from councils.dates import RECORD_BEGINS, PartialDate
from councils.forms import FARTHEST
from councils.models import Event, EventKind, Signature
from councils.record import CouncilOnDay, record_on


@dataclass(frozen=True, slots=True)
class SignedPeriod:
    """A time in which one council is on record as signed."""

    row: CouncilOnDay
    when: PartialDate
    earliest: dt.date
    """The first day on which it can have signed."""
    latest: dt.date
    """The last day on which it can have signed: from here on it is counted."""
    until: dt.date | None = None
    """The first day on which it is counted no more: it withdrew, or closed."""
    withdrew: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which something changed, with the count from then on."""

    day: dt.date
    signed: int
    total: int


class Timeline:
    """The record over time, as known now."""

    def __init__(
        self, spells: list[SignedPeriod], lives: Iterable[tuple], other_days: set[dt.date]
    ):
        self.spells = spells
        lives = list(lives)
        self._earliest = sorted(spell.earliest for spell in spells)
        self._latest = sorted(spell.latest for spell in spells)
        self._until = sorted(spell.until for spell in spells if spell.until)
        self._starts = sorted(start or dt.date.min for start, _ in lives)
        self._ends = sorted(end for _, end in lives if end)
        self._other_days = other_days

    def signed(self, day: dt.date) -> int:
        """Return how many councils are on record as signed on a day."""
        return bisect_right(self._latest, day) - bisect_right(self._until, day)

    def possible(self, day: dt.date) -> int:
        """Return how many councils may have signed by a day: those counted, and those whose day
        is not known exactly and can have come.
        """
        return bisect_right(self._earliest, day) - bisect_right(self._until, day)

    def total(self, day: dt.date) -> int:
        """Return how many councils run children's services on a day."""
        return bisect_right(self._starts, day) - bisect_right(self._ends, day)

    @cached_property
    def days(self) -> list[dt.date]:
        """The days on which a status or the set of councils changed, and the charter's own."""
        days = {RECORD_BEGINS, *self._latest, *self._until, *self._starts, *self._ends}
        return sorted(day for day in days | self._other_days if RECORD_BEGINS <= day <= FARTHEST)

    def on(self, day: dt.date) -> Day:
        return Day(day, self.signed(day), self.total(day))


def build() -> Timeline:
    """Read the timeline from the database: two queries, however long the record."""
    rows = {row.id: row for row in record_on().rows if row.is_responsible}
    signatures: dict[int, list[Signature]] = {}
    for signature in with_next_withdrawal():
        signatures.setdefault(signature.council_id, []).append(signature)
    spells = [
        spell
        for council_id, known in signatures.items()
        if council_id in rows
        for spell in spells_of(rows[council_id], known)
    ]
    other_days = {one.counted_from for known in signatures.values() for one in known}
    intends = Event.objects.counting(FARTHEST).filter(kind=EventKind.INTENDS).order_by()
    other_days.update(intends.values_list("counted_from", flat=True).distinct())
    lives = [(row.starts_on, row.ends_on) for row in rows.values()]
    return Timeline(spells, lives, other_days)


def with_next_withdrawal() -> QuerySet:
    """Return all signatures by the day they count from, each with the next withdrawal, if any."""
    next_withdrawal = (
        Event.objects.counting(FARTHEST)
        .filter(
            kind=EventKind.WITHDRAWN,
            council=OuterRef("council"),
            counted_from__gte=OuterRef("counted_from"),
        )
        .order_by("counted_from")
    )
    return (
        Signature.objects.counting(FARTHEST)
        .only("council_id", "counted_from", "date_precision", "date", "checked_on")
        .annotate(withdrawn_on=Subquery(next_withdrawal.values("counted_from")[:1]))
        .order_by("counted_from", "pk")
    )


def spells_of(row: CouncilOnDay, signatures: Iterable[Signature]) -> Iterator[SignedPeriod]:
    """Yield the spells of one council from its signatures in order: a withdrawal ends one.

    On one day the withdrawal wins. A signature while another stands begins nothing.
    """
    until = dt.date.min
    for signature in signatures:
        if signature.counted_from <= until:
            continue
        until = signature.withdrawn_on or dt.date.max
        yield from spell_of(row, signature, signature.withdrawn_on, True)


def spell_of(row: CouncilOnDay, signature: Signature, until: dt.date | None, withdrew: bool):
    """Yield the spell within the council's life, unless nothing of it is."""
    earliest, _ = signature.possible_days(row.starts_on)
    if row.ends_on and (until is None or until > row.ends_on):
        until, withdrew = row.ends_on, False
    began = row.starts_on or RECORD_BEGINS
    earliest, latest = max(earliest, began), max(signature.counts_from, began)
    if until is None or latest < until:
        yield SignedPeriod(row, signature.when, earliest, latest, until, withdrew)


def timeline() -> Timeline:
    """Return the timeline, from memory while nothing has changed."""
    derived = record_on().derived
    if "timeline" not in derived:
        derived["timeline"] = build()
    return derived["timeline"]
