"""The days on which the record changed, each read from the record of that day itself."""

import datetime as dt
from typing import NamedTuple

from councils.dates import AHEAD, RECORD_BEGINS, Precision, today
from councils.models import Event, EventKind, Signature
from councils.names import join_names
from councils.record import CouncilOnDay, Record, build, cached_with_record
from councils.record.status import Status

VERBS = {
    Status.SIGNED: "signed",
    Status.WITHDRAWN: "withdrew",
    Status.INTENDS: "said it would sign",
}
"""What a council did that has a status from a day on."""
MOST_NAMES = 4


class Day(NamedTuple):
    """A day on which something changed, what it was, and the count from then on."""

    day: dt.date
    what: str
    signed: int
    total: int


@cached_with_record
def days_of_change(record: Record) -> list[Day]:
    """Return the days on which a status or the councils changed, as known now, oldest first."""
    days = []
    before = None
    for day in possible_days(record):
        after = build(day)
        what = what_changed(before, after) if before else "The charter was launched"
        if what:
            days.append(Day(day, what, after.signed, after.total))
        before = after
    return days


def possible_days(record: Record) -> list[dt.date]:
    """Return the charter's first day, and the days of councils and of facts that make a status."""
    days = {RECORD_BEGINS}
    for row in record.all_councils:
        if row.is_responsible:
            days |= {day for day in (row.starts_on, row.ends_on) if day}
    for signature in Signature.objects.counting(today()):
        days.add(signature.counts_from)
    events = Event.objects.filter(kind__in=(EventKind.INTENDS, EventKind.WITHDRAWN))
    for event in events.counting(today()):
        days.add(event.counts_from)
    return sorted(day for day in days if RECORD_BEGINS <= day <= today() + AHEAD)


class Named(NamedTuple):
    """A council that did something, and whether it disputes that."""

    name: str
    is_disputed: bool = False

    def __str__(self) -> str:
        if self.is_disputed:
            return f"{self.name} (disputed)"
        return self.name


def what_changed(before: Record, after: Record) -> str:
    """Say which councils began, signed, withdrew, said something or closed between two days."""
    happened: dict[str, list[Named]] = {}
    began, closed = ("began", "closed") if after.on <= today() else ("will begin", "will close")
    there = {row.id: row for row in before.councils}
    for row in after.councils:
        old = there.pop(row.id, None)
        if old is None:
            happened.setdefault(began, []).append(Named(row.short_name))
        if row.status in VERBS and (old is None or old.status != row.status):
            did = Named(row.short_name, bool(row.disputed))
            happened.setdefault(verb(row), []).append(did)
    for row in there.values():
        happened.setdefault(closed, []).append(Named(row.short_name))
    return ". ".join(f"{who(councils)} {did}" for did, councils in happened.items())


def who(councils: list[Named]) -> str:
    """Name a few councils, or say how many they are, and how many of them dispute it."""
    if len(councils) <= MOST_NAMES:
        return join_names([str(council) for council in councils])
    disputed = sum(council.is_disputed for council in councils)
    if disputed:
        return f"{len(councils)} councils ({disputed} disputed)"
    return f"{len(councils)} councils"


def verb(row: CouncilOnDay) -> str:
    is_day_known = row.when is not None and row.when.precision == Precision.DAY
    if row.status == Status.SIGNED and not is_day_known:
        return "signed by then"
    return VERBS[row.status]


def unknown_days_sentence(record: Record) -> str:
    """Say for how many of those that have signed the day is not known; empty if it is for all."""
    signed = [row for row in record.councils if row.status == Status.SIGNED]
    unknown = sum(verb(row) != VERBS[Status.SIGNED] for row in signed)
    if not unknown:
        return ""
    which = f"any of the {unknown}" if unknown == len(signed) else f"{unknown} of the {len(signed)}"
    counts = "so each counts from the last day it could have been"
    return f"We don’t know the exact day for {which}, {counts}."
