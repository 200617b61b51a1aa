"""On which day what is on record of a council last changed: for those who keep copies of pages."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Max

from councils.models import Change, Event, Progress, Signature
from councils.record import Record

FACTS = {
    Signature: ("checked_on", "confirmed_on", "retracted_on"),
    Event: ("checked_on", "retracted_on"),
    Progress: ("checked_on", "retracted_on"),
    Change: ("on",),
}
"""The days on which each kind of fact came to be, or changed: never the day it tells of."""


def last_changed(record: Record) -> dict[int, dt.date]:
    """Return the day of the last change of each council of a record, by id.

    A council of which nothing was ever recorded has none. Its first and last day count too.
    """
    days: dict[int, dt.date] = {}
    for council_id, day in [*days_of_facts(), *days_of_councils(record)]:
        if day and day <= record.on and day > days.get(council_id, dt.date.min):
            days[council_id] = day
    return days


def days_of_facts() -> Iterator[tuple[int, dt.date | None]]:
    for model, fields in FACTS.items():
        newest = {f"last_{name}": Max(name) for name in fields}
        of_council = model.objects.exclude(council=None).order_by().values("council_id")
        for row in of_council.annotate(**newest):
            council_id = row.pop("council_id")
            yield from ((council_id, day) for day in row.values())


def days_of_councils(record: Record) -> Iterator[tuple[int, dt.date | None]]:
    for row in record.rows:
        yield row.id, row.starts_on
        yield row.id, row.ends_on
