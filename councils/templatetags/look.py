"""Small parts of the look that templates ask for by name."""

from django import template
from django.utils.html import escape
from django.utils.safestring import mark_safe

from councils.dates import in_words
from councils.map import layout

register = template.Library()

HEXAGON = layout.hexagon()
CORE = layout.hexagon(6.5)
RING = layout.hexagon(4)
LOWER_HALF = "M-11,0H11V6.4L0,12.8L-11,6.4z"

SHAPES = {
    "signed": f'<path class="lit" d="{HEXAGON}"/><path class="core" d="{CORE}"/>',
    "intends": f'<path class="cell" d="{HEXAGON}"/><path class="ember" d="{LOWER_HALF}"/>'
    f'<path class="line" d="{HEXAGON}"/>',
    "inherited": f'<path class="cell" d="{HEXAGON}"/><path class="ring" d="{RING}"/>',
    "not_signed": f'<path class="cell" d="{HEXAGON}"/>',
    "withdrawn": f'<path class="cell" d="{HEXAGON}"/><path class="bar" d="M-6,0H6"/>',
    "forming": f'<path class="dashed" d="{HEXAGON}"/>',
    "former": f'<path class="dotted" d="{HEXAGON}"/>',
}
"""A status as a shape round (0, 0), as large as on the map."""


@register.simple_tag
def hexagon_shapes():
    """The shapes of all statuses, once a page, for maps, legends and lists to use."""
    shapes = "".join(f'<g id="hex-{status}">{shape}</g>' for status, shape in SHAPES.items())
    return mark_safe(
        '<svg class="hexagon-shapes" width="0" height="0" aria-hidden="true">'
        f'<defs>{shapes}<path id="hex-ring" d="{layout.hexagon(0)}"/></defs></svg>'
    )


TILES = {
    status: mark_safe(
        '<svg class="tile" viewBox="-14 -14 28 28" aria-hidden="true" focusable="false">'
        f'<use href="#hex-{status}"/></svg>'
    )
    for status in SHAPES
}


@register.simple_tag
def hexagon(status):
    """A status's hexagon on its dusk tile, hidden from readers: the words stand beside it."""
    return TILES[status]


@register.simple_tag
def council_lines(record, rows):
    """The tracker's lines: tile, name, words, day. Each is put together once for a record."""
    lines = record.prepared.setdefault("lines", {})
    return mark_safe("".join(lines.get(row.code) or line(lines, row) for row in rows))


def line(lines: dict, row) -> str:
    when = f'<span class="rows-day">{row.when_words}</span>' if row.when_words else ""
    lines[row.code] = (
        f'<li>{TILES[row.status]}<a href="{row.url}">{escape(row.name)}</a>'
        f'<span class="rows-status">{row.status_words}</span>{when}</li>'
    )
    return lines[row.code]


@register.filter
def day(value):
    """A day in words: 9 July 2012."""
    return in_words(value) if value else ""


@register.filter
def spelled(number: int) -> str:
    """A small number as a word: nine."""
    words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words[number] if 0 <= number < len(words) else str(number)
