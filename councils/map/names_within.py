"""The name of a council within its hexagon, where it fits at a size that can be read.

``names_within.csv`` has the forms that a long name may take, in the order in which they are tried
after the name itself: lines are parted by "/", forms by ";". A name that fits in no form is left
out, as its link has it in full.
"""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from councils.record import CouncilOnDay
from councils.record.status import Status
from councils.sharing import font_metrics

FILE = Path(__file__).parent / "names_within.csv"

WIDEST = 20
"""The room for a line between the two upright sides, in units of the drawing."""
SIDES, TIP = 6.5, 13
"""How far the upright sides and the tips reach from the middle of a hexagon."""
SIDE_TO_SIDE = 22
MOST_LINES = 3
ABOVE, BELOW = 0.73, 0.2
"""How far letters reach over and under the line on which they stand, in ems."""


class Setting(NamedTuple):
    """A size of names, in units of the drawing, and where lines stand, in ems of that size."""

    size: float
    middle: float
    """How far below the middle of the hexagon the middle of the lines stands."""
    apart: float
    """The distance between two lines."""


class NameWithin(NamedTuple):
    """A name on the map: what the style sheet calls it, and its lines with their places."""

    css_class: str
    lines: list[tuple[int, float, str]]


WHOLE = Setting(6.1, 0.31, 1.016)
"""Of the whole map, once that is 884 pixels wide."""
WHOLE_WIDER = WHOLE._replace(size=5.6)
"""Of the whole map, once that is 962 pixels wide: for names that are too long before."""


def of_region(width: int, narrow: bool) -> Setting:
    """Return the setting of one region that is ``width`` units wide.

    ``narrow``: from 320 pixels on; otherwise from 576 on.
    """
    size = 12.1 * width / 320 if narrow else 12.6 * width / 576
    return Setting(round(size, 2), 0.345, 1.1)


def has_room(row: CouncilOnDay) -> bool:
    """Whether nothing else is drawn where its name would stand."""
    return row.status in (Status.SIGNED, Status.NOT_SIGNED) and not row.disputed


def name_within(row: CouncilOnDay, x: int, y: int, setting: Setting) -> NameWithin | None:
    """Place a council's name in the hexagon around a point; None where it does not fit."""
    if not has_room(row):
        return None
    for lines in forms_of(row.short_name, setting):
        heights = heights_of(len(lines), setting)
        if fits(lines, heights, setting):
            placed = []
            for line, height in zip(lines, heights, strict=True):
                placed.append((x, round(y + height, 1), line))
            return NameWithin("in on-lit" if row.status == Status.SIGNED else "in", placed)
    return None


def forms_of(name: str, setting: Setting) -> list[list[str]]:
    """Return the forms of a name in the order in which they are tried, each as its lines."""
    by_words = font_metrics.text().lines(name, setting.size, WIDEST)
    forms = [[name], by_words]
    for form in shorter_forms().get(name, "").split(";"):
        if form:
            forms.append(form.split("/"))
    return forms


def heights_of(count: int, setting: Setting) -> list[float]:
    """Return how far below the middle of the hexagon each of some lines stands."""
    apart = setting.apart * setting.size
    first = setting.middle * setting.size - apart * (count - 1) / 2
    return [first + apart * number for number in range(count)]


def fits(lines: list[str], heights: list[float], setting: Setting) -> bool:
    """Whether lines at those heights lie within a hexagon."""
    if len(lines) > MOST_LINES:
        return False
    for line, height in zip(lines, heights, strict=True):
        top = ABOVE * setting.size - height
        foot = height + BELOW * setting.size
        if font_metrics.text().width(line, setting.size) > room_at(max(top, foot)):
            return False
    return True


def room_at(reach: float) -> float:
    """Return the width of a hexagon as far from its middle as a line reaches."""
    if reach <= SIDES:
        return WIDEST
    return min(WIDEST, SIDE_TO_SIDE * (TIP - reach) / (TIP - SIDES))


@cache
def shorter_forms() -> dict[str, str]:
    with FILE.open(encoding="utf-8", newline="") as rows:
        return {row["name"]: row["forms"] for row in csv.DictReader(rows)}
