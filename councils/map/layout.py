"""Hexagons: where each responsible council of England stands on the map, on any day.

Each line of ``hexagons.csv`` gives the column and row of a council from a day on, and its region.
If column and row are empty, the council is no longer on the map from that day. Odd rows are shifted
to the right by half a hexagon, row 0 is in the north, and hexagons have a corner on top.
``docs/map.md`` says how to move one.

Lengths are in units of the drawing: hexagons are ``ACROSS`` apart in a row and rows ``DOWN`` apart,
so that every corner has whole numbers.
"""

import csv
import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from math import inf
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured

from councils.map.areas import end_to_end, path

Cell = tuple[int, int]
"""Column and row."""

Point = tuple[int, int]
Side = tuple[Point, Point]

FILE = Path(__file__).parent / "hexagons.csv"

COLUMNS = 17
"""The most columns a layout may have: England's, and London's beside it."""

HUB: Cell = (8, 17)
"""Where London lies in England. It is drawn beside it, and no council takes this cell."""

ACROSS = 24
"""Distance between two hexagons of a row, in units of the drawing."""
DOWN = 21
"""Distance between two rows."""

CORNERS: tuple[Point, ...] = ((0, -14), (12, -7), (12, 7), (0, 14), (-12, 7), (-12, -7))
"""The corners of a hexagon around its centre, clockwise from the top; regular to within 1%."""


def layout_on(day: dt.date) -> dict[str, Cell]:
    """Return the cell of each council on a day, by code.

    For a day before the first layout, return the first. A council that staff entered later is not
    in any layout: see ``nearest_free_cell``.
    """
    day = max(day, first_day())
    cells = {}
    for fact in _facts():
        if fact.since <= day:
            cells[fact.code] = fact.cell
    standing = {}
    for code in sorted(cells):
        cell = cells[code]
        if cell is not None:
            standing[code] = cell
    return standing


def first_day() -> dt.date:
    """Return the day of the first layout."""
    return _facts()[0].since


def days() -> list[dt.date]:
    """Return the days on which a layout begins."""
    return sorted({fact.since for fact in _facts()})


def nearest_free_cell(taken: Collection[Cell], near: Iterable[Cell]) -> Cell:
    """Return the free cell that is nearest to some cells, for a council not in the layouts.

    ``near`` are the cells of the councils it replaces, or of its neighbours. Of cells equally
    near the northernmost is taken, then the westernmost. It stays within the columns.
    """
    wanted = list(near)
    last = max(row for _, row in [*taken, *wanted]) + 1
    used = {*taken, HUB}
    nearest = None
    least = inf
    for row in range(last + 1):
        for column in range(COLUMNS):
            cell = (column, row)
            away = sum(distance(cell, other) for other in wanted)
            if cell not in used and away < least:
                nearest = cell
                least = away
    assert nearest is not None  # the last row is free
    return nearest


def touching(cell: Cell) -> tuple[Cell, ...]:
    """Return the six cells round a cell, clockwise from the one on its upper right."""
    column, row = cell
    right = column + (row & 1)
    return (
        (right, row - 1),
        (column + 1, row),
        (right, row + 1),
        (right - 1, row + 1),
        (column - 1, row),
        (right - 1, row - 1),
    )


def distance(one: Cell, other: Cell) -> int:
    """Return the number of steps from one cell to another."""
    down = abs(one[1] - other[1])
    double = abs(2 * one[0] + (one[1] & 1) - 2 * other[0] - (other[1] & 1))
    return down + max(0, (double - down) // 2)


def centre(cell: Cell) -> Point:
    """Return the centre of a cell in units of the drawing, y growing to the south."""
    column, row = cell
    return ACROSS // 2 * (1 + 2 * column + (row & 1)), 14 + DOWN * row


def size(layout: Mapping[str, Cell]) -> tuple[int, int]:
    """Return width and height of the drawing (its ``viewBox``); the width is always the same.

    Raises ImproperlyConfigured where no council is loaded.
    """
    if not layout:
        raise ImproperlyConfigured("No council is loaded yet. Run: python manage.py load_register")
    last = max(row for _, row in layout.values())
    return ACROSS * COLUMNS + ACROSS // 2, 28 + DOWN * last


def region_lines(layout: Mapping[str, Cell], region_of: Mapping[str, str]) -> str:
    """Return SVG path data of the lines between hexagons of different regions."""
    there = {}
    for code, cell in layout.items():
        there[cell] = region_of[code]
    sides = []
    for cell, region in there.items():
        # Each side once: seen from the cell whose neighbour is to the right or below.
        for number, other in enumerate(touching(cell)[:3]):
            if there.get(other, region) != region:
                sides.append(_side(cell, number))
    return "".join(path(list(line)) for line in end_to_end(sides))


def reading_order(layout: Mapping[str, Cell], region_of: Mapping[str, str]) -> list[str]:
    """Return the codes region by region from the north, and in each from north-west to south-east.

    The order in which the keyboard and a screen reader walk over the map.
    """
    rows: dict[str, list[int]] = {}
    for code, (_, row) in layout.items():
        rows.setdefault(region_of[code], []).append(row)
    north = {region: fmean(its) for region, its in rows.items()}

    def place(code: str) -> tuple[float, str, int, int]:
        column, row = layout[code]
        return north[region_of[code]], region_of[code], row, column

    return sorted(layout, key=place)


class Fact(NamedTuple):
    """Where a council stands from a day on; None where it is no longer on the map."""

    since: dt.date
    code: str
    cell: Cell | None


@cache
def _facts() -> list[Fact]:
    """Read the file, in the order of the days."""
    facts = []
    with FILE.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            cell = None
            if row["column"]:
                cell = int(row["column"]), int(row["row"])
            facts.append(Fact(dt.date.fromisoformat(row["from"]), row["code"], cell))
    return sorted(facts, key=lambda fact: (fact.since, fact.code))


def _side(cell: Cell, number: int) -> Side:
    """Return the side of a cell towards the neighbour of that number in ``touching``."""
    x, y = centre(cell)
    x1, y1 = CORNERS[number]
    x2, y2 = CORNERS[(number + 1) % 6]
    return (x + x1, y + y1), (x + x2, y + y2)
