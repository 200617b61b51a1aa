"""Small parts of the look that templates ask for by name."""

from django import template
from django.conf import settings
from django.utils.safestring import mark_safe

from councils.dates import in_words

register = template.Library()

HEXAGON = "M12 1.2 21.4 6.6V17.4L12 22.8 2.6 17.4V6.6Z"
CORE = "M12 7 16.3 9.5V14.5L12 17 7.7 14.5V9.5Z"
RING = "M12 5.1 18 8.6V15.4L12 18.9 6 15.4V8.6Z"

SHAPES = {
    "signed": f'<path class="lit" d="{HEXAGON}"/><path class="core" d="{CORE}"/>',
    "intends": f'<path class="cell" d="{HEXAGON}"/>'
    '<path class="ember" d="M2.6 12H21.4V17.4L12 22.8 2.6 17.4Z"/>'
    f'<path class="line" d="{HEXAGON}"/>',
    "inherited": f'<path class="cell" d="{HEXAGON}"/><path class="ring" d="{RING}"/>',
    "not_signed": f'<path class="cell" d="{HEXAGON}"/>',
    "withdrawn": f'<path class="cell" d="{HEXAGON}"/><path class="bar" d="M7 12H17"/>',
    "forming": f'<path class="dashed" d="{HEXAGON}"/>',
    "former": f'<path class="dotted" d="{HEXAGON}"/>',
}
"""A status as a shape in a box of 24: colour, shape and the words beside it say the same."""


@register.simple_tag
def hexagon_shapes():
    """The shapes of all statuses, once a page, for ``{% hexagon %}`` to use."""
    symbols = "".join(
        f'<symbol id="hex-{status}" viewBox="0 0 24 24">{shape}</symbol>'
        for status, shape in SHAPES.items()
    )
    return mark_safe(
        f'<svg class="hexagon-shapes" width="0" height="0" aria-hidden="true">{symbols}</svg>'
    )


TILES = {
    status: mark_safe(
        f'<svg class="tile" aria-hidden="true" focusable="false"><use href="#hex-{status}"/></svg>'
    )
    for status in SHAPES
}


@register.simple_tag
def hexagon(status):
    """A status's hexagon on its dusk tile, hidden from readers: the words stand beside it."""
    return TILES[status]


@register.filter
def day(value):
    """A day in words: 9 July 2012."""
    return in_words(value) if value else ""


@register.simple_tag
def site_url():
    return settings.SITE_URL
