"""The periods in which each council was on record as signed, for counts over all days.

``record.build`` derives a single day, so building every day would take too many queries. A test
compares the two on every day on which something changed.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery

from councils.dates import RECORD_BEGINS, PartialDate, Precision
from councils.forms import FARTHEST
from councils.models import Event, EventKind, Signature
from councils.names import join_names
from councils.record import CouncilOnDay, Record, cached_with_record, record_on


class SignedPeriod(NamedTuple):
    """A period in which a council is on record as signed."""

    council: CouncilOnDay
    when: PartialDate
    earliest: dt.date
    """The first day on which it can have signed."""
    latest: dt.date
    """The last day on which it can have signed, from which it is counted."""
    until: dt.date | None = None
    """The first day on which it is no longer counted, as it withdrew or closed."""
    is_withdrawal: bool = False


class Day(NamedTuple):
    """A day on which something changed, what it was, and the count from then on."""

    day: dt.date
    what: str
    signed: int
    total: int


class Timeline:
    """The record over time, as known now."""

    def __init__(
        self,
        periods: list[SignedPeriod],
        councils: Iterable[CouncilOnDay],
        intentions: Iterable[tuple[dt.date, str]],
        other_days: set[dt.date],
    ) -> None:
        self.periods = periods
        self._latest = sorted(period.latest for period in periods)
        self._until = sorted(period.until for period in periods if period.until)
        self._councils = list(councils)
        self._starts = sorted(council.starts_on or dt.date.min for council in self._councils)
        self._ends = sorted(council.ends_on for council in self._councils if council.ends_on)
        self._intentions = list(intentions)
        self._other_days = other_days

    def signed(self, day: dt.date) -> int:
        """Return how many councils are on record as signed on a day."""
        return bisect_right(self._latest, day) - bisect_right(self._until, day)

    def total(self, day: dt.date) -> int:
        """Return how many councils run children's services on a day."""
        return bisect_right(self._starts, day) - bisect_right(self._ends, day)

    @cached_property
    def days(self) -> list[dt.date]:
        """The days on which a status or the set of councils changed, and the charter's first."""
        days = {RECORD_BEGINS, *self._latest, *self._until, *self._starts, *self._ends}
        return sorted(day for day in days | self._other_days if RECORD_BEGINS <= day <= FARTHEST)

    def changes(self) -> list[Day]:
        """Return the days with what happened on each, the newest first."""
        happened: dict[tuple[dt.date, str], set[str]] = {}

        def tell(day: dt.date | None, verb: str, name: str) -> None:
            if day:
                happened.setdefault((day, verb), set()).add(name)

        for period in self.periods:
            name = period.council.short_name
            by = "signed" if period.earliest == period.latest else "signed by then"
            tell(period.latest, by, name)
            tell(period.until if period.is_withdrawal else None, "withdrew", name)
        for day, name in self._intentions:
            tell(day, "said it would sign", name)
        for council in self._councils:
            tell(council.starts_on, "began", council.short_name)
            tell(council.ends_on, "closed", council.short_name)
        told: dict[dt.date, list[str]] = {RECORD_BEGINS: ["The charter was launched"]}
        for (day, verb), names in happened.items():
            who = f"{len(names)} councils" if len(names) > 4 else join_names(sorted(names))
            told.setdefault(day, []).append(f"{who} {verb}")
        return [
            Day(day, ". ".join(told.get(day, ())), self.signed(day), self.total(day))
            for day in reversed(self.days)
        ]

    def unknown_days_sentence(self, on: dt.date) -> str:
        """Return for how many signatures until a day it is not known on which day they were made.

        Signatures of councils that have since withdrawn or closed are included, as in the line.
        """
        periods = [period for period in self.periods if period.latest <= on]
        unknown = sum(period.when.precision != Precision.DAY for period in periods)
        if not unknown:
            return ""
        if unknown == 1:
            which = "the one signature" if len(periods) == 1 else f"one of the {len(periods)}"
            counts = "it counts"
        else:
            are_all = unknown == len(periods)
            which = f"any of the {unknown}" if are_all else f"{unknown} of the {len(periods)}"
            counts = "each counts"
        return (
            f"We don’t know the exact day for {which}, so {counts} from the last day it could have"
            " been."
        )


@cached_with_record
def timeline_of(record: Record) -> Timeline:
    """Read the timeline from the database, in two queries."""
    councils = {council.id: council for council in record.all_councils if council.is_responsible}
    signatures: dict[int, list[Signature]] = {}
    for signature in signatures_with_withdrawal():
        signatures.setdefault(signature.council_id, []).append(signature)
    periods = [
        period
        for council_id, of_council in signatures.items()
        if council_id in councils
        for period in council_periods(councils[council_id], of_council)
    ]
    intends = Event.objects.counting(FARTHEST).filter(kind=EventKind.INTENDS).order_by()
    said = intends.values_list("counted_from", "council__short_name").distinct()
    other_days = {
        signature.counted_from for of_council in signatures.values() for signature in of_council
    }
    return Timeline(periods, councils.values(), said, other_days | {day for day, _ in said})


def signatures_with_withdrawal() -> "QuerySet[Signature]":
    """Return all signatures by the day they count from, annotated with ``withdrawn_on``."""
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


def council_periods(
    council: CouncilOnDay, signatures: Iterable[Signature]
) -> Iterator[SignedPeriod]:
    """Yield the periods of a council, from its signatures in order. A withdrawal ends a period.

    It outweighs a signature of the same day. A further signature within a period changes nothing.
    """
    until = dt.date.min
    for signature in signatures:
        if signature.counted_from <= until:
            continue
        withdrawn_on: dt.date | None = getattr(signature, "withdrawn_on", None)
        until = withdrawn_on or dt.date.max
        if period := signed_period(council, signature, withdrawn_on):
            yield period


def signed_period(
    council: CouncilOnDay, signature: Signature, withdrawn_on: dt.date | None
) -> SignedPeriod | None:
    """Return the period within the council's existence, or None if nothing is left of it."""
    until, is_withdrawal = withdrawn_on, True
    if council.ends_on and (until is None or until > council.ends_on):
        until, is_withdrawal = council.ends_on, False
    began = council.starts_on or RECORD_BEGINS
    earliest, _ = signature.possible_days(council.starts_on)
    earliest, latest = max(earliest, began), max(signature.counts_from, began)
    if until and latest >= until:
        return None
    return SignedPeriod(council, signature.when, earliest, latest, until, is_withdrawal)


def timeline() -> Timeline:
    """Return the timeline, cached while the record is unchanged."""
    return timeline_of(record_on())
