"""The colours of what is drawn without the site's style sheet: badges, pictures, the press map."""

from django.utils.safestring import SafeString, mark_safe

from councils.templatetags.councils_tags import SHAPES

GROUND, INK, SOFT = "#16233a", "#f4f0e8", "#b9c3d6"

PARTS = {
    "lit": "fill:#ffc24b",
    "core": "fill:#ffe9b8",
    "cell": "fill:#2f3e59;stroke:#7e8ca6;stroke-width:1.2",
    "ember": "fill:#f0986b",
    "line": "fill:none;stroke:#7e8ca6;stroke-width:1.2",
    "ring": "fill:none;stroke:#8ed1c6;stroke-width:3",
    "bar": "fill:none;stroke:#b9c3d6;stroke-width:3.4",
    "dashed": "fill:none;stroke:#b9c3d6;stroke-width:1.4;stroke-dasharray:4 2.4",
    "dotted": "fill:none;stroke:#b9c3d6;stroke-width:1.8;stroke-dasharray:0.1 3;"
    "stroke-linecap:round",
}
"""The style of each part of a hexagon, by its class."""

STYLE = mark_safe("".join(f".{name}{{{style}}}" for name, style in PARTS.items()))


def shape(status: str) -> SafeString:
    """Return a status's hexagon with attributes, as an image may not be allowed a style sheet."""
    drawing = SHAPES[status]
    for name, style in PARTS.items():
        pairs = (part.split(":") for part in style.split(";"))
        attributes = " ".join(f'{key}="{value}"' for key, value in pairs)
        drawing = drawing.replace(f'class="{name}"', attributes)
    return mark_safe(drawing)
