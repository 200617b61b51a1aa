"""The version of the record, read from the database at most once a second by each process."""

import datetime as dt
import threading
import time

from django.utils import timezone

from councils.dates import today
from councils.models.version import RecordVersion

TRUSTED_FOR = 1.0
"""Seconds for which a process relies on the version it last read."""
STARTED = int(time.time())
"""When this process started and read its templates, in seconds since the epoch."""

type Version = tuple[int, dt.date, int]
"""A number that rises with each change, the date in London, and the time since which both have
been true, in seconds since the epoch.
"""


class RecordVersionCache:
    """The version of the record as this process last read it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._value: Version | None
        self._forgotten = 0
        self.forget()

    def forget(self) -> None:
        """Forget the version, so that the next reader asks the database."""
        self._value, self._until = None, 0.0
        self._forgotten += 1

    def renew(self) -> Version:
        """Read the version as committed now (see ``fresh_value``), keep it and return it."""
        forgotten = self._forgotten
        value = fresh_value()
        if forgotten == self._forgotten:  # this process has written nothing meanwhile
            self._value, self._until = value, time.monotonic() + TRUSTED_FOR
        return value

    def value(self) -> Version:
        """Return the version, read from the database at most once a second."""
        value = self._value
        if value is not None and time.monotonic() < self._until:
            return value
        with self._lock:
            if self._value is not None and time.monotonic() < self._until:
                return self._value
            return self.renew()


def fresh_value() -> Version:
    """Return the version as committed now (one query)."""
    number, changed_at = RecordVersion.objects.state()
    day = today()
    midnight = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    moments = [moment.timestamp() for moment in (changed_at, midnight) if moment]
    return number, day, int(max(STARTED, *moments))


record_version = RecordVersionCache()
