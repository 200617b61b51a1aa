"""Badges for other sites: a council's status as a self-contained SVG.

A badge is shown as an image, so it can have neither links nor fonts of its own. Each line has a
fixed width, so that it fits whatever font the visitor has.
"""

from django.utils.html import escape
from django.utils.text import capfirst

from councils.names import lower_first
from councils.record import CouncilOnDay, closed_words
from councils.record.status import STATUSES
from councils.sharing import font_metrics
from councils.templatetags.councils_tags import SHAPES

HEIGHT, LEFT, RIGHT = 68, 66, 20
FIRST, SECOND, THIRD = 18, 14, 13
"""Font sizes of the lines. The third is there once the campaign has closed."""

COLOURS = {
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
}
"""The style of a hexagon's parts as attributes, as an image may not be allowed a style sheet."""

BOLDER = 1.04
"""The width of the bold first line relative to the medium weight, whose widths are known."""


def badge_lines(council: CouncilOnDay) -> tuple[str, str]:
    """Return the two lines of a council's badge."""
    name = council.short_name_in_sentence
    facts = {
        "name": name,
        "Name": capfirst(name),
        "when": council.when_words,
        "status": lower_first(council.plain_status_words),
    }
    first, second = STATUSES[council.status].badge
    return first.format(**facts), second.format(**facts) + council.disputed


def badge_svg(council: CouncilOnDay) -> str:
    """Return the badge of a council that can sign, as SVG."""
    first, second = badge_lines(council)
    face = font_metrics.text()
    first_width, second_width = face.width(first, FIRST) * BOLDER, face.width(second, SECOND)
    closed = closed_words()
    closed_width = face.width(closed, THIRD)
    width = round(LEFT + max(first_width, second_width, closed_width) + RIGHT)
    title = escape(f"{council.name}. {first} {second}." + (f" {closed}." if closed else ""))
    lines = [22, 40] if closed else [30, 51]
    third = (
        f'<text x="{LEFT}" y="58" font-size="{THIRD}" fill="#b9c3d6"'
        f"{text_length(closed_width)}>{escape(closed)}</text>"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{HEIGHT}"'
        f' viewBox="0 0 {width} {HEIGHT}" role="img" aria-labelledby="title"'
        ' font-family="system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif">'
        f'<title id="title">{title}</title>'
        f'<rect width="{width}" height="{HEIGHT}" rx="10" fill="#16233a"/>'
        f'<g transform="translate(35 {HEIGHT // 2}) scale(1.5)">{shape(council.status)}</g>'
        f'<text x="{LEFT}" y="{lines[0]}" font-size="{FIRST}" font-weight="700" fill="#f4f0e8"'
        f"{text_length(first_width)}>{escape(first)}</text>"
        f'<text x="{LEFT}" y="{lines[1]}" font-size="{SECOND}" fill="#b9c3d6"'
        f"{text_length(second_width)}>{escape(second)}</text>{third if closed else ''}</svg>"
    )


def text_length(width: float) -> str:
    return f' textLength="{width:.0f}" lengthAdjust="spacingAndGlyphs"'


def shape(status: str, style: dict[str, str] = COLOURS) -> str:
    """Return a status's hexagon with style attributes in place of classes."""
    drawing = SHAPES[status]
    for name, attributes in style.items():
        drawing = drawing.replace(f'class="{name}"', attributes)
    return drawing
