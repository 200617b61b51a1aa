"""Days of the record: today in London, and dates that say how precisely they are known."""

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from django.db import models
from django.utils import timezone

RECORD_BEGINS = dt.date(2012, 7, 9)
"""The day the Runaways' Charter was launched: no signature can be earlier."""


def today() -> dt.date:
    """Return today's date in London, where the record's days begin and end."""
    return timezone.localdate()


def format_date(day: dt.date) -> str:
    """Return a day as the pages write it: 9 July 2012."""
    return f"{day.day} {day:%B %Y}"


def format_local_date(moment: dt.datetime) -> str:
    """Return the London day of a moment as the pages write it: 9 July 2012."""
    return format_date(timezone.localdate(moment))


class Precision(models.TextChoices):
    """How exactly the date of a fact is known."""

    DAY = "day", "on this day"
    MONTH = "month", "in this month"
    YEAR = "year", "in this year"
    BY = "by", "by this day, perhaps earlier"
    UNKNOWN = "unknown", "not known"


@dataclass(frozen=True)
class PartialDate:
    """A date and how exactly it is known.

    ``date`` is the day itself, any day of the month or year, the latest possible day for
    "by", and None where nothing is known.
    """

    precision: str
    date: dt.date | None = None

    @property
    def words(self) -> str:
        """Say the date without claiming a day nobody knows: "by 19 September 2013"."""
        match self.precision, self.date:
            case Precision.DAY, dt.date() as day:
                return f"on {format_date(day)}"
            case Precision.MONTH, dt.date() as day:
                return f"in {day:%B %Y}"
            case Precision.YEAR, dt.date() as day:
                return f"in {day.year}"
            case Precision.BY, dt.date() as day:
                return f"by {format_date(day)}"
        return "on a day we do not know"

    @property
    def edtf(self) -> str:
        """Return the date in the Extended Date/Time Format (ISO 8601-2, levels 0 and 1).

        "By" a date is an interval with an unknown start; nothing known is four unspecified
        digits.
        """
        match self.precision, self.date:
            case Precision.DAY, dt.date() as day:
                return day.isoformat()
            case Precision.MONTH, dt.date() as day:
                return f"{day:%Y-%m}"
            case Precision.YEAR, dt.date() as day:
                return f"{day:%Y}"
            case Precision.BY, dt.date() as day:
                return f"../{day.isoformat()}"
        return "XXXX"

    @property
    def first_day(self) -> dt.date | None:
        """Return the earliest day it can have been, or None where that is open."""
        match self.precision, self.date:
            case Precision.DAY, day:
                return day
            case Precision.MONTH, dt.date() as day:
                return day.replace(day=1)
            case Precision.YEAR, dt.date() as day:
                return day.replace(month=1, day=1)
        return None

    @property
    def last_day(self) -> dt.date | None:
        """Return the latest day it can have been, or None where nothing is known."""
        match self.precision, self.date:
            case Precision.DAY | Precision.BY, day:
                return day
            case Precision.MONTH, dt.date() as day:
                return day.replace(day=calendar.monthrange(day.year, day.month)[1])
            case Precision.YEAR, dt.date() as day:
                return day.replace(month=12, day=31)
        return None

    def counts_from(self, checked_on: dt.date) -> dt.date:
        """Return the day it counts from: the last its date allows, never after the check."""
        return min(self.last_day or checked_on, checked_on)


class HasPeriod(Protocol):
    """A first day and a first day without it, whether columns of a table or plain values."""

    @property
    def starts_on(self) -> dt.date | None: ...

    @property
    def ends_on(self) -> dt.date | None: ...


class ActivePeriod:
    """Anything with a first day (``starts_on``) and a first day without it (``ends_on``).

    Nothing as a first day means that it was there before the record begins; nothing as the other,
    that no end is known.
    """

    __slots__ = ()

    def is_current(self: HasPeriod, on: dt.date) -> bool:
        """Return whether it exists on a day: from its first until the day before it ends."""
        return (self.starts_on is None or self.starts_on <= on) and (
            self.ends_on is None or on < self.ends_on
        )
