"""The picture of the map on the page for journalists."""

from django import template

from councils.press.maps import layout_of

register = template.Library()
register.simple_tag(layout_of, name="press_map")
