"""The day on which the campaign closed, after which the record stands as of that day."""

import datetime as dt
from contextlib import suppress

from django.db import DatabaseError

from councils.dates import format_date, today
from councils.models import Closing
from councils.record.version import record_version

_cache: dict[int, dt.date | None] = {}
"""The day set for closing, by the version of the record: the newest alone."""


def closing_day() -> dt.date | None:
    """Return the day set for closing, or None; it is read once for each version of the record.

    Without a database, return the day that was last read.
    """
    with suppress(DatabaseError):
        version = record_version.value()[0]
        if version not in _cache:
            day = Closing.objects.values_list("day", flat=True).first()
            _cache.clear()
            _cache[version] = day
    return next(iter(_cache.values()), None)


def closed_on() -> dt.date | None:
    """Return the day on which the campaign closed, or None while it is open."""
    day = closing_day()
    return day if day and day <= today() else None


def closed_words() -> str:
    """Return the sentence that every page, badge and frame of a closed campaign has, or ""."""
    day = closed_on()
    return f"Closed on {format_date(day)}; the record stands as of that day" if day else ""


def current_day() -> dt.date:
    """Return the day that the record shows unless another is asked for: today while it is open."""
    return closed_on() or today()


def forget() -> None:
    """Empty the cache: for tests, in which versions of the record repeat."""
    _cache.clear()
