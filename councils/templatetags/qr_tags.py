"""A template tag for QR codes."""

from django import template
from django.utils.safestring import SafeString

from councils.posters.qr import qr_svg

register = template.Library()


@register.simple_tag
def qr_code(address: str) -> SafeString:
    """Draw the QR code of a full address. Its words must stand beside it."""
    return qr_svg(address)
