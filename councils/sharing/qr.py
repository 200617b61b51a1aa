"""QR codes, drawn by segno: inline on a page, and as files."""

import io

import segno
from django.utils.safestring import SafeString, mark_safe

QUIET_ZONE = 4
"""The white border that scanners need, in modules (ISO/IEC 18004)."""


def made(text: str) -> segno.QRCode:
    return segno.make_qr(text, error="m", boost_error=False)


def qr_svg(text: str) -> SafeString:
    """Return a QR code as SVG to put into a page: black on white, without styles or scripts."""
    return mark_safe(
        made(text).svg_inline(
            omitsize=True, border=QUIET_ZONE, light="#fff", dark="#000", svgclass="qr-code",
            lineclass=None,
        )
    )  # fmt: skip


def qr_in_frame(text: str, x: int, y: int, side: int) -> SafeString:
    """Return a QR code as SVG within another drawing, ``side`` wide with its border."""
    return mark_safe(qr_svg(text).replace(
        "<svg ", f'<svg x="{x}" y="{y}" width="{side}" height="{side}" ', 1
    ))  # fmt: skip


def qr_file(text: str, kind: str) -> bytes:
    """Return a QR code as a file, ``svg`` or ``png``, large enough to print."""
    output = io.BytesIO()
    made(text).save(output, kind=kind, scale=12, border=QUIET_ZONE, light="#fff", dark="#000")
    return output.getvalue()
