"""The count over time as a step line, drawn to scale: how many councils there were, and signed."""

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from councils.dates import RECORD_BEGINS, format_date
from councils.history.periods import Timeline

LEFT, RIGHT, TOP, BOTTOM = 38, 344, 22, 190
"""The edges of the drawing, in units that are a pixel on the narrowest phone."""
MOST = 160
"""The count at the top edge: more than the councils of any day."""
YEARS_APART = 46
"""The least distance between the names of two years."""


class Mark(NamedTuple):
    """A name beside an axis."""

    words: str
    x: float
    y: float


def draw(timeline: Timeline, on: dt.date) -> SafeString:
    """Return the line until a day as SVG. The table of days says the same."""
    whole = max((on - RECORD_BEGINS).days, 1)

    def x(day: dt.date) -> int:
        return LEFT + round((RIGHT - LEFT) * (day - RECORD_BEGINS).days / whole)

    def steps(count: Callable[[dt.date], int]) -> str:
        days = [day for day in timeline.days if day <= on]
        line = "".join(f"H{x(day)}V{y(count(day))}" for day in days[1:])
        return f"M{LEFT} {y(count(days[0]))}{line}H{RIGHT}"

    years = range(RECORD_BEGINS.year + 1, on.year + 1)
    apart = next(
        n for n in (1, 2, 4, 5, 10, 100) if n * (RIGHT - LEFT) * 365 >= YEARS_APART * whole
    )
    context = {
        "until": on,
        "signed": timeline.signed(on),
        "total": timeline.total(on),
        "signed_y": y(timeline.signed(on)),
        "changes": changes(timeline, on),
        "line": steps(timeline.signed),
        "area": f"{steps(timeline.signed)}V{BOTTOM}H{LEFT}z",
        "councils": steps(timeline.total),
        "counts": [Mark(str(count), LEFT - 6, y(count)) for count in (0, 50, 100, 150)],
        "years": [Mark(str(year), x(dt.date(year, 1, 1)), BOTTOM) for year in years[::apart]],
    }
    return render_to_string("councils/step_line.svg", context)


def y(count: int) -> int:
    return BOTTOM - round((BOTTOM - TOP) * count / MOST)


def changes(timeline: Timeline, on: dt.date) -> str:
    """Return the last days on which the number of signatures changed, for who cannot see them."""
    told, before = [], -1
    for day in timeline.days:
        signed = timeline.signed(day)
        if day <= on and signed != before:
            told.append(f"{signed} from {format_date(day)}")
        before = signed
    return ", ".join(told[-6:])
