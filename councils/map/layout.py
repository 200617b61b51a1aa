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
from pathlib import Path

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

ACROSS, DOWN = 24, 21
"""Distance between two hexagons of a row, and between two rows, in units of the drawing."""

CORNERS: tuple[Point, ...] = ((0, -14), (12, -7), (12, 7), (0, 14), (-12, 7), (-12, -7))
"""The corners of a hexagon around its centre, clockwise from the top; regular to within 1%."""


def layout_on(day: dt.date) -> dict[str, Cell]:
    """Return the cell of each council on a day, by code.

    For a day before the first layout, return the first. A council that staff entered later is not
    in any layout: see ``nearest_free_cell``.
    """
    day = max(day, first_day())
    cells = {code: cell for code, since, cell in _facts() if since <= day}
    return {code: cell for code, cell in sorted(cells.items()) if cell is not None}


def first_day() -> dt.date:
    """Return the day of the first layout."""
    return _facts()[0][1]


def days() -> list[dt.date]:
    """Return the days on which a layout begins."""
    return sorted({since for _, since, _ in _facts()})


def nearest_free_cell(taken: Collection[Cell], near: Iterable[Cell]) -> Cell:
    """Return the free cell that is nearest to some cells, for a council not in the layouts.

    ``near`` are the cells of the councils it replaces, or of its neighbours. Of cells equally
    near the northernmost is taken, then the westernmost. It stays within the columns.
    """
    wanted = list(near)
    last = max(row for _, row in [*taken, *wanted]) + 1
    free = (
        (column, row)
        for row in range(last + 1)
        for column in range(COLUMNS)
        if (column, row) not in taken and (column, row) != HUB
    )
    return min(
        free, key=lambda cell: (sum(distance(cell, other) for other in wanted), cell[1], cell[0])
    )


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
    there = {cell: region_of[code] for code, cell in layout.items()}
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
    north = {region: sum(its) / len(its) for region, its in rows.items()}

    def place(code: str) -> tuple[float, str, int, int]:
        column, row = layout[code]
        return north[region_of[code]], region_of[code], row, column

    return sorted(layout, key=place)


@cache
def _facts() -> tuple[tuple[str, dt.date, Cell | None], ...]:
    """Read the file: code, day, and cell or None, in the order of the days."""
    with FILE.open(encoding="utf-8", newline="") as rows:
        facts = [
            (
                row["code"],
                dt.date.fromisoformat(row["from"]),
                (int(row["column"]), int(row["row"])) if row["column"] else None,
            )
            for row in csv.DictReader(rows)
        ]
    return tuple(sorted(facts, key=lambda fact: (fact[1], fact[0])))


def _side(cell: Cell, number: int) -> Side:
    """Return the side of a cell towards the neighbour of that number in ``touching``."""
    x, y = centre(cell)
    (x1, y1), (x2, y2) = CORNERS[number], CORNERS[(number + 1) % 6]
    return (x + x1, y + y1), (x + x2, y + y2)
