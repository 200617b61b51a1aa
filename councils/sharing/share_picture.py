"""Pictures that social media show with a shared link: PNG, 1200 by 630 pixels.

They are drawn as SVG with the same shapes as the map, and rendered by resvg with the two shipped
fonts. Rendered pictures are cached by their SVG, so that a change of the record that a picture does
not show needs no new one.
"""

import hashlib
import io
import threading
from collections import OrderedDict

from django.utils.html import escape

from councils.dates import format_date
from councils.map import drawing
from councils.record import CouncilOnDay, Record, Tally, closed_on, closed_words
from councils.sharing import font_metrics
from councils.sharing.font_metrics import Face
from councils.sharing.resolve import regional_tally
from councils.templatetags.councils_tags import SHAPES, hexagon_shapes

WIDTH, HEIGHT = 1200, 630
LEFT, ROOM = 520, 620
"""The x at which the text begins, and its greatest width, in pixels."""
NAME_SIZES = (68, 62, 56, 50, 44, 38)
STATUS_SIZES = (36, 32, 28)
CLOSED_SIZE = 20

STYLE = """
.lit{fill:#ffc24b}.core{fill:#ffe9b8}.cell{fill:#2f3e59;stroke:#7e8ca6;stroke-width:1.2}
.ember{fill:#f0986b}.line{fill:none;stroke:#7e8ca6;stroke-width:1.2}
.ring{fill:none;stroke:#8ed1c6;stroke-width:3}.bar{stroke:#b9c3d6;stroke-width:3.4}
.dashed,.dotted{fill:none;stroke:#b9c3d6;stroke-width:1.4}.dashed{stroke-dasharray:4 2.4}
.dotted{stroke-dasharray:0.1 3;stroke-linecap:round;stroke-width:1.8}
.map-back{opacity:0.45}.map-ring{fill:none;stroke:#fff;stroke-width:4.4}
.map-lines{fill:none;stroke:#f4f0e8;stroke-width:1.2;stroke-linecap:round;stroke-linejoin:round}
.map-name{fill:#b9c3d6;font-size:16.5px}
"""
INK, SOFT = "#f4f0e8", "#b9c3d6"


def council_picture(record: Record, council: CouncilOnDay) -> bytes:
    """Return the PNG of a council: its name, its status, and where it is on the map."""
    tally = regional_tally(record, council)
    return picture(
        record,
        drawing.small_hexagons(record, council),
        heading=council.name,
        status=council.status,
        status_words=council.shared_status,
        when_words=council.when_words,
        note=f"Runaways’ Charter: {tally.counted} in {tally.short_name_in_sentence}"
        f" {tally.are} on record as signed{tally.provenance.in_brackets}",
    )


def region_picture(record: Record, tally: Tally) -> bytes:
    """Return the PNG of a region: how many of its councils have signed, and the map."""
    return picture(
        record,
        drawing.hexagons(record, region=tally.name),
        heading=f"{tally.counted} in {tally.short_name_in_sentence}",
        status="signed",
        status_words=f"{tally.are} on record as signed",
        when_words=tally.provenance.short,
        note="The Runaways’ Charter was reported to ask councils to count, think, act and prevent.",
    )


def country_picture(record: Record) -> bytes:
    """Return the PNG of the whole country, for pages without a picture of their own."""
    return picture(
        record,
        drawing.hexagons(record),
        heading="Has your council signed the Runaways’ Charter?",
        status="signed",
        status_words=f"{record.signed} of {record.total} councils",
        when_words=f"are on record as signed{record.provenance.in_brackets}",
        note="It was reported to ask councils to count, think, act and prevent.",
    )


def picture(
    record: Record,
    map_svg: str,
    *,
    heading: str,
    status: str,
    status_words: str,
    when_words: str,
    note: str,
) -> bytes:
    """Return the PNG of a picture: the map on the left, text on the right."""
    heading_svg, bottom = heading_lines(heading)
    placed_map = map_svg.replace("<svg ", '<svg x="36" y="28" width="440" height="574" ', 1)
    text = font_metrics.text()
    parts = [
        hexagon_shapes(),
        placed_map,
        site_mark(),
        heading_svg,
        status_lines(status, status_words, when_words, bottom + 30),
        note_lines(note),
        day_lines(record),
    ]
    return render_png(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{text.family}"><style>{STYLE}</style>'
        f'<path fill="#16233a" d="M0 0H{WIDTH}V{HEIGHT}H0z"/>{"".join(parts)}</svg>'
    )


def site_mark() -> str:
    """Return the site's mark and name, at the top."""
    name = text_line(font_metrics.heading(), "Make Runaways Safe", LEFT + 42, 79, 26, INK)
    return f'<g transform="translate({LEFT + 15} 70) scale(1.25)">{SHAPES["signed"]}</g>{name}'


def day_lines(record: Record) -> str:
    """Return the day that a picture shows; below it, once the campaign has closed, since when."""
    face, lines = font_metrics.text(), ""
    if record.on != closed_on():
        day = f"On {format_date(record.on)}"
        lines = text_line(face, day, LEFT + ROOM, 78, 22, SOFT, ' text-anchor="end"')
    if closed := closed_words():
        lines += text_line(face, closed, LEFT, 122, CLOSED_SIZE, SOFT)
    return lines


def heading_lines(words: str) -> tuple[str, float]:
    """Return the heading in up to three lines, and the height at which it ends."""
    face = font_metrics.heading()
    size, lines = face.fitted(words, NAME_SIZES, ROOM, most=3)
    y = (330 if len(lines) < 3 else 304) - (len(lines) * size * 1.14 + 84) / 2
    parts = []
    for line in lines:
        y += size * 1.14
        parts.append(text_line(face, line, LEFT, y - size * 0.2, size, INK))
    return "".join(parts), y


def status_lines(status: str, status_words: str, when_words: str, top: float) -> str:
    """Return the status's hexagon and, beside its middle, the status and its date."""
    face = font_metrics.text()
    size, words = face.fitted(status_words, STATUS_SIZES, ROOM - 84, most=2)
    lines = [(line, size, INK) for line in words]
    if when_words:
        lines.append((when_words, 28, SOFT))
    height = sum(size * 1.3 for _, size, _ in lines)
    middle = top + max(36, height / 2)
    parts = [f'<g transform="translate({LEFT + 32} {middle:.0f}) scale(2.3)">{SHAPES[status]}</g>']
    y = middle - height / 2
    for line, size, colour in lines:
        y += size * 1.3
        parts.append(text_line(face, line, LEFT + 84, y - size * 0.35, size, colour))
    return "".join(parts)


def note_lines(note: str) -> str:
    """Return the note, its last line at the foot of the picture."""
    face = font_metrics.text()
    lines = face.balanced(note, 26, ROOM)
    top = 588 - 36 * (len(lines) - 1)
    return "".join(
        text_line(face, line, LEFT, top + 36 * number, 26, SOFT)
        for number, line in enumerate(lines)
    )


def text_line(
    face: Face, line: str, x: float, y: float, size: float, colour: str, attributes: str = ""
) -> str:
    return (
        f'<text x="{x:g}" y="{y:.0f}" font-family="{face.family}" font-size="{size}"'
        f' fill="{colour}"{attributes}>{escape(line)}</text>'
    )


# From SVG to PNG

MAX_CACHED = 200
"""The most pictures one process caches: about one per council, some 40 kilobytes each."""

_cache: OrderedDict[bytes, bytes] = OrderedDict()
_lock = threading.Lock()


def render_png(svg: str, colours: int | None = None) -> bytes:
    """Return the PNG of an SVG, with at most so many colours; from the cache if it is there."""
    key = hashlib.blake2b(f"{colours} {svg}".encode(), digest_size=16).digest()
    png = _cache.get(key)
    if png is None:
        import resvg_py

        png = resvg_py.svg_to_bytes(
            svg_string=svg,
            skip_system_fonts=True,
            font_files=[str(face.file) for face in font_metrics.faces().values()],
            font_family=font_metrics.text().family,
        )
        png = with_palette(bytes(png), colours) if colours else bytes(png)
        with _lock:
            _cache[key] = png
            while len(_cache) > MAX_CACHED:
                _cache.popitem(last=False)
    return png


def with_palette(png: bytes, colours: int) -> bytes:
    """Return a PNG with a palette, which is smaller."""
    from PIL import Image

    smaller = io.BytesIO()
    with Image.open(io.BytesIO(png)) as picture:
        few = picture.convert("RGB").quantize(colours, dither=Image.Dither.NONE)
        few.save(smaller, "PNG", optimize=True)
    return smaller.getvalue()
