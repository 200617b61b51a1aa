"""The names of the nine regions round the hexagons, each a link with a hairline to its region.

``region_names.csv`` says where they stand on the layouts of ``hexagons.csv``.
"""

import csv
import datetime as dt
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from councils.map import layout
from councils.record import Record

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


def listed(record: Record) -> SafeString:
    """Return the names as a list of links, for large text: then the map has their numbers."""
    items = "".join(f'<li><a href="{address(record, name)}">{name}</a></li>' for name in LINES)
    return mark_safe(f'<ol class="map-numbered">{items}</ol>')


def address(record: Record, region: str) -> str:
    """Return the address of a region on the record's day, as HTML."""
    at = record.query.replace("?", "&amp;", 1)
    return f"{reverse('councils:tracker')}?region={slugify(region)}{at}"


def draw(record: Record) -> str:
    """Return the names as SVG links to the regions on the record's day, and the hairlines."""
    parts, lines = [], []
    places = places_on(record.on)
    for number, region in enumerate(LINES, 1):
        place = places[region]
        middle = place.top + DOWN_A_LINE * len(LINES[region]) // 2
        spans = "".join(
            f'<tspan x="{place.x}" y="{place.top + 12 + DOWN_A_LINE * row}">{line}</tspan>'
            for row, line in enumerate(LINES[region])
        )
        parts.append(
            f'<a href="{address(record, region)}" aria-label="{region}"><text>{spans}</text>'
            f'<text class="map-number" x="{place.x}" y="{middle + 9}">{number}</text></a>'
        )
        (x1, y1), (x2, y2) = place.line
        lines.append(f"M{x1} {y1}L{x2} {y2}")
    return (
        f'<path class="map-hair" d="{"".join(lines)}"/><g class="map-regions">{"".join(parts)}</g>'
    )


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
