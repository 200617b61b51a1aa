"""The site's clock, which a test moves: for all of Django, the defaults of its models too."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone

from councils.record import record_version

LONDON = ZoneInfo("Europe/London")
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)


class IsADatetime(type):
    def __instancecheck__(cls, other):
        return isinstance(other, dt.datetime)


class Clock:
    """The time now. Nothing moves it but a test."""

    def __init__(self, monkeypatch):
        clock = self
        self.now = timezone.now()

        class Datetime(dt.datetime, metaclass=IsADatetime):
            @classmethod
            def now(cls, tz=None):
                return clock.now.astimezone(tz)

        monkeypatch.setattr("django.utils.timezone.datetime", Datetime)

    @property
    def today(self):
        return self.now.astimezone(LONDON).date()

    def set(self, day, hour, minute=0):
        """Move to a time of a day in London, as other processes would see the record then."""
        self.now = dt.datetime.combine(day, dt.time(hour, minute), LONDON)
        record_version.forget()

    def pass_by(self, minutes):
        self.now += minutes * MINUTE
