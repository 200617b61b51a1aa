"""The count over time as a step line, drawn to scale: how many councils there were, and signed."""

import datetime as dt
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from councils.dates import RECORD_BEGINS
from councils.history.days import Day

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


def draw(days: list[Day], on: dt.date) -> SafeString:
    """Return the line until a day as SVG. The table of days says the same."""
    whole = max((on - RECORD_BEGINS).days, 1)
    days = [day for day in days if day.day <= on]

    def x(day: dt.date) -> int:
        return LEFT + round((RIGHT - LEFT) * (day - RECORD_BEGINS).days / whole)

    def steps(counts: list[int]) -> str:
        drops = zip(days[1:], counts[1:], strict=True)
        line = "".join(f"H{x(day.day)}V{y(count)}" for day, count in drops)
        return f"M{LEFT} {y(counts[0])}{line}H{RIGHT}"

    years = range(RECORD_BEGINS.year + 1, on.year + 1)
    apart = next(
        n for n in (1, 2, 4, 5, 10, 100) if n * (RIGHT - LEFT) * 365 >= YEARS_APART * whole
    )
    line = steps([day.signed for day in days])
    context = {
        "until": on,
        "signed": days[-1].signed,
        "total": days[-1].total,
        "signed_y": y(days[-1].signed),
        "line": line,
        "area": f"{line}V{BOTTOM}H{LEFT}z",
        "councils": steps([day.total for day in days]),
        "counts": [Mark(str(count), LEFT - 6, y(count)) for count in (0, 50, 100, 150)],
        "years": [Mark(str(year), x(dt.date(year, 1, 1)), BOTTOM) for year in years[::apart]],
    }
    return render_to_string("councils/step_line.svg", context)


def y(count: int) -> int:
    return BOTTOM - round((BOTTOM - TOP) * count / MOST)
