"""One region alone, larger than on the map of England: hexagons with short names, or true areas.

The server draws it in a ``viewBox`` of its own, so choosing a region needs no script.
"""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from councils.map import areas, drawing, short_names
from councils.map.drawing import Cell
from councils.map.short_names import CAPITAL
from councils.names import divided
from councils.record import CouncilOnDay, Record, cached_with_record

CLOSER = 0.943
"""How much closer together hexagons stand than on the map of England, as they are larger: so that
the gaps between them are about as wide, which leaves their names more room."""
MARGIN = 12.5, 14.5
"""Room beside the middles of the outermost hexagons, and above and below them."""
PHONE, TABLET = 320, 480
"""The widths of the drawing, in pixels, from which it has names."""
WIDE = 140
"""The width of a region, in units of the map, from which names would be too small on a phone.

There its hexagons have numbers, which a list below the map explains.
"""
LEAST = 10
"""The least size of a name, in pixels, where a drawing with names is narrowest."""
STEPS = (1.3, 1.2, 1.1, 1.0)
"""How much larger than that a name may be; the first at which it fits is used."""
LARGEST = 5.6
"""The largest size of a name, in units of the map."""

GRAIN = 100
"""Length of the unit of the true areas, in metres."""
SMALLEST = 26
"""The size, in pixels at the narrowest screen, below which a true area gets a disc to touch."""
NARROWEST = 340
"""The width of the drawing on the narrowest screen, in pixels."""


def hexagons(record: Record, region: str, shown: list[CouncilOnDay] | None = None) -> SafeString:
    """Return a region's hexagons with short names, each a link; fainter if not in ``shown``."""
    cells = cells_in(record, region)
    sizes = sizes_for(cells)
    numbers = {row.code: number for number, row in enumerate(by_name(cells), 1)}
    codes = numbers.keys() if shown is None else {row.code for row in shown}
    parts = []
    for cell in cells:
        is_shown = cell.row.code in codes
        look = "map-short" + (f" map-on-{cell.row.status}" if is_shown else "")
        words = name(cell, sizes, look) + number_in(cell, numbers[cell.row.code], look)
        if is_shown:
            parts.append(cell.link.removesuffix("</a>") + words + "</a>")
        else:  # the hexagon is fainter, but its name stays as easy to read
            shape = cell.shape.replace("map-out", "")
            parts.append(f'<g class="map-out">{shape}</g>{words}')
    kind = "map-hexagons map-wide" if is_wide(cells) else "map-hexagons"
    box = " ".join(f"{length:.1f}" for length in frame(cells))
    return svg(kind, "", region, box, parts)


def listed(record: Record, region: str, shown: list[CouncilOnDay] | None = None) -> SafeString:
    """Return a region's councils as the list that explains the numbers in its hexagons."""
    cells = cells_in(record, region)
    rows = by_name(cells)
    codes = {row.code for row in (rows if shown is None else shown)}
    items = []
    for row in rows:
        words = escape(divided(row.short_name))
        is_link = row.code in codes
        items.append(f'<a href="{row.url}{record.query}">{words}</a>' if is_link else words)
    lines = "".join(f"<li>{item}</li>" for item in items)
    kind = "map-key map-wide" if is_wide(cells) else "map-key"
    return mark_safe(f'<ol class="map-numbered {kind}">{lines}</ol>')


def cells_in(record: Record, region: str) -> list[Cell]:
    """Return a region's cells, closer together, in the order of the keyboard."""
    return [
        drawing.drawn_cell(record, cell.row, round(cell.x * CLOSER, 1), round(cell.y * CLOSER, 1))
        for cell in drawing.hexagon_map(record).cells
        if cell.row.region == region
    ]


def by_name(cells: list[Cell]) -> list[CouncilOnDay]:
    return sorted((cell.row for cell in cells), key=lambda row: row.short_name)


def frame(cells: list[Cell]) -> tuple[float, float, float, float]:
    """Return the left side, the top, the width and the height of a drawing of some hexagons."""
    columns, rows = [cell.x for cell in cells], [cell.y for cell in cells]
    left, top = min(columns) - MARGIN[0], min(rows) - MARGIN[1]
    return left, top, max(columns) + MARGIN[0] - left, max(rows) + MARGIN[1] - top


def is_wide(cells: list[Cell]) -> bool:
    """Return whether a region has numbers on a phone."""
    return frame(cells)[2] >= WIDE


def sizes_for(cells: list[Cell]) -> list[float]:
    """Return the font sizes that names in a region may have, the largest first."""
    least = LEAST * frame(cells)[2] / (TABLET if is_wide(cells) else PHONE)
    return [size for step in STEPS if (size := least * step) <= LARGEST]


def name(cell: Cell, sizes: list[float], look: str) -> str:
    """Return a council's short name as lines inside its hexagon."""
    size, lines = short_names.fitted(cell.row.short_name, sizes)
    first = cell.y + size * CAPITAL / 2
    spans = "".join(
        f'<tspan x="{cell.x}" y="{first + offset:.1f}">{escape(line)}</tspan>'
        for line, offset in zip(lines, short_names.offsets(len(lines), size), strict=True)
    )
    return f'<text class="{look}" font-size="{size:.2f}">{spans}</text>'


def number_in(cell: Cell, number: int, look: str) -> str:
    return f'<text class="{look} map-number" x="{cell.x}" y="{cell.y + 3.2:.1f}">{number}</text>'


def true_areas(record: Record, region: str, shown: list[CouncilOnDay] | None = None) -> SafeString:
    """Return a region's true areas, each a link. Small ones have a disc to touch.

    Drawn from postcodes; not a boundary.
    """
    paths, boxes = region_paths(record, region)
    codes = paths.keys() if shown is None else {row.code for row in shown}
    width = areas.box_of(paths, boxes).width
    least = round(SMALLEST / 2 * width / NARROWEST)
    box = areas.box_of(paths, boxes, margin=least)
    order = [cell.row for cell in drawing.hexagon_map(record).cells if cell.row.code in paths]
    # The largest first, so that a small one's disc lies above its neighbours.
    order.sort(key=lambda row: -boxes[row.code].width * boxes[row.code].height)
    parts = []
    for row in order:
        path = f'<path class="area-{row.status}" d="{paths[row.code]}"/>'
        path += disc(row.code, boxes[row.code], least)
        if row.code in codes:
            parts.append(drawing.link(record, row, path))
        else:
            parts.append(drawing.out(path))
    defs = f"<defs>{drawing.PATTERNS}</defs>"
    return svg("map-areas", defs, region, box.view_box, parts)


def disc(code: str, box: areas.Box, radius: int) -> str:
    """Return a disc that takes touches for a small area; empty if the area is large enough.

    Round an island it is seen.
    """
    if min(box.width, box.height) >= 2 * radius:
        return ""
    x, y = box.left + box.width // 2, box.top + box.height // 2
    kind = "map-sea" if code in drawing.ISLANDS else "map-touch"
    return f'<circle class="{kind}" cx="{x}" cy="{y}" r="{radius}"/>'


@cached_with_record
def region_paths(record: Record, region: str) -> tuple[dict[str, str], dict[str, areas.Box]]:
    """Return the paths and boxes of a region's councils."""
    owners = drawing.owners(record)
    enlarged = frozenset(row.code for row in record.all_councils if row.region == region)
    paths = areas.paths_of(owners, GRAIN, enlarged)
    boxes = areas.boxes_of(owners, GRAIN)
    codes = [row.code for row in record.councils if row.region == region and row.code in paths]
    return {code: paths[code] for code in codes}, {code: boxes[code] for code in codes}


def svg(kind: str, defs: str, region: str, view_box: str, parts: Iterable[str]) -> SafeString:
    return mark_safe(
        f'<svg class="map {kind} map-region" role="group" aria-label="Map of councils in'
        f' {escape(region)}" viewBox="{view_box}">{defs}{"".join(parts)}</svg>'
    )
