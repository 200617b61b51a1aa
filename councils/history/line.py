"""The count over time, to scale: it climbs, and then it stops."""

import datetime as dt
from typing import NamedTuple

from councils.dates import RECORD_BEGINS, format_date
from councils.history.names import names_of
from councils.history.steps import Step, signed_on, steps
from councils.record import Record, cached_with_record, record_on
from councils.record.tallies import REPORTED_IN_2014

MOST = 160
"""The count at the top edge: more than the councils of any day."""
REPORTED = dt.date(2014, 6, 30)
"""Where the undated report stands: the middle of its probable year."""
ROOM = 15
"""The least count whose band is as high as a line of text."""
SKY = 50
"""The highest count above which the heading has room. A higher one puts it above the drawing."""


class Point(NamedTuple):
    """A place in the drawing, in per cent of its width and height."""

    x: str
    y: str


class CountLine(NamedTuple):
    """The count as a band of light, and what is written beside it."""

    band: str
    top: str
    """The height of all councils, from the top."""
    total: str
    label: str
    """What the drawing shows, in words."""
    report: Point | None
    """Where the report of 2014 stands, if it counts more than we can name."""
    first: int
    """The count when the names first stopped."""
    last: int
    until: int
    """The year of the first count."""
    has_first: bool
    """Whether the first count was reached where it is written: in the left half."""
    has_room: bool
    """Whether the band is as high as a line of text, so that the counts can stand in it."""
    years: list[int]
    has_sky: bool


@cached_with_record
def draw(record: Record) -> CountLine:
    """Return the count until a record's day."""
    made = steps(record)
    names = names_of(record)
    until = names.until if names.early else record.on
    first = signed_on(record, until)
    day = "today" if record.on == record_on().on else f"on {format_date(record.on)}"
    middle = RECORD_BEGINS.year + (record.on.year - RECORD_BEGINS.year) // 2
    return CountLine(
        band=band(made, record.on),
        top=f"{100 - height(record.total):.1f}",
        total=f"{record.total} councils {day}",
        label=label(record, made, until, day),
        report=report(record),
        first=first,
        last=record.signed,
        until=until.year,
        has_first=along(until, record.on) < 50,
        has_room=min(first, record.signed) >= ROOM,
        years=sorted({RECORD_BEGINS.year, middle, record.on.year}),
        has_sky=highest(record, before=92) <= SKY,
    )


def along(day: dt.date, on: dt.date) -> float:
    """Return where a day stands between the launch and the last day, in per cent."""
    return 100 * (day - RECORD_BEGINS).days / max((on - RECORD_BEGINS).days, 1)


def height(count: int) -> float:
    return 100 * count / MOST


def band(made: list[Step], on: dt.date) -> str:
    """Return the band of light as path data, on a ground of 1000 by 100."""
    stairs = "".join(
        f"H{10 * along(step.day, on):.1f}V{100 - height(step.signed):.1f}" for step in made[1:]
    )
    return f"M0 100{stairs}H1000V100H0z"


def highest(record: Record, before: float) -> int:
    """Return the highest count up to a part of the drawing's width, in per cent."""
    counts = [0]
    for step in steps(record):
        if along(step.day, record.on) < before:
            counts.append(step.signed)
    return max(counts)


def report(record: Record) -> Point | None:
    """Return where the report of 2014 stands, above the band, if it is still more than we know."""
    if not record.not_named or record.on < REPORTED:
        return None
    x = along(REPORTED, record.on)
    if highest(record, before=x + 45) > REPORTED_IN_2014 - 6:  # it would stand behind the words
        return None
    return Point(f"{x:.1f}%", f"{100 - height(REPORTED_IN_2014):.1f}%")


def label(record: Record, made: list[Step], until: dt.date, day: str) -> str:
    """Return the drawing in words, for who does not see it."""
    first = signed_on(record, until)
    parts = [f"The count from July 2012 to {day.removeprefix('on ')}, to scale."]
    if len(made) == 1:
        parts.append("It stays at 0.")
    elif until >= record.on:
        parts.append(f"It climbs to {first}.")
    elif first == record.signed:
        parts.append(f"It climbs to {first} by {until:%B %Y} and stays there.")
    else:
        parts.append(f"It climbs to {first} by {until:%B %Y} and is {record.signed} {day}.")
    if report(record):
        parts.append(f"{REPORTED_IN_2014}, from an undated report, stands open at 2014.")
    parts.append(f"There are {record.total} councils {day}.")
    return " ".join(parts)
