"""The version of the record, read from the database at most twice a second by each process."""

import datetime as dt
import threading
import time

from councils.dates import midnight, today
from councils.models.version import RecordVersion

TRUSTED_FOR = 0.5
"""Seconds for which a process relies on the version it last read. Another process shows a change
after this time and that of at most two readings: one that had begun before, and the next."""
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
        self._value: Version | None = None
        self._until = self.read_at = 0.0
        self._forgotten = 0
        self.must_ask = True
        """Whether this process has written since, so that the last version read is out of date."""

    def forget(self) -> None:
        """Forget the version, so that the next reader asks the database."""
        self.must_ask, self._until = True, 0.0
        self._forgotten += 1

    def renew(self) -> Version:
        """Read the version as committed now (see ``fresh_value``), keep it and return it."""
        forgotten = self._forgotten
        value = fresh_value()
        if forgotten == self._forgotten:  # this process has written nothing meanwhile
            now = time.monotonic()
            self._value, self.read_at, self._until = value, now, now + TRUSTED_FOR
            self.must_ask = False
        return value

    def trusted(self) -> Version | None:
        """Return the version if it was read within ``TRUSTED_FOR``, or None."""
        value = self._value
        return value if not self.must_ask and time.monotonic() < self._until else None

    def value(self) -> Version:
        """Return the version, read from the database at most every ``TRUSTED_FOR`` seconds."""
        if (value := self.trusted()) is not None:
            return value
        with self._lock:
            return self.trusted() or self.renew()

    def last_read(self, within: float) -> Version | None:
        """Return the last version read if it is at most ``within`` seconds old, or None."""
        return self._value if time.monotonic() - self.read_at < within else None

    def trust_again(self) -> None:
        """Trust the last version read for as long again, as the database does not answer."""
        self._until = time.monotonic() + TRUSTED_FOR
        self.must_ask = False  # or each visitor would wait for it in turn


def fresh_value() -> Version:
    """Return the version as committed now (one query)."""
    number, changed_at = RecordVersion.objects.state()
    day = today()
    moments = [moment.timestamp() for moment in (changed_at, midnight(day)) if moment]
    return number, day, int(max(STARTED, *moments))


def still_holds(version: Version) -> bool:
    """Whether nothing was committed since ``version``, and its day is not over (one query)."""
    return version[:2] == (RecordVersion.objects.number(), today())


record_version = RecordVersionCache()
