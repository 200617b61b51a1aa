"""What is drawn to leave the site: badges, the pictures of shared links, and maps for the press.

All have one palette and the two shipped fonts. A badge is an image on another site, so it can have
no style sheet and fetch nothing; pictures and the press's PNG are rendered by resvg.
"""

import base64
from dataclasses import dataclass
from functools import cache, lru_cache

import resvg_py
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from councils.dates import format_date
from councils.map import drawing
from councils.map.choosing import Place, places_on
from councils.map.picture import HEIGHT, WIDTH, picture
from councils.names import lower_first
from councils.record import CouncilOnDay, Record, Tally, closed_on, closed_words
from councils.record.status import STATUSES, Status
from councils.sharing import font_metrics
from councils.sharing.font_metrics import Face

INK = "#f4f0e8"
SOFT = "#b9c3d6"
US = "Make Runaways Safe"

PARTS = {
    "lit": 'fill="#ffc24b"',
    "core": 'fill="#ffe9b8"',
    "cell": 'fill="#2f3e59" stroke="#7e8ca6" stroke-width="1.2"',
    "ember": 'fill="#f0986b"',
    "line": 'fill="none" stroke="#7e8ca6" stroke-width="1.2"',
    "ring": 'fill="none" stroke="#8ed1c6" stroke-width="3"',
    "bar": 'fill="none" stroke="#b9c3d6" stroke-width="3.4"',
    "dashed": 'fill="none" stroke="#b9c3d6" stroke-width="1.4" stroke-dasharray="4 2.4"',
    "dotted": 'fill="none" stroke="#b9c3d6" stroke-width="1.8" stroke-dasharray="0.1 3"'
    ' stroke-linecap="round"',
    "disc": 'fill="#f4f0e8"',
    "question": 'fill="none" stroke="#1b2233" stroke-width="1.7" stroke-linecap="round"',
}
"""How each part of a status's hexagon is drawn, by its class."""


def shape(status: Status, disputed: str = "") -> SafeString:
    """Return a status's hexagon with attributes, as an image may not be allowed a style sheet."""
    parts = list(STATUSES[status].marker)
    if disputed:
        parts += drawing.DISPUTED
    drawn = ""
    for part, outline in parts:
        drawn += f'<path {PARTS[part]} d="M0 0{drawing.OUTLINES[outline]}"/>'
    return mark_safe(drawn)


@dataclass
class PictureLine:
    """A line of text on a picture."""

    face: Face
    words: str
    x: float
    y: float
    size: float
    colour: str = INK
    anchor: str = "start"
    width: int = 0
    """The width it is pressed into, whatever font a badge gets."""

    @property
    def top(self) -> int:
        return round(self.y)


def responsible_council(record: Record, slug: str) -> CouncilOnDay | None:
    """Return the council with a slug or, for a district, the one that runs children's services.

    None for an unknown slug, and outside England.
    """
    council = record.by_slug.get(slug)
    if council is None or council.is_responsible:
        return council
    return record.responsible_for(council)


def regional_tally(record: Record, council: CouncilOnDay) -> Tally:
    """Return how many councils of a council's region have signed."""
    return record.region(council.region) or Tally(council.region, "")


# Badges

LEFT_OF_BADGE = 66
RIGHT_OF_BADGE = 20


def badge_svg(council: CouncilOnDay) -> str:
    """Return the badge of a council that can sign, as SVG."""
    name = council.short_name_in_sentence
    facts = {
        "name": name,
        "Name": capfirst(name),
        "when": council.when_words,
        "status": lower_first(council.plain_status_words),
    }
    first, second = (words.format(**facts) for words in STATUSES[council.status].badge)
    second += council.disputed
    closed = closed_words()
    heading = font_metrics.heading()
    text = font_metrics.text()
    if closed:
        lines = [
            badge_line(heading, first, 23, 18, INK),
            badge_line(text, second, 41, 14, SOFT),
            badge_line(text, closed, 58, 13, SOFT),
        ]
    else:
        lines = [
            badge_line(heading, first, 30, 18, INK),
            badge_line(text, second, 51, 14, SOFT),
        ]
    title = f"{council.name}. {first} {second}."
    if closed:
        title += f" {closed}."
    context = {
        "title": title,
        "width": LEFT_OF_BADGE + max(line.width for line in lines) + RIGHT_OF_BADGE,
        "shape": shape(council.status, council.disputed),
        "lines": lines,
        "font": heading_font(),
    }
    return render_to_string("sharing/badge.svg", context)


def badge_line(face: Face, words: str, y: float, size: float, colour: str) -> PictureLine:
    width = round(face.width(words, size))
    return PictureLine(face, words, LEFT_OF_BADGE, y, size, colour, width=width)


@cache
def heading_font() -> str:
    """Return the font of names, to put into a badge: it is all that a badge can bring along."""
    font = settings.BASE_DIR / "static" / "fonts" / "heading.woff2"
    return base64.b64encode(font.read_bytes()).decode()


# Pictures of shared links

LEFT = 590
"""The x at which the text begins, in pixels."""
ROOM = 560
"""Its greatest width."""
NAME_SIZES = (68, 62, 56, 50, 44, 38, 34)
STATUS_SIZES = (36, 32, 28, 25)
CLOSED_SIZE = 18


def country_picture(record: Record) -> bytes:
    """Return the PNG of the whole country, for pages without a picture of their own."""
    return shared_picture(
        record,
        heading="When a child runs away, their council should be ready",
        mark=shape(Status.SIGNED),
        status_words=f"{record.signed} of {record.total} councils",
        when_words=f"{record.country.have_signed.removesuffix('.')}{record.provenance.in_brackets}",
        note="Has yours signed the Runaways’ Charter?",
    )


def shared_picture(
    record: Record,
    *,
    heading: str,
    mark: SafeString,
    status_words: str,
    when_words: str,
    note: str,
) -> bytes:
    """Return the PNG of a picture: England on the left, text on the right."""
    heading_lines, bottom = heading_at_the_middle(heading)
    status_lines, middle = status_below(status_words, when_words, bottom + 30)
    lines = [
        PictureLine(font_metrics.heading(), US, LEFT + 42, 79, 26),
        *heading_lines,
        *status_lines,
        *note_at_the_foot(note),
        *day_lines(record),
    ]
    context = {
        "england": mark_safe(picture(record).svg.decode()),
        "font": font_metrics.text().family,
        "mark": shape(Status.SIGNED),
        "shape": mark,
        "left": LEFT,
        "middle": round(middle),
        "lines": lines,
    }
    return render_png(render_to_string("sharing/picture.svg", context))


def day_lines(record: Record) -> list[PictureLine]:
    """Return the day that a picture shows; below it, once the campaign has closed, since when."""
    face = font_metrics.text()
    lines = []
    if record.on != closed_on():
        day = f"On {format_date(record.on)}"
        lines.append(PictureLine(face, day, LEFT + ROOM, 78, 22, SOFT, "end"))
    if closed := closed_words():
        lines.append(PictureLine(face, closed, LEFT, 122, CLOSED_SIZE, SOFT))
    return lines


def stacked(
    face: Face,
    words: list[str],
    x: float,
    y: float,
    size: float,
    *,
    apart: float,
    colour: str = INK,
) -> list[PictureLine]:
    """Return lines below one another, the first one's feet at ``y``."""
    lines = []
    for line in words:
        lines.append(PictureLine(face, line, x, y, size, colour))
        y += apart
    return lines


def heading_at_the_middle(words: str) -> tuple[list[PictureLine], float]:
    """Return the heading in up to three lines, and the height at which it ends."""
    face = font_metrics.heading()
    size, broken = face.fitted(words, NAME_SIZES, ROOM, most=3)
    apart = size * 1.14
    middle = 330 if len(broken) < 3 else 304
    top = middle - (len(broken) * apart + 84) / 2
    lines = stacked(face, broken, LEFT, top + apart - size * 0.2, size, apart=apart)
    return lines, top + len(broken) * apart


def status_below(status_words: str, when_words: str, top: float) -> tuple[list[PictureLine], float]:
    """Return the status and its date, and the height of their middle, where its hexagon stands."""
    face = font_metrics.text()
    size, broken = face.fitted(status_words, STATUS_SIZES, ROOM - 84, most=2)
    dates = face.balanced(when_words, 26, ROOM - 84) if when_words else []
    height = (size * len(broken) + 26 * len(dates)) * 1.3
    middle = top + max(36, height / 2)
    y = middle - height / 2 + size * 0.95
    lines = stacked(face, broken, LEFT + 84, y, size, apart=size * 1.3)
    below = middle + height / 2 - 26 * 1.3 * len(dates) + 24.7
    lines += stacked(face, dates, LEFT + 84, below, 26, apart=33.8, colour=SOFT)
    return lines, middle


def note_at_the_foot(note: str) -> list[PictureLine]:
    """Return the note, its last line at the foot of the picture."""
    face = font_metrics.text()
    broken = face.balanced(note, 25, ROOM)
    return stacked(face, broken, LEFT, 624 - 34 * len(broken), 25, apart=34, colour=SOFT)


# Maps for the press

ACROSS = 1200
"""The width of a map, in pixels."""
SIDE = 60
"""The margin round it."""
TALLEST = 1400
TITLE_SIZES = (54, 48, 42, 36)
WIDER = 1.2
"""Room in the legend for a program whose font is wider than ours."""


def press_map(record: Record, kind: str) -> str:
    """Return a map that stands alone, as SVG: of ``hexagons``, or of true ``areas``.

    It carries its count with the count's age, its day, a legend and the credit. All style is in
    attributes, as a browser that opens the file under our policy ignores style sheets.
    """
    hexagons = drawing.hexagon_map(record)
    is_of_areas = kind == "areas"
    left, above, wide, high = (0, 0, WIDTH, HEIGHT) if is_of_areas else hexagons.frame
    tally = record.country
    heading = font_metrics.heading()
    text = font_metrics.text()
    have = "has" if tally.signed == 1 else "have"
    title = f"{tally.counted} in England {have} signed the Runaways’ Charter, as far as {US} knows"
    age = tally.provenance.sentence(US)
    size, broken = heading.fitted(title, TITLE_SIZES, ACROSS - 2 * SIDE, most=2)
    y = SIDE + size * 0.8
    lines = stacked(heading, broken, SIDE, y, size, apart=size * 1.14)
    y += size * 1.14 * len(broken)
    below = text.balanced(age, 28, ACROSS - 2 * SIDE)
    lines += stacked(text, below, SIDE, y, 28, apart=38, colour=SOFT)
    y += 38 * len(below)
    scale = min((ACROSS - 2 * SIDE) / wide, TALLEST / high)
    top = y + 30
    marks, foot = legend(record, top + high * scale + 50)
    drawn = "One hexagon for each council; not to scale."
    if is_of_areas:
        drawn = "True areas, drawn from postcodes; London enlarged."
    credit = [f"On {format_date(record.on)}. {US}, CC BY 4.0.", drawn]
    lines += stacked(text, credit, SIDE, foot + 60, 24, apart=40, colour=SOFT)
    across = (ACROSS - wide * scale) / 2 - left * scale
    down = top - above * scale
    england = mark_safe(picture(record).svg.decode()) if is_of_areas else ""
    context = {
        "title": f"{title}. {age}",
        "lines": lines,
        "place": f"translate({across:.1f} {down:.1f}) scale({scale:.4f})",
        "england": england,
        "map": hexagons,
        "regions": places_with_counts(record),
        "cells": shapes_of(hexagons),
        "marks": marks,
        "height": round(foot + 140),
        "font": f"{text.family}, system-ui, sans-serif",
    }
    return render_to_string("sharing/press_map.svg", context)


def shapes_of(hexagons: drawing.HexagonMap) -> list[tuple[drawing.Cell, SafeString]]:
    return [(cell, shape(cell.row.status, cell.row.disputed)) for cell in hexagons.cells]


def places_with_counts(record: Record) -> list[tuple[Place, str]]:
    """Return where the name of each region stands beside the hexagons, and its count."""
    places = places_on(record.on)
    found = []
    for tally in record.regions:
        found.append((places[tally.name], f"{tally.signed} of {tally.total}"))
    return found


def legend(record: Record, top: float) -> tuple[list[tuple[int, int, SafeString, str]], float]:
    """Return each status on the map with its place, shape and count, and the last line's height."""
    x = SIDE + 16.0
    y = top
    marks = []
    for line in record.legend:
        label = f"{line['words']}: {line['count']}"
        width = 60 + WIDER * font_metrics.text().width(label, 26)
        if x + width > ACROSS - SIDE:
            x = SIDE + 16.0
            y += 48
        marks.append((round(x), round(y), shape(line["status"]), label))
        x += width
    return marks, y


@lru_cache(maxsize=200)  # about one per council, some 60 kilobytes each
def render_png(svg: str) -> bytes:
    """Return the PNG of an SVG."""
    png = resvg_py.svg_to_bytes(
        svg_string=svg,
        skip_system_fonts=True,
        font_files=[str(face.file) for face in font_metrics.faces().values()],
        font_family=font_metrics.text().family,
    )
    return bytes(png)
