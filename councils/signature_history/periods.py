"""The periods in which each council was on record as signed, for counts over all days.

``record.build`` derives a single day, so building every day would take too many queries. A test
compares the two on every day on which something changed.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery

from councils.dates import RECORD_BEGINS, PartialDate
from councils.forms import FARTHEST
from councils.models import Event, EventKind, Signature
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
    """A day on which something changed, with the count from then on."""

    day: dt.date
    signed: int
    total: int


class Timeline:
    """The record over time, as known now."""

    def __init__(
        self,
        periods: list[SignedPeriod],
        active_periods: Sequence[tuple[dt.date | None, dt.date | None]],
        other_days: set[dt.date],
    ) -> None:
        self.periods = periods
        self._latest = sorted(period.latest for period in periods)
        self._until = sorted(period.until for period in periods if period.until)
        self._starts = sorted(start or dt.date.min for start, _ in active_periods)
        self._ends = sorted(end for _, end in active_periods if end)
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

    def on(self, day: dt.date) -> Day:
        return Day(day, self.signed(day), self.total(day))


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
    other_days = {
        signature.counted_from for of_council in signatures.values() for signature in of_council
    }
    intends = Event.objects.counting(FARTHEST).filter(kind=EventKind.INTENDS).order_by()
    other_days.update(intends.values_list("counted_from", flat=True).distinct())
    active_periods = [(council.starts_on, council.ends_on) for council in councils.values()]
    return Timeline(periods, active_periods, other_days)


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
