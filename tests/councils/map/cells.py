"""What the tests of the map ask of its layouts."""

import csv
import datetime as dt

from councils.map import layout
from councils.map.layout import touching


def count_parts(cells):
    """Return the number of connected parts of a set of cells."""
    left, parts = set(cells), 0
    while left:
        parts += 1
        edge = [left.pop()]
        while edge:
            near = left & set(touching(edge.pop()))
            left -= near
            edge.extend(near)
    return parts


def layout_days():
    """Return the days on which a layout of hexagons begins."""
    with layout.FILE.open(encoding="utf-8", newline="") as rows:
        return sorted({dt.date.fromisoformat(row["from"]) for row in csv.DictReader(rows)})
