"""The campaign's own map of 2012, as a picture of it shows it, drawn with our hexagons."""

from functools import cache

from django.utils.safestring import SafeString, mark_safe

from councils.dates import RECORD_BEGINS
from councils.map import layout

PLEDGED = ("KEN", "LAN")
"""The two areas marked as pledged: by place and shape Kent and Lancashire. Not of our record."""


@cache
def first_map() -> SafeString:
    """Return the map: two councils that have pledged to sign, among those of July 2012."""
    cells = layout.layout_on(RECORD_BEGINS)
    uses = []
    for code, cell in cells.items():
        x, y = layout.centre(cell)
        status = "intends" if code in PLEDGED else "not_signed"
        uses.append(f'<use href="#hex-{status}" x="{x}" y="{y}"/>')
    width, height = layout.size(cells)
    lines = layout.region_lines(cells, layout.regions())
    return mark_safe(
        f'<svg class="map map-first" viewBox="-1 -1 {width + 2} {height + 2}" role="img"'
        ' aria-label="Map of England in 2012: Kent and Lancashire are marked as pledged, no council'
        f' as signed">{"".join(uses)}<path class="map-lines" d="{lines}"/></svg>'
    )
