"""Badges for other sites: a council's status as a self-contained SVG.

A badge is shown as an image, so it can have neither links nor fonts of its own. Each line has a
fixed width, so that it fits whatever font the visitor has.
"""

from django.template.loader import render_to_string
from django.utils.text import capfirst

from councils.names import lower_first
from councils.record import CouncilOnDay, closed_words
from councils.record.status import STATUSES
from councils.sharing import font_metrics
from councils.sharing.palette import shape

LEFT, RIGHT = 66, 20
FIRST, SECOND, THIRD = 18, 14, 13
"""Font sizes of the lines. The third is there once the campaign has closed."""

BOLDER = 1.04
"""The width of the bold first line relative to the medium weight, whose widths are known."""


def badge_lines(council: CouncilOnDay) -> tuple[str, str]:
    """Return the two lines of a council's badge."""
    name = council.short_name_in_sentence
    facts = {
        "name": name,
        "Name": capfirst(name),
        "when": council.when_words,
        "status": lower_first(council.plain_status_words),
    }
    first, second = STATUSES[council.status].badge
    return first.format(**facts), second.format(**facts) + council.disputed


def badge_svg(council: CouncilOnDay) -> str:
    """Return the badge of a council that can sign, as SVG."""
    face, (first, second), closed = font_metrics.text(), badge_lines(council), closed_words()
    tops = (22, 40, 58) if closed else (30, 51, 0)
    widths = [face.width(first, FIRST) * BOLDER, face.width(second, SECOND)]
    lines = [(first, FIRST, tops[0], round(widths[0])), (second, SECOND, tops[1], round(widths[1]))]
    if closed:
        widths.append(face.width(closed, THIRD))
        lines.append((closed, THIRD, tops[2], round(widths[2])))
    context = {
        "title": f"{council.name}. {first} {second}." + (f" {closed}." if closed else ""),
        "width": round(LEFT + max(widths) + RIGHT),
        "shape": shape(council.status),
        "lines": lines,
    }
    return render_to_string("embed/badge.svg", context)
