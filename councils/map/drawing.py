"""Draw the map as SVG: hexagons, and true areas as the second view.

Every council is a link whose name includes its status, which its shape and colour show too. The
strings are prepared once for each record, so that a page only joins them.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from councils.map import areas, layout, region_names
from councils.map.lineage import piece_owners
from councils.models import LineageKind
from councils.names import lower_first
from councils.record import CouncilOnDay, Record, cached_with_record
from councils.record.status import STATUSES

PATTERNS = "".join(
    f'<pattern id="fill-{code}" width="30" height="30" patternUnits="userSpaceOnUse">'
    '<path class="fill-cell" d="M0 0H30V30H0z"/>'
    f'<path class="{status.pattern[0]}" d="{status.pattern[1]}"/></pattern>'
    for code, status in STATUSES.items()
    if status.pattern
)
"""The patterns that show a status on the map of true areas."""

LONDON = "London"
LONDON_BOX = areas.Box(left=1040, top=0, width=400, height=380)
"""The box in the North Sea in which London is enlarged, in units of the drawing."""
LONDON_NAME = 75
"""Height of the strip in the box that holds the name."""

ISLANDS = {"IOS": ("Scilly", "start"), "IOW": ("Wight", "end")}
"""Councils that stand apart on the hexagon map: their names, right or left of them in the sea."""

SCILLY = frozenset({"IOS"})
"""Islands so small that they are drawn in detail."""

SMALLEST = 24
"""The size, in units of the drawing of true areas, below which an island gets a circle."""

NEW_FOR = dt.timedelta(days=30)


class Cell(NamedTuple):
    """One council on the hexagon map."""

    row: CouncilOnDay
    x: float
    y: float
    link: str
    shape: str


@dataclass(slots=True)
class HexagonMap:
    """The prepared parts of a record's map of hexagons."""

    width: int
    height: int
    cells: list[Cell]
    lines: str
    islands: str
    region_names: str
    places: dict[str, layout.Cell]
    by_code: dict[str, Cell]


def hexagons(
    record: Record,
    shown: list[CouncilOnDay] | None = None,
    region: str = "",
    *,
    names: bool = False,
) -> SafeString:
    """Return the map of hexagons with links, in the order of the keyboard.

    ``shown`` are the councils that match the filters (default: all). The others are faint and not
    links. With a ``region``, the drawing is of that part of the map, and what is round it is
    faint. With ``names``, those of the regions stand round the map, each a link to the region.
    """
    prepared = hexagon_map(record)
    codes = None if shown is None else {row.code for row in shown}
    parts, open_region = [], None
    for cell in prepared.cells:
        if cell.row.region != open_region:
            parts.append("</g>" if open_region is not None else "")
            open_region = cell.row.region
            back = ' class="map-back"' if region and region != open_region else ""
            parts.append(f"<g{back}>")
        is_shown = codes is None or cell.row.code in codes
        parts.append(cell.link if is_shown else cell.shape)
    parts.append("</g>")
    return whole(
        prepared,
        f"{''.join(parts)}{'' if region else prepared.islands}"
        f"{prepared.region_names if names else ''}",
        f'class="map map-hexagons" role="group" aria-label="{map_label(region)}"',
        [cell for cell in prepared.cells if cell.row.region == region],
    )


def small_hexagons(record: Record, ringed: CouncilOnDay) -> SafeString:
    """Return the map as a small picture without links, with a ring round a council."""
    prepared = hexagon_map(record)
    shapes = "".join(cell.shape.replace(' class="map-out"', "") for cell in prepared.cells)
    label = f"{escape(ringed.name)} on the map of England"
    rings = "".join(ring(cell) for cell in standing_for(record, prepared, ringed))
    return whole(
        prepared,
        f"{shapes}{rings}",
        f'class="map map-small" role="img" aria-label="{label}"',
    )


def standing_for(record: Record, prepared: HexagonMap, row: CouncilOnDay) -> list[Cell]:
    """Return the cells of a council on the map.

    On a day on which it does not exist, they are those of the councils that it will take over
    from, or that took over from it.
    """
    if row.code in prepared.by_code:
        return [prepared.by_code[row.code]]
    councils = record.predecessors_of(row) if row.status == "forming" else record.followers_of(row)
    codes = [council.code for council in councils]
    return [prepared.by_code[code] for code in codes if code in prepared.by_code]


def map_label(region: str) -> str:
    return f"Map of councils in {escape(region)}" if region else "Map of councils"


def whole(
    prepared: HexagonMap, inside: str, attributes: str, part: Sequence[Cell] = ()
) -> SafeString:
    """Return the drawing of the whole map, or of the ``part`` that has some councils."""
    if part:
        left, top = min(cell.x for cell in part) - 14, min(cell.y for cell in part) - 16
        width = max(cell.x for cell in part) + 14 - left
        height = max(cell.y for cell in part) + 16 - top
    else:  # with room for the ascenders of a name at its top
        left, top, width, height = -1, -3, prepared.width + 2, prepared.height + 5
    return mark_safe(
        f'<svg {attributes} viewBox="{left} {top} {width} {height}">'
        f'{inside}<path class="map-lines" d="{prepared.lines}"/></svg>'
    )


def ring(cell: Cell) -> str:
    return f'<use class="map-ring" href="#hex-ring" x="{cell.x}" y="{cell.y}"/>'


@cached_with_record
def hexagon_map(record: Record) -> HexagonMap:
    places = cells_of(record)
    region_of = {row.code: row.region for row in record.councils}
    width, height = layout.size(places)
    cells = []
    for code in layout.reading_order(places, region_of):
        row = record.by_code[code]
        cells.append(drawn_cell(record, row, *layout.centre(places[code])))
    by_code = {cell.row.code: cell for cell in cells}
    return HexagonMap(
        width,
        height,
        cells,
        lines=layout.region_lines(places, region_of),
        islands=island_names(by_code),
        region_names=region_names.draw(record),
        places=places,
        by_code=by_code,
    )


def drawn_cell(record: Record, row: CouncilOnDay, x: float, y: float) -> Cell:
    """Return a council's hexagon round a point."""
    new = ' class="map-new"' if is_newly_signed(row, record.on) else ""
    place = f'href="#hex-{row.status}" x="{x}" y="{y}"/>'
    link_to = link(record, row, f"<use{new} {place}")
    return Cell(row, x, y, link_to, shape=f'<use class="map-out" {place}')


def is_newly_signed(row: CouncilOnDay, on: dt.date) -> bool:
    """Return whether a signature is so new that its hexagon brightens once when the page opens.

    It must be certain that the council did not sign earlier, unlike "by" a day.
    """
    if row.status != "signed" or row.signature is None:
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
    replaced = [before[old.code] for old in record.predecessors_of(row) if old.code in before]
    return replaced or [places[o.code] for o in record.councils
                        if o.region == row.region and o.code in places]  # fmt: skip


def island_names(by_code: dict[str, Cell]) -> str:
    return "".join(
        f'<text class="map-name" text-anchor="{anchor}"'
        f' x="{cell.x + (17 if anchor == "start" else -17)}" y="{cell.y + 5}">{name}</text>'
        for code, (name, anchor) in ISLANDS.items()
        if (cell := by_code.get(code))
    )


def link(record: Record, row: CouncilOnDay, shape: str) -> str:
    """Return a council's shape as a link to its page."""
    return f'<a href="{row.url}{record.query}"><title>{escape(label(row))}</title>{shape}</a>'


def label(row: CouncilOnDay) -> str:
    """Return a council and its status: "Kent County Council, signed by 3 December 2012"."""
    return f"{row.name}, {lower_first(row.status_words)} {row.when_words}".rstrip()


# True areas


def true_areas(
    record: Record, shown: list[CouncilOnDay] | None = None, region: str = ""
) -> SafeString:
    """Return the map of true areas with links, London enlarged in a box.

    Drawn from postcodes; not a boundary. ``shown`` and ``region`` are those of ``hexagons``.
    """
    paths, boxes = area_paths(record)
    codes = {row.code for row in (record.councils if shown is None else shown)}
    order = [cell.row for cell in hexagon_map(record).cells if cell.row.code in paths]
    country, capital = [], []
    for row in order:
        path = f'<path class="area-{row.status}" d="{paths[row.code]}"/>'
        is_link = row.code in codes
        if region or row.region != LONDON:
            path += around(boxes[row.code]) if row.code in ISLANDS else ""
            country.append(link(record, row, path) if is_link else out(path))
            continue
        path = path.replace("<path", f'<path id="a-{row.code}"', 1)
        country.append(path if is_link else out(path))
        use = f'<use href="#a-{row.code}"/>'
        capital.append(link(record, row, use) if is_link else out(use))
    opening = (
        f'<svg class="map map-areas" role="group" aria-label="{map_label(region)}, true areas"'
        ' viewBox="{}">'
        f"<defs>{PATTERNS}</defs>{''.join(country)}"
    )
    if region:
        there = [row.code for row in order if row.region == region]
        return mark_safe(f"{opening.format(areas.box_of(there, boxes).view_box)}</svg>")
    box, (width, height) = LONDON_BOX, areas.size()
    london = areas.box_of([row.code for row in order if row.region == LONDON], boxes).view_box
    return mark_safe(
        opening.format(f"0 0 {width} {height}")
        + f'<rect class="map-box" x="{box.left}" y="{box.top}" width="{box.width}"'
        f' height="{box.height}"/>'
        f'<text class="map-box-name" x="{box.left + 15}" y="{box.top + 67}">London</text>'
        f'<svg x="{box.left}" y="{box.top + LONDON_NAME}" width="{box.width}"'
        f' height="{box.height - LONDON_NAME}"'
        f' viewBox="{london}">{"".join(capital)}</svg></svg>'
    )


def out(shape: str) -> str:
    return f'<g class="map-out">{shape}</g>'


def around(box: areas.Box) -> str:
    """Return a circle round a council on an island too small to select, or an empty string."""
    if max(box.width, box.height) > SMALLEST:
        return ""
    x, y = box.left + box.width // 2, box.top + box.height // 2
    return f'<circle class="map-sea" cx="{x}" cy="{y}" r="{SMALLEST}"/>'


@cached_with_record
def area_paths(record: Record) -> tuple[dict[str, str], dict[str, areas.Box]]:
    """Return every council's path and box, from the cache."""
    london = frozenset(row.code for row in record.all_councils if row.region == LONDON)
    paths = areas.paths_of(owners(record), enlarged=london | SCILLY)
    return paths, areas.boxes_of(owners(record))


@cached_with_record
def neighbours_by_code(record: Record) -> dict[str, set[str]]:
    """Return the codes of the councils that share a border on land with each."""
    return areas.neighbours_of(owners(record))


def neighbours(record: Record, row: CouncilOnDay) -> list[CouncilOnDay]:
    """Return the councils that share a border on land with a council, by name."""
    codes = neighbours_by_code(record).get(row.code, ())
    return sorted((record.by_code[code] for code in codes), key=lambda other: other.short_name)


@cached_with_record
def owners(record: Record) -> dict[str, str]:
    """Return the code of the responsible council of each piece of the map."""
    return piece_owners(
        {row.code for row in record.councils},
        {
            row.code: record.by_id[row.county_id].code
            for row in record.all_councils
            if row.county_id
        },
        [
            (record.by_id[old].code, record.by_id[new].code)
            for old, lines in record.successors.items()
            for _, new, kind in lines
            if kind == LineageKind.REPLACES
        ],
    )
