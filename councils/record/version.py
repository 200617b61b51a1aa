"""The version of the record as this process believes it, read from the database once a second."""

import datetime as dt
import threading
import time

from django.utils import timezone

from councils.dates import today
from councils.models.version import RecordVersion

TRUSTED_FOR = 1.0
"""Seconds for which a process believes the version it read last."""
STARTED = int(time.time())
"""When this process read the templates its pages are made of, in seconds."""

type Version = tuple[int, dt.date, int]
"""A number that rises with each change, the date in London, and the second both were new."""


class RecordVersionCache:
    """The version of the record as this process believes it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._value: Version | None
        self._forgotten = 0
        self.forget()

    def forget(self) -> None:
        """Believe nothing: the next reader asks the database."""
        self._value, self._until = None, 0.0
        self._forgotten += 1

    def renew(self) -> Version:
        """Return the value as committed now (see ``fresh_value``), and believe it from here on."""
        forgotten = self._forgotten
        value = fresh_value()
        if forgotten == self._forgotten:  # no write of our own went on meanwhile
            self._value, self._until = value, time.monotonic() + TRUSTED_FOR
        return value

    def value(self) -> Version:
        """Return the value, from the database at most once a second."""
        value = self._value
        if value is not None and time.monotonic() < self._until:
            return value
        with self._lock:
            if self._value is not None and time.monotonic() < self._until:
                return self._value
            return self.renew()


def fresh_value() -> Version:
    """Return (version, date in London, when both were new) as committed now (one query)."""
    number, changed_at = RecordVersion.objects.state()
    day = today()
    midnight = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    moments = [moment.timestamp() for moment in (changed_at, midnight) if moment]
    return number, day, int(max(STARTED, *moments))


record_version = RecordVersionCache()
