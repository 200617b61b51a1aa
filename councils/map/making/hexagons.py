"""From a sketch to ``hexagons.csv``: one layout for each set of councils, each from the one before.

``sketch.csv`` is today's layout as it was found by long annealing from many starts and put right
by hand and eye where it looked wrong: Northumberland to the top, Wirral below Liverpool, Cornwall
to the south-west with Scilly off it. It is taken as it stands. Every other set of
councils grows from the set next to it in time: who stays keeps its cell, who is new takes the
place of those it replaces, or the nearest free cell; then annealing at a low heat mends what
that broke, while each step that a council moves costs something.
"""

import csv
import datetime as dt
from collections.abc import Callable, Mapping
from math import sqrt
from pathlib import Path

import numpy as np

from councils.map import areas
from councils.map.layout import Cell, nearest_free_cell
from councils.map.making.board import Board
from councils.map.making.country import Country, country_on
from councils.map.register import Register

SKETCH = Path(__file__).parent / "sketch.csv"
SKETCHED = dt.date(2023, 4, 1)
"""The set of councils that the sketch shows."""

RECORD_BEGINS = dt.date(2012, 7, 9)

MEND = (400_000, 0.35, 0.03)
"""Tries, first and last heat."""

SEED = 3
"""The first of a few tried with which every set keeps 72 % of its neighbours and little moves."""

Layout = dict[str, Cell]


def make_hexagons(register: Register, file: Path, say: Callable[[str], None]) -> None:
    """Write the layouts of all sets of councils to a file."""
    days = set_days(register)
    now = days.index(SKETCHED)
    layouts: dict[dt.date, Layout] = {}
    board = Board(country_on(SKETCHED, register), _sketch())
    board.place(_sketch())
    layouts[SKETCHED] = board.layout()
    say(_figures(SKETCHED, board))
    for day, beside in [
        *((days[place], days[place + 1]) for place in range(now - 1, -1, -1)),
        *((days[place], days[place - 1]) for place in range(now + 1, len(days))),
    ]:
        country = country_on(day, register)
        board = Board(country, layouts[beside])
        board.place(_grown(country, layouts[beside], day, beside, register))
        board.anneal(*MEND, seed=SEED)
        layouts[day] = board.layout()
        moved = sum(layouts[beside].get(code, cell) != cell for code, cell in layouts[day].items())
        say(f"{_figures(day, board)}; {moved} moved from {beside}")
    region_of = {code: council.region for code, council in register.councils.items()}
    file.write_text("".join(_lines(layouts, region_of)), encoding="utf-8", newline="\n")
    say(file.name)


def set_days(register: Register) -> list[dt.date]:
    """Return the days on which the set of responsible councils is another than before."""
    changes = {
        day
        for council in register.councils.values()
        for day in (council.starts_on, council.ends_on)
        if day is not None and day > RECORD_BEGINS
    }
    days = [RECORD_BEGINS]
    for day in sorted(changes):
        if register.responsible_on(day).keys() != register.responsible_on(days[-1]).keys():
            days.append(day)
    return days


def displacements(country: Country, layout: Mapping[str, Cell]) -> dict[str, float]:
    """Return how far each council stands from its true place, in hexagons.

    Its true place is the centre of its area after the whole of England is moved and stretched, in
    each direction by one factor, so that all hexagons together are as near as they can be. A map
    that gives London's 33 the room of East Anglia cannot do better than some hexagons.
    """
    drawn = np.array([_middle(layout[code]) for code in country.codes])
    true = np.array(country.centres) * (1, -1)
    off = np.zeros(len(country.codes))
    for axis in range(2):
        stretch, shift = np.polyfit(true[:, axis], drawn[:, axis], 1)
        off += (stretch * true[:, axis] + shift - drawn[:, axis]) ** 2
    return dict(zip(country.codes, np.sqrt(off).tolist(), strict=True))


def _grown(
    country: Country, beside: Layout, day: dt.date, other: dt.date, register: Register
) -> Layout:
    """Return a first layout for a day, from that of another set of councils."""
    layout = {code: beside[code] for code in country.codes if code in beside}
    here = register.owners_on(day, areas.pieces())
    there = register.owners_on(other, areas.pieces())
    for code in country.codes:
        if code in layout:
            continue
        kin = sorted({there[piece] for piece, owner in here.items() if owner == code})
        cells = [beside[old] for old in kin if beside[old] not in layout.values()]
        layout[code] = (
            cells[0]
            if cells
            else nearest_free_cell(set(layout.values()), [beside[old] for old in kin])
        )
    return layout


def _figures(day: dt.date, board: Board) -> str:
    off = displacements(board.country, board.layout())
    worst = max(off, key=off.__getitem__)
    return (
        f"{day}: {len(off)} councils, {board.kept():.1%} of neighbours touch,"
        f" {sum(off.values()) / len(off):.1f} hexagons off on average,"
        f" at most {off[worst]:.1f} ({worst})"
    )


def _sketch() -> Layout:
    with SKETCH.open(encoding="utf-8", newline="") as rows:
        return {row["code"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(rows)}


def _middle(cell: Cell) -> tuple[float, float]:
    column, row = cell
    return column + (row & 1) / 2, row * sqrt(3) / 2


def _lines(layouts: Mapping[dt.date, Layout], region_of: Mapping[str, str]) -> list[str]:
    """Return the lines of the file: each council's first cell, and each change of it."""
    lines = []
    last: dict[str, Cell | None] = {}
    for day in sorted(layouts):
        for code in sorted(layouts[day].keys() | last.keys()):
            cell = layouts[day].get(code)
            if cell != last.get(code):
                column, row = cell if cell is not None else ("", "")
                lines.append(f"{code},{day},{column},{row},{region_of[code]}\n")
            last[code] = cell
    return ["code,from,column,row,region\n", *sorted(lines)]
