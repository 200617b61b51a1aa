"""The map of England for the press: SVG, and PNG 1200 pixels wide.

It stands alone: it carries its count with the count's age, its day, a legend and the credit. All
style is in attributes, as a browser that opens the file under our policy ignores style sheets.
"""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from councils.map import drawing
from councils.record import Record
from councils.sharing import font_metrics
from councils.sharing.palette import shape
from councils.sharing.share_picture import render_png

WIDTH, EDGE = 1200, 60
"""The width of the picture and the margin round it, in pixels."""
TALLEST = 1400
"""The greatest height of the hexagons themselves, in pixels."""
TITLE_SIZES = (54, 48, 42, 36)
WIDER = 1.2
"""Room in the legend for a program whose font is wider than ours."""


def file_name(record: Record) -> str:
    """Return the name to save the map under: "runaways-charter-england-2026-11-26"."""
    return f"runaways-charter-england-{record.on.isoformat()}"


def map_svg(record: Record) -> str:
    return render_to_string("press/map.svg", layout_of(record))


def map_png(record: Record) -> bytes:
    return render_png(map_svg(record))


def layout_of(record: Record) -> dict[str, object]:
    """Return where each line of text, each hexagon and each mark of the legend stands."""
    tally, prepared = record.country, drawing.hexagon_map(record)
    have = "has" if tally.signed == 1 else "have"
    title = f"{tally.counted} in England {have} signed the Runaways’ Charter"
    size, lines = font_metrics.heading().fitted(title, TITLE_SIZES, WIDTH - 2 * EDGE, most=2)
    y = EDGE + size * 0.8
    heading = [(line, round(y + size * 1.14 * number)) for number, line in enumerate(lines)]
    y += size * 1.14 * len(lines)
    age_lines = font_metrics.text().balanced(tally.provenance.sentence, 28, WIDTH - 2 * EDGE)
    age = [(line, round(y + 38 * number)) for number, line in enumerate(age_lines)]
    top = y + 38 * len(age) + 30
    scale = min((WIDTH - 2 * EDGE) / prepared.width, TALLEST / prepared.height)
    left, bottom = (WIDTH - prepared.width * scale) / 2, top + prepared.height * scale
    marks, legend_foot = legend(record, bottom + 50)
    return {
        "title": f"{title}. {tally.provenance.sentence}",
        "heading": heading,
        "heading_size": size,
        "age": age,
        "map": prepared,
        "cells": [(cell, shape(cell.row.status)) for cell in prepared.cells],
        "place": f"translate({left:.1f} {top:.1f}) scale({scale:.4f})",
        "hexagons_box": f"0 {top - 20:.0f} {WIDTH} {bottom - top + 40:.0f}",
        "marks": marks,
        "foot": [round(legend_foot + 62), round(legend_foot + 96)],
        "height": round(legend_foot + 126),
        "record": record,
        "fonts": font_metrics,
    }


def legend(record: Record, top: float) -> tuple[list[tuple[int, int, SafeString, str]], float]:
    """Return each status on the map with its place, shape and count, and the last line's height."""
    x, y, marks = EDGE + 16.0, top, []
    for line in record.legend:
        label = f"{line['words']}: {line['count']}"
        width = 60 + WIDER * font_metrics.text().width(label, 26)
        if x + width > WIDTH - EDGE:
            x, y = EDGE + 16.0, y + 48
        marks.append((round(x), round(y), shape(line["status"]), label))
        x += width
    return marks, y
