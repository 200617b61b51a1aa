"""The map of hexagons: where each council stands, what its status looks like, and its label."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from councils.map import layout
from councils.names import lower_first
from councils.record import CouncilOnDay, Record, cached_with_record
from councils.record.status import STATUSES, Status

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
    """The gaps between regions, as path data."""
    places: dict[str, layout.Cell]
    by_code: dict[str, Cell]

    @property
    def frame(self) -> tuple[int, int, int, int]:
        """Left, top, width and height, with the sea in which the names of regions stand."""
        return -WEST, -NORTH, self.width + WEST - EAST, self.height + NORTH + SOUTH

    @property
    def view_box(self) -> str:
        left, top, width, height = self.frame
        return f"{left} {top} {width} {height}"


WEST, EAST, NORTH, SOUTH = 36, 8, 28, 6
"""The sea round the hexagons, in units of the drawing; in the east it ends within the last half."""

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


def layers(cells: list[Cell], ids: set[int]) -> list[Layer]:
    """Return what the map draws of some hexagons, from the ground up; others than ``ids`` faint."""
    paths: dict[tuple[str, str], str] = {}
    for cell in cells:
        kind = "away"
        if cell.row.id in ids:
            kind = "new" if cell.is_new else ""
        for css_class, outline in marks_of(cell.row):
            key = (kind, css_class)
            paths[key] = f"{paths.get(key, '')}M{cell.x} {cell.y}{OUTLINES[outline]}"
    drawn = [Layer(css_class, path, kind) for (kind, css_class), path in paths.items()]
    order = from_the_ground_up()
    return sorted(drawn, key=lambda layer: (layer.kind, order.index(layer.css_class)))


def from_the_ground_up() -> list[str]:
    """Return the CSS class of each part of a hexagon, in the order in which they lie."""
    order = ["cell"]
    for status in STATUSES.values():
        order += [css_class for css_class, _ in status.marker]
    order += [css_class for css_class, _ in DISPUTED]
    return order


def marks_of(row: CouncilOnDay) -> list[tuple[str, str]]:
    """Return the CSS class and the outline of each part of a council's hexagon."""
    marks = list(STATUSES[row.status].marker)
    if row.disputed:
        marks.extend(DISPUTED)
    return marks


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
    there = {**places, "": layout.HUB}
    lines = layout.region_lines(there, {**region_of, "": "the place of London"})
    return HexagonMap(width, height, cells, lines, places, by_code)


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
    if row.starts_on:
        before = layout.layout_on(row.starts_on - dt.timedelta(days=1))
        replaced = [before[old.code] for old in row.predecessors if old.code in before]
        if replaced:
            return replaced
    in_region = []
    for other in record.councils:
        if other.region == row.region and other.code in places:
            in_region.append(places[other.code])
    return in_region


def label(row: CouncilOnDay) -> str:
    """Return a council and its status: "Kent, signed by 3 December 2012"."""
    return f"{row.short_name}, {lower_first(row.dated_status)}"
