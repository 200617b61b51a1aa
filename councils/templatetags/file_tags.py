"""How words stand in files that are no pages: rich text (RTF), and calendars (RFC 5545)."""

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

JOINERS = "\u200c\u200d"
"""What holds letters together or apart in some scripts; unseen, and no control character."""


@register.filter
def rtf(text: object) -> SafeString:
    """Escape words for RTF: what would be a command, and what is not ASCII."""
    words = " ".join(without_controls(str(text)).split())
    return mark_safe("".join(map(rtf_letter, words)))


def without_controls(text: str) -> str:
    """Return a text without unseen characters, and with a space for each that parts words."""
    seen = []
    for char in text:
        if char.isprintable() or char in JOINERS:
            seen.append(char)
        elif char.isspace():
            seen.append(" ")
    return "".join(seen)


def rtf_letter(char: str) -> str:
    """Return a letter as RTF: one beyond 16 bits as two signed numbers, as in UTF-16."""
    if char in "\\{}":
        return f"\\{char}"
    if char.isascii():
        return char
    units = char.encode("utf-16-le", "surrogatepass")
    written = ""
    for at in range(0, len(units), 2):
        number = int.from_bytes(units[at : at + 2], "little", signed=True)
        written += f"\\u{number}?"
    return written


@register.filter
def rtf_address(address: str) -> SafeString:
    """Return an address as it stands in the command of a link, which a quote would end."""
    written = ""
    for char in address:
        stays = "!" <= char <= "~" and char not in '"\\{}'
        written += char if stays else quoted(char)
    return mark_safe(written)


def quoted(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode())


@register.filter
def ics(text: object) -> SafeString:
    """Escape words for a calendar, where a comma parts values and a new line ends them."""
    words = "\n".join(" ".join(line.split()) for line in str(text).splitlines())
    for char, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        words = words.replace(char, escaped)
    return mark_safe("".join(char for char in words if char.isprintable() or char in JOINERS))
