"""Pictures that social media show with a shared link: PNG, 1200 by 630 pixels.

They are drawn as SVG with the same shapes as the map, and rendered by resvg with the two shipped
fonts. Rendered pictures are cached by their SVG, so that a change of the record that a picture does
not show needs no new one.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string

from councils.dates import format_date
from councils.map import drawing
from councils.record import CouncilOnDay, Record, Tally, closed_on, closed_words
from councils.sharing import font_metrics, palette
from councils.sharing.font_metrics import Face
from councils.sharing.resolve import regional_tally
from councils.templatetags.councils_tags import SHAPES

LEFT, ROOM = 520, 620
"""The x at which the text begins, and its greatest width, in pixels."""
NAME_SIZES = (68, 62, 56, 50, 44, 38)
STATUS_SIZES = (36, 32, 28)
CLOSED_SIZE = 20


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
    heading_lines, bottom = heading_at_the_middle(heading)
    status_lines, middle = status_below(status_words, when_words, bottom + 30)
    context = {
        "map": map_svg,
        "style": palette.STYLE,
        "font": font_metrics.text().family,
        "mark": SHAPES["signed"],
        "shape": SHAPES[status],
        "middle": round(middle),
        "lines": [
            Line(font_metrics.heading(), "Make Runaways Safe", LEFT + 42, 79, 26),
            *heading_lines,
            *status_lines,
            *note_at_the_foot(note),
            *day_lines(record),
        ],
    }
    return render_png(render_to_string("embed/picture.svg", context))


@dataclass
class Line:
    """A line of text on a picture."""

    face: Face
    words: str
    x: float
    y: float
    size: float
    colour: str = palette.INK
    anchor: str = "start"

    @property
    def top(self) -> int:
        return round(self.y)


def day_lines(record: Record) -> list[Line]:
    """Return the day that a picture shows; below it, once the campaign has closed, since when."""
    face, lines = font_metrics.text(), []
    if record.on != closed_on():
        day = f"On {format_date(record.on)}"
        lines.append(Line(face, day, LEFT + ROOM, 78, 22, palette.SOFT, "end"))
    if closed := closed_words():
        lines.append(Line(face, closed, LEFT, 122, CLOSED_SIZE, palette.SOFT))
    return lines


def heading_at_the_middle(words: str) -> tuple[list[Line], float]:
    """Return the heading in up to three lines, and the height at which it ends."""
    face = font_metrics.heading()
    size, broken = face.fitted(words, NAME_SIZES, ROOM, most=3)
    y = (330 if len(broken) < 3 else 304) - (len(broken) * size * 1.14 + 84) / 2
    lines = []
    for words in broken:
        y += size * 1.14
        lines.append(Line(face, words, LEFT, y - size * 0.2, size))
    return lines, y


def status_below(status_words: str, when_words: str, top: float) -> tuple[list[Line], float]:
    """Return the status and its date, and the height of their middle, where its hexagon stands."""
    face = font_metrics.text()
    size, broken = face.fitted(status_words, STATUS_SIZES, ROOM - 84, most=2)
    said = [(words, size, palette.INK) for words in broken]
    if when_words:
        said.append((when_words, 28, palette.SOFT))
    height = sum(size * 1.3 for _, size, _ in said)
    middle = top + max(36, height / 2)
    y, lines = middle - height / 2, []
    for words, size, colour in said:
        y += size * 1.3
        lines.append(Line(face, words, LEFT + 84, y - size * 0.35, size, colour))
    return lines, middle


def note_at_the_foot(note: str) -> list[Line]:
    """Return the note, its last line at the foot of the picture."""
    face = font_metrics.text()
    broken = face.balanced(note, 26, ROOM)
    top = 588 - 36 * (len(broken) - 1)
    return [
        Line(face, words, LEFT, top + 36 * number, 26, palette.SOFT)
        for number, words in enumerate(broken)
    ]


@lru_cache(maxsize=200)  # about one per council, some 40 kilobytes each
def render_png(svg: str) -> bytes:
    """Return the PNG of an SVG."""
    import resvg_py

    png = resvg_py.svg_to_bytes(
        svg_string=svg,
        skip_system_fonts=True,
        font_files=[str(face.file) for face in font_metrics.faces().values()],
        font_family=font_metrics.text().family,
    )
    return bytes(png)
