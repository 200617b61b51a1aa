"""Dates of the record: today in London, dates with a precision, and dates as people write them."""

import calendar
import datetime as dt
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

RECORD_BEGINS = dt.date(2012, 7, 9)
"""The day the Runaways' Charter was launched: no signature can be earlier."""

PAST_DAY = "You’re seeing that day as we know it now."
DAY_AHEAD = "That day hasn’t come yet. You’re seeing what we know now."
"""What every page, frame and file of another day says."""

AHEAD = dt.timedelta(days=1826)
"""How far ahead of today a day can be shown: five years, the preview of councils to come."""


def today() -> dt.date:
    """Return today's date in London, where the record's days begin and end."""
    return timezone.now().astimezone(timezone.get_default_timezone()).date()


def midnight(day: dt.date) -> dt.datetime:
    """Return the moment at which a day begins in London."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def format_date(day: dt.date) -> str:
    """Return a date in words: 9 July 2012."""
    return f"{day.day} {day:%B %Y}"


def format_local_date(moment: dt.datetime) -> str:
    """Return a moment's date in London in words: 9 July 2012."""
    return format_date(timezone.localdate(moment))


def format_moment(moment: dt.datetime) -> str:
    """Return a moment in London in words: 9 July 2012, 14:05."""
    return f"{format_local_date(moment)}, {timezone.localtime(moment):%H:%M}"


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
        """The date in words, no more precise than it is known: "by 19 September 2013"."""
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
        """The date in the Extended Date/Time Format (ISO 8601-2, levels 0 and 1).

        "By" a date is an interval with an unknown start; an unknown date is "XXXX".
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
        """The earliest day it can have been, or None if there is no such limit."""
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
        """The latest day it can have been, or None if nothing is known."""
        match self.precision, self.date:
            case Precision.DAY | Precision.BY, day:
                return day
            case Precision.MONTH, dt.date() as day:
                return day.replace(day=calendar.monthrange(day.year, day.month)[1])
            case Precision.YEAR, dt.date() as day:
                return day.replace(month=12, day=31)
        return None

    def covers(self, other: "PartialDate") -> bool:
        """Whether it allows every day that the other allows, so that it says no more."""
        starts = [max(when.first_day or RECORD_BEGINS, RECORD_BEGINS) for when in (self, other)]
        ends = [when.last_day or dt.date.max for when in (self, other)]
        return starts[0] <= starts[1] and ends[0] >= ends[1]

    def counts_from(self, checked_on: dt.date) -> dt.date:
        """Return the day from which the fact counts.

        That is the last day its date allows, but never later than ``checked_on``, the day on which
        somebody read the evidence.
        """
        return min(self.last_day or checked_on, checked_on)


class ActivePeriod:
    """Mixin for what exists from ``starts_on`` until the day before ``ends_on``.

    ``starts_on`` is None if it existed before the record begins; ``ends_on`` is None if no end is
    known. Both are a model's fields or plain attributes.
    """

    __slots__ = ()
    starts_on: Any
    ends_on: Any

    def is_current(self, on: dt.date) -> bool:
        """Return whether it exists on a day."""
        return (self.starts_on is None or self.starts_on <= on) and (
            self.ends_on is None or on < self.ends_on
        )

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which it was there, as every page and message gives it."""
        return self.ends_on and self.ends_on - dt.timedelta(days=1)


class PeriodQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Rows with ``starts_on``, ``until`` and ``is_on``, by the days on which they hold."""

    def on(self, day: dt.date | None = None) -> Self:
        """Return those that hold on a day (default: today, in London)."""
        day = day or today()
        return self.filter(starts_on__lte=day, until__gte=day, is_on=True)


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    """Return the constraint, called ``name``, that the last day does not lie before the first."""
    return models.CheckConstraint(
        condition=Q(until__gte=F("starts_on")),
        name=name,
        violation_error_message="The last day lies before the first.",
    )


# -- A date as people write it: "4 November 2026", "Sept 2013", "by 19/9/2013", "2012" -----------

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
FORMS = {
    Precision.DAY: (
        "%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y",
        "%d/%m/%y", "%d.%m.%y", "%d-%m-%y",
        "%d %b %Y", "%d-%b-%Y", "%d %b %y", "%d-%b-%y", "%b %d %Y",
    ),
    Precision.MONTH: ("%Y-%m", "%m/%Y", "%b %Y", "%b-%Y", "%b-%y"),
    Precision.YEAR: ("%Y",),
}  # fmt: skip
"""With the first three letters of a month. Days come before months, as in Britain."""
AFTER = re.compile(r",?[ t]\d\d?:\d\d(?::\d\d)?(?: ?[ap]m)?$|(?<=\d)[.,]$")
"""What may stand after a date: the time that a spreadsheet or form adds, the end of a sentence."""
WEEKDAY = r"(?:mon|tues?|wed(?:s|nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
NOISE = re.compile(rf"^(?:(?:on|in|the|{WEEKDAY})[\s,]+)+|(?<=\d)(?:st|nd|rd|th)\b|\bof\b|,")
"""What may stand before and within a date and says nothing more."""
UNKNOWN = {"", "unknown", "not known", "nobody knows", "no date", "n/a", "?", "-", "xxxx"}
LIMIT = re.compile(
    r"(by|up to|until|or before|before or on|not? later than|\.\./|before\b)\s*"
    r"((?:the )?end (?:of )?)?(.+)"
)
LAST_DAYS = re.compile(r"\b(29|30|31)(?=\b|st|th)")
"""The days that some months do not have."""
PLAIN = str.maketrans("–’‘", "-''")
"""Dashes and apostrophes as word processors write them, and as we read them."""


def read_date(text: str) -> PartialDate | None:
    """Return a date with its precision, or None if it cannot be read."""
    text = " ".join(text.casefold().translate(PLAIN).split())
    text = NOISE.sub("", AFTER.sub("", text))
    if text in UNKNOWN:
        return PartialDate(Precision.UNKNOWN)
    if match := LIMIT.fullmatch(text):
        return read_limit(match)
    text = re.sub(r"[a-z]+\.?", short_month, re.sub(r"'(?=\d\d$)", "20", text))
    for precision, forms in FORMS.items():
        for form in forms:
            with suppress(ValueError):
                return PartialDate(precision, dt.datetime.strptime(text, form).date())
    return None


def read_near_day(text: str) -> dt.date | None:
    """Return the day nearest to today that is written without a year: "20 December", "20/12"."""
    now = today()
    days = []
    for year in (now.year - 1, now.year, now.year + 1):
        for dated in (f"{text} {year}", f"{text}/{year}"):
            when = read_date(dated)
            if when and when.date and when.precision == Precision.DAY:
                days.append(when.date)
    return min(days, key=lambda day: abs(day - now), default=None)


def is_no_day_of_its_month(text: str) -> bool:
    """Return whether this is written as a day that its month does not have: "31/11/2024"."""
    if read_date(text):
        return False
    earlier = read_date(LAST_DAYS.sub("28", text))
    return earlier is not None and earlier.precision in (Precision.DAY, Precision.BY)


def short_month(word: re.Match[str]) -> str:
    """Return the first three letters of a word that is a month, or begins like one."""
    begun = word[0].removesuffix(".")
    if len(begun) < 3:
        return word[0]
    for month in MONTHS:
        if month.startswith(begun):
            return month[:3]
    return word[0]


def read_limit(match: re.Match[str]) -> PartialDate | None:
    """Return a date before or by which something happened."""
    limit, end, text = match.groups()
    known = read_date(text)
    if known is None or known.precision == Precision.BY:
        return None
    last = known.last_day
    if limit == "before" and not end:
        last = known.first_day and known.first_day - dt.timedelta(days=1)
    return PartialDate(Precision.BY, last) if last else None
