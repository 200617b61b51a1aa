"""The version of the record, read at most twice a second by each process, and the closing day."""

import datetime as dt
import threading
import time
from contextlib import suppress

from django.db import DatabaseError, InterfaceError, connection

from councils.dates import format_date, today

TRUSTED_FOR = 0.5
"""Seconds for which a process relies on the version it last read. Another process shows a change
after this time and that of at most two readings: one that had begun before, and the next."""
STALE_AT_MOST = 24 * 3600.0
"""Seconds without an answer from the database for which pages of the last version are shown."""

type Version = tuple[int, dt.date, dt.date | None]
"""A number that rises with each change, the date in London, and the day set for closing."""


class RecordVersionCache:
    """The version of the record as this process last read it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._value: Version | None = None
        self._read_at = self._until = 0.0

    def forget(self) -> None:
        """Have the next reader ask the database."""
        self._until = 0.0

    def renew(self) -> Version:
        """Read the version as committed now (one query), keep it and return it."""
        value = fresh_value()
        self._value, self._read_at = value, time.monotonic()
        self._until = self._read_at + TRUSTED_FOR
        return value

    def value(self) -> Version:
        """Return the version, read from the database at most every ``TRUSTED_FOR`` seconds."""
        if (value := self._trusted()) is not None:
            return value
        with self._lock:
            return self._trusted() or self.renew()

    def value_or_last(self) -> Version:
        """Return the version; while the database is away, the last that was read, for a day."""
        try:
            return self.value()
        except (DatabaseError, InterfaceError):
            if self._value is None or time.monotonic() - self._read_at > STALE_AT_MOST:
                raise
            self._until = time.monotonic() + TRUSTED_FOR  # or each visitor would wait in turn
            return self._value

    def _trusted(self) -> Version | None:
        return self._value if time.monotonic() < self._until else None


def fresh_value() -> Version:
    """Return the version as committed now: one query, written out, as each page made anew asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, closes_on FROM councils_recordversion WHERE id = 1")
        number, closes_on = cursor.fetchone()
    return number, today(), dt.date.fromisoformat(str(closes_on)) if closes_on else None


def still_holds(version: Version) -> bool:
    """Whether nothing was committed since ``version``, and its day is not over (one query)."""
    return version == fresh_value()


record_version = RecordVersionCache()


def closing_day() -> dt.date | None:
    """Return the day set for closing, or None. Without a database, that which was last read."""
    with suppress(DatabaseError, InterfaceError):
        return record_version.value_or_last()[2]
    return None


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
