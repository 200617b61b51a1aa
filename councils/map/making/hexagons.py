"""Make ``hexagons.csv`` from the areas: a layout for each set of councils, each from the last.

The first set begins where each council stands on the stretched map (``cartogram``), or as near to
that as one council a cell allows, and is annealed at length. Every later set grows from the one
before: who stays keeps its cell, who is new takes the place of those it replaces, or the nearest
free cell; then annealing at a low heat mends what that broke, while each step that a council
moves costs something.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from math import hypot
from pathlib import Path

import numpy as np

from councils.dates import RECORD_BEGINS
from councils.map import areas, region_names
from councils.map.layout import Cell, nearest_free_cell, touching
from councils.map.lineage import ShippedRegister
from councils.map.making.board import ROWS, Board, fitted
from councils.map.making.cartogram import ROW, Ground, ground
from councils.map.making.country import ISLANDS, Country, country_on
from councils.map.making.name_places import name_places

FIRST = (8_000_000, 0.8, 0.12)
MEND = (600_000, 0.15, 0.03)
"""How to anneal the first set, and those that grow from it: tries, first and last heat."""

SEED = 9
"""The random seed. Weights and seed were chosen among some thirty layouts: docs/map.md has the
figures of some."""

Layout = dict[str, Cell]


def make_hexagons(register: ShippedRegister, file: Path, say: Callable[[str], None]) -> None:
    """Write the layouts of all sets of councils to a file, and beside it the regions' names."""
    layouts: dict[dt.date, Layout] = {}
    before: dt.date | None = None
    for day in set_days(register):
        country = country_on(day, register)
        place = ground(areas.outlines_of(register.owners_on(day)), ROWS)
        if before is None:
            board = Board(country, place, {})
            board.assign()
            board.anneal(*FIRST, seed=SEED)
        else:
            board = Board(country, place, layouts[before])
            board.place(_grown(country, layouts[before], day, before, register))
            board.anneal(*MEND, seed=SEED)
        layouts[day] = board.layout()
        say(_figures(day, board, place))
        if before is not None:
            moved = _moved(layouts[before], layouts[day])
            say(f"    moved since {before}: {', '.join(moved) or 'nobody'}")
        before = day
    region_of = {code: council["region"] for code, council in register.councils.items()}
    for day, layout in layouts.items():
        layouts[day] = _with_portsmouth_west(
            _with_surrey_inland(_with_scilly_west(layout), region_of)
        )
    names_file = file.with_name(region_names.FILE.name)
    names_file.write_text("".join(_name_lines(layouts, region_of)), encoding="utf-8", newline="\n")
    file.write_text("".join(_lines(layouts, region_of)), encoding="utf-8", newline="\n")
    say(file.name)


def set_days(register: ShippedRegister) -> list[dt.date]:
    """Return the days on which the set of responsible councils changed."""
    changes = {
        dt.date.fromisoformat(day)
        for council in register.councils.values()
        for day in (council["starts_on"], council["ends_on"])
        if day > RECORD_BEGINS.isoformat()
    }
    days = [RECORD_BEGINS]
    for day in sorted(changes):
        if register.responsible_on(day) != register.responsible_on(days[-1]):
            days.append(day)
    return days


def strayed(layout: Mapping[str, Cell], place: Ground) -> dict[str, float]:
    """Return how far each mainland council stands from its place on the stretched map."""
    return {
        code: hypot(*np.subtract(_middle(cell), place.places[code]).tolist())
        for code, cell in layout.items()
        if code not in ISLANDS
    }


def displacements(country: Country, layout: Mapping[str, Cell]) -> dict[str, float]:
    """Return how far each council stands from its true place, in hexagons.

    A map that gives London's 33 the room of East Anglia cannot do better than some hexagons.
    """
    drawn = np.array([_middle(layout[code]) for code in country.codes])
    off = np.hypot(*(fitted(country, drawn) - drawn).T)
    return dict(zip(country.codes, off.tolist(), strict=True))


def turned(country: Country, layout: Mapping[str, Cell]) -> dict[tuple[str, str], float]:
    """Return by how many degrees each pair of neighbours is drawn in a wrong direction.

    Above 90 the two stand on the wrong side of each other.
    """
    degrees = {}
    for one, other in country.borders:
        codes = country.codes[one], country.codes[other]
        true = np.subtract(country.centres[other], country.centres[one])
        drawn = np.subtract(_middle(layout[codes[1]]), _middle(layout[codes[0]])) * (1, -1)
        off = np.arctan2(true[1], true[0]) - np.arctan2(drawn[1], drawn[0])
        degrees[codes] = abs(float(np.degrees((off + np.pi) % (2 * np.pi) - np.pi)))
    return degrees


def _grown(
    country: Country, beside: Layout, day: dt.date, other: dt.date, register: ShippedRegister
) -> Layout:
    """Return a first layout for a day, from that of another set of councils."""
    layout = {code: beside[code] for code in country.codes if code in beside}
    here = register.owners_on(day)
    there = register.owners_on(other)
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


def _with_scilly_west(layout: Layout) -> Layout:
    """Return a layout with the Isles of Scilly moved west in their row, until Cornwall is not."""
    column, row = layout["IOS"]
    while _middle((column, row))[0] > _middle(layout["CON"])[0]:
        column -= 1
    return {**layout, "IOS": (column, row)}


def _with_surrey_inland(layout: Layout, region_of: Mapping[str, str]) -> Layout:
    """Return a layout with Southampton in the gap between Hampshire and West Sussex, below Surrey.

    The South West beside where Southampton stood, and south of it, goes a cell to the east, so that
    Reading does not come to stand at the sea in its place.
    """
    left = layout["STH"]
    [gap] = set(touching(layout["HAM"])) & set(touching(layout["WSX"])) - set(layout.values())
    moving = [
        code
        for code, (_, row) in layout.items()
        if region_of[code] == "South West" and code not in ISLANDS and row >= left[1] - 1
    ]
    moved = {code: cell for code, cell in layout.items() if code not in moving} | {"STH": gap}
    for code in sorted(moving, key=lambda code: -layout[code][0]):
        column, row = here = layout[code]
        moved[code] = next(
            cell for cell in ((column + 1, row), left, here) if cell not in moved.values()
        )
    return moved


def _with_portsmouth_west(layout: Layout) -> Layout:
    """Return a layout with Portsmouth west of West Sussex and not beside Kent.

    It takes the place of West Sussex. Along the coast, each of the three Sussex councils takes the
    place of the next, and the last that of Portsmouth.
    """
    coast = ["POR", "WSX", "BNH", "ESX"]
    places = [layout[code] for code in [*coast[1:], coast[0]]]
    return {**layout, **dict(zip(coast, places, strict=True))}


def _moved(old: Layout, new: Layout) -> list[str]:
    """Return the councils that stand on another cell than before."""
    return [code for code, cell in new.items() if old.get(code, cell) != cell]


def _figures(day: dt.date, board: Board, place: Ground) -> str:
    layout = board.layout()
    off, far = strayed(layout, place), displacements(board.country, layout)
    degrees = turned(board.country, layout).values()
    worst, farthest = max(off, key=off.__getitem__), max(far, key=far.__getitem__)
    return (
        f"{day}: {len(layout)} councils, {board.kept():.1%} of neighbours touch,"
        f" {sum(each > 90 for each in degrees)} pairs on the wrong side,"
        f" {sum(degrees) / len(degrees):.0f} degrees off on average;"
        f" off the stretched map {sum(off.values()) / len(off):.1f} hexagons on average,"
        f" at most {off[worst]:.1f} ({worst});"
        f" off the true one {sum(far.values()) / len(far):.1f}, at most {far[farthest]:.1f}"
        f" ({farthest})"
    )


def _middle(cell: Cell) -> tuple[float, float]:
    column, row = cell
    return column + (row & 1) / 2, row * ROW


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


def _name_lines(layouts: Mapping[dt.date, Layout], region_of: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of the file that says where the regions' names stand."""
    yield ",".join(region_names.COLUMNS) + "\n"
    for day in sorted(layouts):
        for region, (x, top, ((x1, y1), (x2, y2))) in name_places(layouts[day], region_of).items():
            yield f"{day},{region},{x},{top},{x1},{y1},{x2},{y2}\n"
