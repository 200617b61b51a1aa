"""The size of a map on a page for journalists."""

from django import template

from councils.press.maps import PressMap
from councils.record import Record
from councils.sharing.resolve import region_called

register = template.Library()


@register.simple_tag
def press_map_height(record: Record, slug: str) -> int:
    """Return the height in pixels of England's or a region's map, so that no page jumps."""
    return PressMap(record, region_called(record, slug)).height
