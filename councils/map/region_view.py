"""One region alone, larger than on the map of England: hexagons with short names, or true areas.

The server draws it in a ``viewBox`` of its own, so choosing a region needs no script.
"""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from councils.map import areas, drawing
from councils.map.drawing import Cell
from councils.names import divided, rejoined
from councils.record import CouncilOnDay, Record, cached_with_record
from councils.sharing import font_metrics

SIZES = (5.6, 5.2, 4.8, 4.4, 4.0)
"""Font sizes of names in hexagons, in units of the map; the first at which a name fits is used."""
ROOM = 20.6
"""Room for a line of a name, less than a hexagon's 24, as a font may be wider than ours."""
MOST_LINES = 3

SHORTER = {
    "Bournemouth, Christchurch and Poole": "BCP",
    "East Riding of Yorkshire": "East Riding",
    "Kingston upon Thames": "Kingston",
    "Richmond upon Thames": "Richmond",
    "Newcastle upon Tyne": "New- castle",
    "Bath and North East Somerset": "Bath & NE Somerset",
    "North East Lincolnshire": "NE Lincoln- shire",
    "Blackburn with Darwen": "Black- burn & Darwen",
    "Isles of Scilly": "Scilly",
    "North Northamptonshire": "North North- ants",
    "West Northamptonshire": "West North- ants",
    "Buckinghamshire County Council": "Bucking- hamshire",
    "Dorset County Council": "Dorset",
}
"""Names that no hexagon has room for, and what locals call those councils."""

GRAIN = 100
"""Length of the unit of the true areas, in metres."""
SMALLEST = 26
"""The size, in pixels at the narrowest screen, below which a true area gets a disc to touch."""
NARROWEST = 340
"""The width of the drawing on the narrowest screen, in pixels."""


def hexagons(record: Record, region: str, shown: list[CouncilOnDay] | None = None) -> SafeString:
    """Return a region's hexagons with short names, each a link; fainter if not in ``shown``."""
    cells = [cell for cell in drawing.hexagon_map(record).cells if cell.row.region == region]
    codes = None if shown is None else {row.code for row in shown}
    parts = []
    for cell in cells:
        if codes is None or cell.row.code in codes:
            parts.append(cell.link.removesuffix("</a>") + name(cell) + "</a>")
        else:  # the hexagon is fainter, but its name stays as easy to read
            shape = cell.shape.replace("map-out", "")
            parts.append(f'<g class="map-out">{shape}</g>{name(cell, is_faint=True)}')
    left, top = min(cell.x for cell in cells) - 14, min(cell.y for cell in cells) - 16
    width = max(cell.x for cell in cells) + 14 - left
    height = max(cell.y for cell in cells) + 16 - top
    return svg("map-hexagons", "", region, f"{left} {top} {width} {height}", parts)


def name(cell: Cell, *, is_faint: bool = False) -> str:
    """Return a council's short name as lines inside its hexagon."""
    size, lines = fitted(cell.row.short_name)
    first = cell.y + size * 0.36 - size * 1.08 * (len(lines) - 1) / 2
    spans = "".join(
        f'<tspan x="{cell.x}" y="{first + size * 1.08 * number:.1f}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    look = "map-short" if is_faint else f"map-short map-on-{cell.row.status}"
    return f'<text class="{look}" font-size="{size:g}">{spans}</text>'


def fitted(short_name: str) -> tuple[float, list[str]]:
    """Return the font size at which a name fits into a hexagon, and its lines."""
    words = SHORTER.get(short_name) or short_name.replace(" and ", " & ").replace("-on-", "- on-")
    size, lines = font_metrics.text().fitted(divided(words, "- "), SIZES, ROOM, MOST_LINES)
    return size, rejoined(lines, short_name)


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
