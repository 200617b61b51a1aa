"""Maps to print: the country or a region as SVG or PNG, in colour or in one colour.

They stand alone: each carries its count with its age, its day, a legend and the credit. All style
is in attributes, as a browser that opens the file under our policy ignores style sheets in it.
"""

import re

from django.utils.html import escape

from councils.dates import format_date
from councils.map import drawing, layout, region_view, short_names
from councils.map.drawing import Cell
from councils.record import Record, Tally
from councils.record.snapshot import LegendLine
from councils.record.status import STATUS_WORDS
from councils.sharing import font_metrics
from councils.sharing.badge import COLOURS, shape
from councils.sharing.font_metrics import Face
from councils.sharing.share_picture import render_png
from councils.templatetags.councils_tags import OUTLINES

WIDTH, EDGE = 1200, 60
"""The width of a map and the margin round it, in pixels."""
TALLEST = 1400
"""The greatest height of the drawing itself, in pixels."""
TITLE_SIZES = (54, 48, 42, 36)
WIDER = 1.2
"""Room in the legend for a program whose font is wider than ours."""
PALETTE = 64
"""The colours of a PNG: a third of the bytes of one with all colours, and alike to the eye."""
LINE_WIDTH = 2.4
"""The width of a hexagon's outline where hexagons are large, in pixels."""

ROUND_A_NAME = {
    OUTLINES["bar"]: "M-5,7.8H5",
    OUTLINES["lower half"]: "M-9.4,7.3H9.4L0,12.8z",
    OUTLINES["ring"]: layout.hexagon(2.5),
}
"""By a mark's outline, the one that takes its place where a name stands in the hexagon."""
THIN_RING = 'stroke-width="1.4"'

FALLBACKS = {"heading": "Georgia, serif", "text": "system-ui, sans-serif"}
"""What a program without our fonts uses."""

DUSK = {"ground": "#16233a", "ink": "#f4f0e8", "soft": "#b9c3d6", "halo": "#2f3e59"}
PAPER = {"ground": "#ffffff", "ink": "#000000", "soft": "#000000", "halo": "#ffffff"}

LINE = 'fill="none" stroke="#000" stroke-width="1.2"'
BLACK = {
    "lit": 'fill="#000"',
    "core": 'fill="#000"',
    "cell": 'fill="#fff" stroke="#000" stroke-width="1.2"',
    "ember": 'fill="#000"',
    "line": LINE,
    "ring": 'fill="none" stroke="#000" stroke-width="2.4"',
    "bar": 'fill="none" stroke="#000" stroke-width="3.4"',
    "dashed": f'{LINE} stroke-dasharray="4 2.4"',
    "dotted": f'{LINE} stroke-dasharray="0.1 3" stroke-linecap="round"',
}
"""The parts of a hexagon in black alone: shape carries the status."""


class PressMap:
    """A map of England's councils, or of one region's, ready to draw."""

    def __init__(self, record: Record, region: Tally | None = None, *, one_colour: bool = False):
        self.record, self.region = record, region
        self.tally = region or record.country
        self.paint, self.fills = (PAPER, BLACK) if one_colour else (DUSK, COLOURS)
        prepared = drawing.hexagon_map(record)
        self.cells = region_view.cells_in(record, region.name) if region else prepared.cells
        self.lines = "" if region else prepared.lines
        self.islands = "" if region else prepared.islands
        self.one_colour = one_colour

    @property
    def file_name(self) -> str:
        """The name to save it under: "runaways-charter-london-2026-11-26"."""
        where = self.region.slug if self.region else "england"
        return f"runaways-charter-{where}-{self.record.on.isoformat()}"

    @property
    def title(self) -> str:
        return f"{self.tally.counted} in {self.tally.short_name_in_sentence} {self.tally.are}" + (
            " on record as having signed the Runaways’ Charter"
        )

    def png(self) -> bytes:
        """Return the map as a PNG, 1200 pixels wide."""
        return render_png(self.svg(), colours=PALETTE)

    def svg(self) -> str:
        parts, height = self.laid_out()
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:.0f}"'
            f' viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-labelledby="title"'
            f' font-family="{font_metrics.text().family}, system-ui, sans-serif">'
            f'<title id="title">{escape(self.title)}. {escape(self.age)}</title>'
            f'<rect width="{WIDTH}" height="{height:.0f}" fill="{self.paint["ground"]}"/>'
            f"{parts}</svg>"
        )

    @property
    def height(self) -> int:
        """The height of the picture in pixels."""
        return round(self.laid_out()[1])

    @property
    def marks(self) -> list[LegendLine]:
        """What each mark means and how often it occurs, for a page without the file's legend."""
        return self.record.legend_of(self.region.name if self.region else "")

    @property
    def hexagons_box(self) -> str:
        """The part of the picture that has no small print, as a ``viewBox``."""
        top = self.heading()[1] + 30
        bottom = self.drawing(top)[1]
        return f"0 {top - 20:.0f} {WIDTH} {bottom - top + 40:.0f}"

    def laid_out(self) -> tuple[str, float]:
        """Return the title, the drawing and the legend, and the height of them all."""
        heading, top = self.heading()
        placed, bottom = self.drawing(top + 30)
        legend, bottom = self.legend(bottom + 50)
        return heading + placed + legend, bottom + 30

    @property
    def age(self) -> str:
        return self.tally.provenance.sentence

    def heading(self) -> tuple[str, float]:
        """Return the title with the age of its count below, and where they end."""
        face = font_metrics.heading()
        size, lines = face.fitted(self.title, TITLE_SIZES, WIDTH - 2 * EDGE, most=2)
        y, parts = EDGE + size * 0.8, []
        for line in lines:
            parts.append(self.text(face, line, EDGE, y, size))
            y += size * 1.14
        for line in font_metrics.text().balanced(self.age, 28, WIDTH - 2 * EDGE):
            parts.append(self.text(font_metrics.text(), line, EDGE, y, 28, soft=True))
            y += 38
        return "".join(parts), y

    def drawing(self, top: float) -> tuple[str, float]:
        """Return the hexagons below ``top``, as large as fit, and where they end."""
        left = min(cell.x for cell in self.cells) - 13
        high = min(cell.y for cell in self.cells) - 15
        width = max(cell.x for cell in self.cells) + 13 - left
        height = max(cell.y for cell in self.cells) + 15 - high
        scale = min((WIDTH - 2 * EDGE) / width, TALLEST / height)
        place = f"translate({(WIDTH - width * scale) / 2:.1f} {top:.1f}) scale({scale:.4f})"
        hexagons = "".join(
            f'<g transform="translate({cell.x} {cell.y})"><title>{escape(drawing.label(cell.row))}'
            f"</title>{self.large_hexagon(cell.row.status, scale)}</g>"
            for cell in self.cells
        )
        lines = (
            f'<path d="{self.lines}" fill="none" stroke="{self.paint["ink"]}" stroke-width="1.2"'
            ' stroke-linecap="round" stroke-linejoin="round"/>'
        )
        islands = f'<g fill="{self.paint["soft"]}" font-size="9">{self.islands}</g>'
        names = "".join(self.name(cell, scale) for cell in self.cells) if self.region else islands
        return (
            f'<g transform="{place}"><g transform="translate({-left} {-high})">'
            f"{hexagons}{lines if self.lines else ''}{names}</g></g>",
            top + height * scale,
        )

    def name(self, cell: Cell, scale: float) -> str:
        """Return a council's short name inside its hexagon, in up to three lines."""
        size, lines = short_names.fitted(cell.row.short_name, region_view.sizes_for(self.cells))
        y = cell.y + size * short_names.CAPITAL / 2
        ink, halo = self.paint["ink"], self.paint["halo"]
        if cell.row.status == "signed":
            ink, halo = ("#fff", "#000") if self.one_colour else ("#1b2233", "#ffc24b")
        return "".join(
            f'<text x="{cell.x}" y="{y + offset:.2f}" font-size="{size:.2f}" fill="{ink}"'
            f' text-anchor="middle" stroke="{halo}" stroke-width="{2.6 / scale:.2f}"'
            f' stroke-linejoin="round" paint-order="stroke">{escape(line)}</text>'
            for line, offset in zip(lines, short_names.offsets(len(lines), size), strict=True)
        )

    def legend(self, top: float) -> tuple[str, float]:
        """Return the statuses on the map with their counts, the day and the credit."""
        face, parts, x, y = font_metrics.text(), [], EDGE + 16.0, top
        for status, words in STATUS_WORDS.items():
            count = sum(cell.row.status == status for cell in self.cells)
            if not count:
                continue
            label = f"{words}: {count}"
            width = 60 + WIDER * face.width(label, 26)
            if x + width > WIDTH - EDGE:
                x, y = EDGE + 16.0, y + 48
            hexagon = shape(status, self.fills)
            parts.append(f'<g transform="translate({x:.0f} {y:.0f})">{hexagon}</g>')
            parts.append(self.text(face, label, x + 24, y + 9, 26))
            x += width
        for line in (
            f"On {format_date(self.record.on)}. Make Runaways Safe, CC BY 4.0.",
            "One hexagon for each council; not to scale.",
        ):
            parts.append(self.text(face, line, EDGE, y + 62, 24, soft=True))
            y += 34
        return "".join(parts), y + 28

    def large_hexagon(self, status: str, scale: float) -> str:
        """Return a hexagon of the map; where a name stands in it, its mark leaves room for that."""
        hexagon = shape(status, self.fills)
        if self.region is None:
            return hexagon
        core = f'<path {self.fills["core"]} d="{OUTLINES["core"]}"/>'
        hexagon = hexagon.replace(core, "")
        for outline, other in ROUND_A_NAME.items():
            hexagon = hexagon.replace(outline, other)
        thin = re.sub('stroke-width="[^"]+"', THIN_RING, self.fills["ring"])
        hexagon = hexagon.replace(self.fills["ring"], thin)
        return hexagon.replace('stroke-width="1.2"', f'stroke-width="{LINE_WIDTH / scale:.2f}"')

    def text(
        self, face: Face, line: str, x: float, y: float, size: float, *, soft: bool = False
    ) -> str:
        colour = self.paint["soft" if soft else "ink"]
        family = f"{face.family}, {FALLBACKS[face.file.stem]}"
        return (
            f'<text x="{x:.0f}" y="{y:.0f}" font-family="{family}" font-size="{size:g}"'
            f' fill="{colour}">{escape(line)}</text>'
        )
