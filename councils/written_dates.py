"""Read a date as people write it: "4 November 2026", "Sept 2013", "by 19/9/2013", "2012"."""

import datetime as dt
import re

from councils.dates import PartialDate, Precision

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
DAYS = (
    *("%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"),
    *("%d/%m/%y", "%d.%m.%y", "%d-%m-%y"),
)
AFTER = re.compile(r"[ t]00:00(?::00)?$|(?<=\d)[.,]$")
"""What may stand after a date: the time that a spreadsheet adds, the end of a sentence."""
WEEKDAY = r"(?:mon|tues?|wed(?:s|nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
NOISE = re.compile(rf"^(?:(?:on|in|the|{WEEKDAY})[\s,]+)+")
"""What may stand before a date and says nothing more."""
UNKNOWN = {"", "unknown", "not known", "nobody knows", "no date", "n/a", "?", "-", "xxxx"}
LIMIT = re.compile(
    r"(by|up to|until|or before|before or on|not? later than|\.\./|before\b)\s*"
    r"((?:the )?end (?:of )?)?(.+)"
)
NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?)?([a-z]+)\.?,?[\s-]+(\d{4}|'?\d\d)"
)
PLAIN = str.maketrans("–’‘", "-''")
"""Dashes and apostrophes as word processors write them, and as we read them."""
MONTH_FIRST = re.compile(r"([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")


def read_date(text: str) -> PartialDate | None:
    """Return a date with its precision, or None if it cannot be read.

    Days come before months, as in Britain.
    """
    text = " ".join(text.casefold().translate(PLAIN).split())
    text = AFTER.sub("", NOISE.sub("", text))
    if text in UNKNOWN:
        return PartialDate(Precision.UNKNOWN)
    if match := LIMIT.fullmatch(text):
        return read_limit(match)
    if re.fullmatch(r"\d{4}", text):
        return made(Precision.YEAR, int(text), 1, 1)
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})", text):
        return made(Precision.MONTH, int(match[1]), int(match[2]), 1)
    if match := re.fullmatch(r"(\d{1,2})/(\d{4})", text):
        return made(Precision.MONTH, int(match[2]), int(match[1]), 1)
    for form in DAYS:
        try:
            return PartialDate(Precision.DAY, dt.datetime.strptime(text, form).date())
        except ValueError:
            continue
    if match := NAMED.fullmatch(text):
        return read_named(match)
    if match := MONTH_FIRST.fullmatch(text):
        return made(Precision.DAY, int(match[3]), month_called(match[1]), int(match[2]))
    return None


def read_named(match: re.Match[str]) -> PartialDate | None:
    """Return a date whose month is a word."""
    day, name, year = match.groups()
    if len(year) == 2 and not day and "-" not in match[0]:
        return None  # "Sept 13" may be a day
    if len(year) < 4:
        year = f"20{year[-2:]}"
    return made(
        Precision.DAY if day else Precision.MONTH, int(year), month_called(name), int(day or 1)
    )


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


def month_called(name: str) -> int:
    """Return the number of a month from its name, or at least the first three letters; else 0."""
    matches = [
        number
        for number, month in enumerate(MONTHS, start=1)
        if len(name) >= 3 and month.startswith(name)
    ]
    return matches[0] if len(matches) == 1 else 0


def made(precision: Precision, year: int, month: int, day: int) -> PartialDate | None:
    try:
        return PartialDate(precision, dt.date(year, month, day))
    except ValueError:
        return None
