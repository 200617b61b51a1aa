"""A badge for another site: one line on a council's status, as an SVG that needs nothing else.

A badge is shown as an image, so it has neither links nor fonts of its own. Each line is told how
wide it is to be, so that it fits whatever font the visitor's machine has.
"""

from django.utils.html import escape
from django.utils.text import capfirst

from councils.dates import format_date
from councils.record import CouncilOnDay
from councils.sharing import font_metrics
from councils.templatetags.councils_tags import SHAPES

HEIGHT, LEFT, RIGHT = 68, 66, 20
FIRST, SECOND = 18, 14
"""Sizes of the two lines."""

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
"""The look of the parts of a hexagon, as attributes: a style sheet may be refused in an image."""


def lines_of(row: CouncilOnDay) -> tuple[str, str]:
    """Return the two lines of a badge. Without a signature it asks for one."""
    said = capfirst(row.short_name_in_sentence)
    charter = "the Runaways’ Charter"
    match row.status:
        case "signed":
            return f"{said} has signed", f"{charter}, {row.when_words}"
        case "intends":
            return f"{said} says it will sign", charter
        case "inherited":
            return (
                f"Ask {row.short_name_in_sentence} to renew",
                f"{charter}, signed by the council before it",
            )
        case "withdrawn":
            return f"{said} has withdrawn", f"from {charter}, {row.when_words}"
        case "forming":
            return said, f"starts on {format_date(row.starts_on)}"
        case "former":
            return said, row.status_words.replace("Closed", "closed", 1)
    return f"Ask {row.short_name_in_sentence} to sign", charter


def drawn(row: CouncilOnDay) -> str:
    """Return the badge of a council of England that can sign, as it is today."""
    first, second = lines_of(row)
    face = font_metrics.text()
    # The site's own widths are of a medium weight; the first line is bolder, and so a little wider.
    first_width, second_width = face.width(first, FIRST) * 1.04, face.width(second, SECOND)
    width = round(LEFT + max(first_width, second_width) + RIGHT)
    title = escape(f"{row.name}. {first} {second}.")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{HEIGHT}"'
        f' viewBox="0 0 {width} {HEIGHT}" role="img" aria-labelledby="title"'
        ' font-family="system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif">'
        f'<title id="title">{title}</title>'
        f'<rect width="{width}" height="{HEIGHT}" rx="10" fill="#16233a"/>'
        f'<g transform="translate(35 {HEIGHT // 2}) scale(1.5)">{shape(row.status)}</g>'
        f'<text x="{LEFT}" y="30" font-size="{FIRST}" font-weight="700" fill="#f4f0e8"'
        f"{fit(first_width)}>{escape(first)}</text>"
        f'<text x="{LEFT}" y="51" font-size="{SECOND}" fill="#b9c3d6"'
        f"{fit(second_width)}>{escape(second)}</text></svg>"
    )


def fit(width: float) -> str:
    return f' textLength="{width:.0f}" lengthAdjust="spacingAndGlyphs"'


def shape(status: str) -> str:
    """Return a status's hexagon with its colours as attributes in place of classes."""
    drawing = SHAPES[status]
    for name, attributes in COLOURS.items():
        drawing = drawing.replace(f'class="{name}"', attributes)
    return drawing
