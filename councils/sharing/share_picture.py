"""The picture that goes with an address where it is shared: 1200 by 630, drawn on the server.

It is put together as SVG from the same shapes as the map, and made a PNG by resvg with the two
fonts that come with the site. Pictures drawn are kept by what they show, so that a change of the
record that a picture does not show costs nothing.
"""

import hashlib
import threading
from collections import OrderedDict

import resvg_py
from django.utils.html import escape

from councils.dates import format_date
from councils.map import drawing
from councils.record import CouncilOnDay, Record, Tally
from councils.sharing import font_metrics
from councils.templatetags.councils_tags import SHAPES, hexagon_shapes

WIDTH, HEIGHT = 1200, 630
LEFT, ROOM = 520, 620
"""Where the words begin, and how wide they may be."""
NAME_SIZES = (68, 62, 56, 50, 44, 38)
STATUS_SIZES = (36, 32, 28)

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


def of_council(record: Record, row: CouncilOnDay) -> bytes:
    """Return the PNG of a council: its name, its status, and where it stands on the map."""
    tally = record.region(row.region)
    return drawn(
        whole(
            drawing.small_hexagons(record, row),
            name=row.name,
            status=row.status,
            said=row.status_words,
            when=row.when_words,
            note=f"Runaways’ Charter: {tally.counted} in {tally.short_name_in_sentence} {tally.are} on record as"
            " signed",
            on=record,
        )
    )


def of_region(record: Record, tally: Tally) -> bytes:
    """Return the PNG of a region: how many of its councils have signed, and the map."""
    return drawn(
        whole(
            drawing.hexagons(record, region=tally.name),
            name=f"{tally.counted} in {tally.short_name_in_sentence}",
            status="signed",
            said=f"{tally.are} on record as signed",
            note="The Runaways’ Charter asks every council in England to count, think, act"
            " and prevent.",
            on=record,
        )
    )


def of_country(record: Record) -> bytes:
    """Return the PNG of the whole country, for home and every page without one of its own."""
    return drawn(
        whole(
            drawing.hexagons(record),
            name="Has your council signed the Runaways’ Charter?",
            status="signed",
            said=f"{record.signed} of {record.total} councils",
            when="are on record as signed",
            note="It asks every council in England to count, think, act and prevent.",
            on=record,
        )
    )


def whole(map_svg, *, name, status, said, note, on, when="") -> str:
    """Put a picture together: the map on the left, words on the right, from the middle."""
    heading, text = font_metrics.heading(), font_metrics.text()
    name_size, names = heading.fitted(name, NAME_SIZES, ROOM, most=3)
    said_size, said_lines = text.fitted(said, STATUS_SIZES, ROOM - 84, most=2)
    notes = text.balanced(note, 26, ROOM)
    y = (330 if len(names) < 3 else 304) - (len(names) * name_size * 1.14 + 84) / 2
    parts = [mark()]
    for line in names:
        y += name_size * 1.14
        parts.append(words(heading, line, LEFT, y - name_size * 0.2, name_size, INK))
    y += 30
    said_lines = [*said_lines, *([when] if when else [])]
    sizes = [said_size] * (len(said_lines) - bool(when)) + [28] * bool(when)
    high = sum(size * 1.3 for size in sizes)
    middle = y + max(36, high / 2)
    parts.append(
        f'<g transform="translate({LEFT + 32} {middle:.0f}) scale(2.3)">{SHAPES[status]}</g>'
    )
    line_y = middle - high / 2
    for line, size in zip(said_lines, sizes, strict=True):
        line_y += size * 1.3
        colour = SOFT if line == when else INK
        parts.append(words(text, line, LEFT + 84, line_y - size * 0.35, size, colour))
    bottom = 588 - 36 * (len(notes) - 1)
    for number, line in enumerate(notes):
        parts.append(words(text, line, LEFT, bottom + 36 * number, 26, SOFT))
    placed = str(map_svg).replace("<svg ", '<svg x="36" y="28" width="440" height="574" ', 1)
    day = f"On {format_date(on.on)}"
    parts.append(words(text, day, LEFT + ROOM, 78, 22, SOFT, end=True))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{text.family}"><style>{STYLE}</style>'
        f'<path fill="#16233a" d="M0 0H{WIDTH}V{HEIGHT}H0z"/>'
        f"{hexagon_shapes()}{placed}{''.join(parts)}</svg>"
    )


def mark() -> str:
    """The site's mark and name, at the top."""
    heading = font_metrics.heading()
    return f'<g transform="translate({LEFT + 15} 70) scale(1.25)">{SHAPES["signed"]}</g>' + words(
        heading, "Make Runaways Safe", LEFT + 42, 79, 26, INK
    )


def words(face, line: str, x: float, y: float, size: float, colour: str, end=False) -> str:
    anchor = ' text-anchor="end"' if end else ""
    return (
        f'<text x="{x:g}" y="{y:.0f}" font-family="{face.family}" font-size="{size}"'
        f' fill="{colour}"{anchor}>{escape(line)}</text>'
    )


# From SVG to PNG

MOST_KEPT = 200
"""Pictures one process keeps: about one for each council, some forty kilobytes each."""

_kept: OrderedDict[bytes, bytes] = OrderedDict()
_lock = threading.Lock()


def drawn(svg: str) -> bytes:
    """Return the PNG of an SVG, from memory if it was drawn before."""
    key = hashlib.blake2b(svg.encode(), digest_size=16).digest()
    png = _kept.get(key)
    if png is None:
        png = resvg_py.svg_to_bytes(
            svg_string=svg,
            skip_system_fonts=True,
            font_files=[str(font_metrics.FONTS / name) for name in ("heading.ttf", "text.ttf")],
            font_family=font_metrics.text().family,
        )
        png = bytes(png)
        with _lock:
            _kept[key] = png
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    return png
