"""The names of the nine regions round the hexagons, each a link with a hairline to its region.

``region_names.csv`` says where they stand on the layouts of ``hexagons.csv``.
"""

import csv
import datetime as dt
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.urls import reverse
from django.utils.text import slugify

from councils.map import layout
from councils.record import Record, cached_with_record

FILE = Path(__file__).parent / "region_names.csv"

SIZE = 15
"""Font size, in units of the drawing: the least size of text on the narrowest screens."""
DOWN_A_LINE = 16
"""Height of a line."""

LINES = {
    "North East": ("North", "East"),
    "North West": ("North", "West"),
    "Yorkshire and The Humber": ("Yorkshire and", "The Humber"),
    "East Midlands": ("East", "Midlands"),
    "West Midlands": ("West", "Midlands"),
    "East of England": ("East of", "England"),
    "London": ("London",),
    "South East": ("South", "East"),
    "South West": ("South", "West"),
}
"""How each name is broken into lines."""


class Place(NamedTuple):
    """The middle and the top of a name, and the two ends of its hairline."""

    x: int
    top: int
    line: tuple[tuple[int, int], tuple[int, int]]


def places_on(day: dt.date) -> dict[str, Place]:
    """Return where each region's name stands on the layout of a day."""
    day = max(day, layout.first_day())
    return next(places for since, places in reversed(_facts()) if since <= day)


@cached_with_record
def standing(record: Record) -> list[dict[str, object]]:
    """Return each region's name with its lines, its hairline and its address, for the drawing."""
    places, tracker = places_on(record.on), reverse("councils:tracker")
    at = record.query.replace("?", "&", 1)
    return [
        {
            "region": region,
            "address": f"{tracker}?region={slugify(region)}{at}",
            "x": (place := places[region]).x,
            "lines": [(place.top + 12 + DOWN_A_LINE * n, line) for n, line in enumerate(lines)],
            "number_y": place.top + DOWN_A_LINE * len(lines) // 2 + 9,
            "line": place.line,
        }
        for region, lines in LINES.items()
    ]


@cache
def _facts() -> tuple[tuple[dt.date, dict[str, Place]], ...]:
    """Read the file: the places of all names from each day on, in the order of the days."""
    days: dict[dt.date, dict[str, Place]] = {}
    with FILE.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            x, top, x1, y1, x2, y2 = (int(row[name]) for name in COLUMNS[2:])
            place = Place(x, top, ((x1, y1), (x2, y2)))
            days.setdefault(dt.date.fromisoformat(row["from"]), {})[row["region"]] = place
    return tuple(sorted(days.items()))


COLUMNS = ("from", "region", "x", "top", "x1", "y1", "x2", "y2")
"""The columns of the file."""
