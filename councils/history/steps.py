"""The count of signatures over time, as far as it is known on a day."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from councils.dates import RECORD_BEGINS
from councils.models import Event, EventKind, Signature
from councils.record import CouncilOnDay, Record, cached_with_record


class Step(NamedTuple):
    """A day on which the count changed, and the count from then on."""

    day: dt.date
    signed: int


@cached_with_record
def steps(record: Record) -> list[Step]:
    """Return each change of the count until a record's day, from nothing at the launch.

    A council counts from a signature until it withdraws or ends, as ``own_status`` has it.
    """
    return steps_of(record, record.all_councils)


@cached_with_record
def steps_in(record: Record, region: str) -> list[Step]:
    """Return each change of the count in one region."""
    return steps_of(record, [row for row in record.all_councils if row.region == region])


def steps_of(record: Record, rows: Iterable[CouncilOnDay]) -> list[Step]:
    """Return each change of the count of some councils until a record's day."""
    changes: Counter[dt.date] = Counter()
    told = facts(record)
    for row in rows:
        if row.is_responsible:
            count_in(changes, told.get(row.id, []), row.ends_on)
    made = [Step(RECORD_BEGINS, 0)]
    for day in sorted(changes):
        if changes[day] and day <= record.on:
            made.append(Step(day, made[-1].signed + changes[day]))
    return made


def facts(record: Record) -> dict[int, list[tuple[dt.date, bool]]]:
    """Return the days of each council's signatures and withdrawals, and whether it withdrew."""
    told: dict[int, list[tuple[dt.date, bool]]] = {}
    withdrawals = Event.objects.filter(kind=EventKind.WITHDRAWN)
    for withdrew, rows in ((False, Signature.objects.all()), (True, withdrawals)):
        counting = rows.counting(record.on).order_by().values_list("council_id", "counted_from")
        for council, day in counting:
            told.setdefault(council, []).append((day, withdrew))
    return told


def count_in(
    changes: "Counter[dt.date]", told: list[tuple[dt.date, bool]], ends_on: dt.date | None
) -> None:
    """Add one council's changes. Of a signature and a withdrawal of one day the second counts."""
    is_signed = False
    for day, withdrew in sorted(told):
        if is_signed == withdrew:
            is_signed = not withdrew
            changes[day] += 1 if is_signed else -1
    if is_signed and ends_on:
        changes[ends_on] -= 1


def signed_on(record: Record, day: dt.date) -> int:
    """Return how many had signed on a day until that of a record."""
    return next(step.signed for step in reversed(steps(record)) if step.day <= day)
