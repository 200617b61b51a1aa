"""Draw the map of hexagons as SVG, and say which council answers for each true area.

On the map on which one chooses, every council is a link whose name includes its status, which its
shape and colour show too.
"""

import csv
import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from councils.map import layout
from councils.names import lower_first
from councils.record import CouncilOnDay, Record, cached_with_record
from councils.record.status import STATUSES, Status

ISLANDS = {"IOS": ("Scilly", 17, "start"), "IOW": ("Wight", -17, "end")}
"""Councils that stand apart on the hexagon map: their names, right or left of them in the sea."""

NEW_FOR = dt.timedelta(days=30)


@dataclass
class Cell:
    """One council on the hexagon map."""

    row: CouncilOnDay
    x: int
    y: int
    label: str
    is_new: bool


@dataclass
class HexagonMap:
    """A record's map of hexagons: where everything stands."""

    width: int
    height: int
    cells: list[Cell]
    """In the order of the keyboard, region by region."""
    lines: str
    islands: list[dict[str, object]]
    places: dict[str, layout.Cell]
    by_code: dict[str, Cell]

    @property
    def view_box(self) -> str:
        """The frame of the map, with room for the ascenders of a name at its top."""
        return f"-1 -3 {self.width + 2} {self.height + 5}"


OUTLINES = {
    "hexagon": "m0-13l11 6.5v13l-11 6.5-11-6.5v-13z",
    "core": "m0-6l5 3v6l-5 3-5-3v-6z",
    "ring": "m0-10l8.5 5v10l-8.5 5-8.5-5v-10z",
    "lower half": "m-11 0h22v6.5l-11 6.5-11-6.5z",
    "bar": "m-6 0h12",
    "disc": "m-6.5 0a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0",
    "question": "m-2.1-2a2.1 2.1 0 1 1 3.2 1.8q-1.1.7-1.1 1.7m0 2.2v.1",
}
"""Every shape of the map, from the middle of its hexagon."""
DISPUTED = (("disc", "disc"), ("question", "question"))
"""What lies on the hexagon of a council that disputes its status."""


class Layer(NamedTuple):
    """Everything on the map that is drawn alike: one shape for many councils."""

    css_class: str
    path: str
    kind: str
    """"away" if the filters leave these councils out, "new" if they have just signed, or ""."""


def hexagon_links(record: Record, shown: list[CouncilOnDay] | None = None) -> SafeString:
    """Return the map on which one chooses: links above the drawing, in the keyboard's order.

    ``shown`` are the councils that match the filters (default: all). The others are faint, and no
    links. As nothing is drawn over the links, the ring round the one in focus is whole.
    """
    return links_of(record) if shown is None else draw_links(record, shown)


@cached_with_record
def links_of(record: Record) -> SafeString:
    return draw_links(record, record.councils)


def draw_links(record: Record, shown: list[CouncilOnDay]) -> SafeString:
    prepared, ids = hexagon_map(record), {row.id for row in shown}
    names = region_names(record.on)
    context = {
        "record": record,
        "map": prepared,
        "view_box": prepared.view_box,
        "layers": layers(prepared, ids),
        "links": [cell for cell in prepared.cells if cell.row.id in ids],
        "outline": OUTLINES["hexagon"],
        "names": names,
        "hair": "".join(f"M{name.x1} {name.y1}L{name.x2} {name.y2}" for name in names),
    }
    return render_to_string("map/links.svg", context)


def layers(prepared: HexagonMap, ids: set[int]) -> list[Layer]:
    """Return what the map draws, from the ground up."""
    paths: dict[tuple[str, str], str] = {}
    for cell in prepared.cells:
        row = cell.row
        kind = ("new" if cell.is_new else "") if row.id in ids else "away"
        for css_class, outline in (
            *STATUSES[row.status].marker,
            *(DISPUTED if row.disputed else ()),
        ):
            key = (kind, css_class)
            paths[key] = f"{paths.get(key, '')}M{cell.x} {cell.y}{OUTLINES[outline]}"
    order = [css_class for status in STATUSES.values() for css_class, _ in status.marker]
    order = ["cell", *order, *(css_class for css_class, _ in DISPUTED)]
    return [
        Layer(css_class, path, kind)
        for (kind, css_class), path in sorted(
            paths.items(), key=lambda item: (item[0][0], order.index(item[0][1]))
        )
    ]


class RegionName(NamedTuple):
    """Where a region's name stands: its middle, its lines with their heights, its hairline."""

    x: int
    lines: list[tuple[int, str]]
    x1: int
    y1: int
    x2: int
    y2: int


DOWN_A_LINE = 16
"""Height of a line of a name."""


def region_names(day: dt.date) -> list[RegionName]:
    """Return the names of the nine regions round the hexagons of a day."""
    day = max(day, layout.first_day())
    standing = {row["region"]: row for row in _names() if dt.date.fromisoformat(row["from"]) <= day}
    return [
        RegionName(
            int(row["x"]),
            [(int(row["top"]) + 12 + DOWN_A_LINE * n, line)
             for n, line in enumerate(row["lines"].split("/"))],
            *(int(row[name]) for name in ("x1", "y1", "x2", "y2")),
        )
        for row in standing.values()
    ]  # fmt: skip


@cache
def _names() -> list[dict[str, str]]:
    with (Path(__file__).parent / "region_names.csv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


@cached_with_record
def hexagon_map(record: Record) -> HexagonMap:
    places = cells_of(record)
    region_of = {row.code: row.region for row in record.councils}
    width, height = layout.size(places)
    cells = []
    for code in layout.reading_order(places, region_of):
        row = record.by_code[code]
        x, y = layout.centre(places[code])
        cells.append(Cell(row, x, y, label(row), is_newly_signed(row, record.on)))
    by_code = {cell.row.code: cell for cell in cells}
    islands = [
        {"name": name, "x": by_code[code].x + aside, "y": by_code[code].y + 5, "anchor": anchor}
        for code, (name, aside, anchor) in ISLANDS.items()
        if code in by_code
    ]
    lines = layout.region_lines(places, region_of)
    return HexagonMap(width, height, cells, lines, islands, places, by_code)


def is_newly_signed(row: CouncilOnDay, on: dt.date) -> bool:
    """Return whether a signature is so new that its hexagon brightens once when the page opens.

    It must be certain that the council did not sign earlier, unlike "by" a day.
    """
    if row.status != Status.SIGNED or row.signature is None:
        return False
    earliest, _ = row.signature.possible_days(row.starts_on)
    return earliest > on - NEW_FOR


def cells_of(record: Record) -> dict[str, layout.Cell]:
    """Return the cell of every council of a record's day.

    A council that staff entered takes the free cell nearest to those it replaces, or to its region.
    """
    cells = layout.layout_on(record.on)
    places = {row.code: cells[row.code] for row in record.councils if row.code in cells}
    for row in record.councils:
        if row.code not in places:
            places[row.code] = layout.nearest_free_cell(places.values(), near(record, row, places))
    return places


def unplaced(record: Record) -> list[CouncilOnDay]:
    """Return the councils that are not in the layout, for which a new one should be made."""
    cells = layout.layout_on(record.on)
    return [row for row in record.councils if row.code not in cells]


def near(record: Record, row: CouncilOnDay, places: dict[str, layout.Cell]) -> list[layout.Cell]:
    before = layout.layout_on(row.starts_on - dt.timedelta(days=1)) if row.starts_on else {}
    replaced = [before[old.code] for old in row.predecessors if old.code in before]
    return replaced or [places[o.code] for o in record.councils
                        if o.region == row.region and o.code in places]  # fmt: skip


def label(row: CouncilOnDay) -> str:
    """Return a council and its status: "Kent, signed by 3 December 2012"."""
    return f"{row.short_name}, {lower_first(row.dated_status)}"
