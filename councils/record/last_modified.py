"""The day on which the record of each council last changed, for the sitemap's ``lastmod``."""

import datetime as dt
from collections.abc import Iterator

from django.db import models
from django.db.models import OuterRef, Subquery

from councils.models import Change, Council, Event, Signature
from councils.models.dated import DatedFact
from councils.record.snapshot import Record

FACTS = {
    Signature: ("checked_on", "confirmed_on", "retracted_on"),
    Event: ("checked_on", "retracted_on"),
    Change: ("on",),
}
"""The fields with the days on which a fact was recorded or changed, not the day it is about."""


def last_changed(record: Record) -> dict[int, dt.date]:
    """Return the day of the last change up to the record's day, by council id.

    The first and the last day of a council count as changes. A council without any is missing.
    """
    days: dict[int, dt.date] = {}
    for council_id, day in [*days_of_facts(), *days_of_councils(record)]:
        if day and day <= record.on and day > days.get(council_id, dt.date.min):
            days[council_id] = day
    return days


def days_of_facts() -> Iterator[tuple[int, dt.date | None]]:
    """Yield (council id, newest day) for each field in ``FACTS``, found by index."""
    for model, fields in FACTS.items():
        newest = [newest_day(model, name) for name in fields]
        for council_id, *days in Council.objects.order_by().values_list("pk", *newest):
            yield from ((council_id, day) for day in days)


def newest_day(model: type[models.Model], name: str) -> Subquery:
    facts = model._base_manager.filter(council=OuterRef("pk"), **{f"{name}__isnull": False})
    if issubclass(model, DatedFact):
        facts = facts.exclude(published_at=None)
    return Subquery(facts.order_by(f"-{name}").values(name)[:1])


def days_of_councils(record: Record) -> Iterator[tuple[int, dt.date | None]]:
    for row in record.all_councils:
        yield row.id, row.starts_on
        yield row.id, row.ends_on
