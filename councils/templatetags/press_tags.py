"""The picture of a map on a page for journalists."""

from django import template

from councils.press.maps import PressMap
from councils.record import Record
from councils.sharing.resolve import region_called

register = template.Library()


@register.simple_tag
def press_map(record: Record, slug: str) -> PressMap:
    """Return England's or a region's map: its height, and its part without small print."""
    return PressMap(record, region_called(record, slug))
