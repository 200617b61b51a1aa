"""Draw a council in a ring of its neighbours, each named and in its real direction.

The direction of a neighbour is that from the centre of one true area to the centre of the other.
Neighbours whose hexagons would overlap are moved apart as little as possible, in their order, and
the ring is enlarged before any moves too far. Names are in a column on either side, so that none is
cut off or overlaps another. If that is too wide for a phone, the hexagons are smaller and the lines
of names shorter.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from councils.map import areas
from councils.map.drawing import map_register, neighbours
from councils.record import CouncilOnDay, Record
from councils.sharing import font_metrics

RADII = range(46, 121, 4)
"""The radii to try for the ring, in units of the drawing."""
MOST_MOVED = math.radians(22)
"""How far a neighbour may move from its direction before the ring grows."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How large a drawing's hexagons are, and how long the lines of its names."""

    apart: float
    """The least distance between the middles of two hexagons on the ring."""
    larger: float
    """How much larger a hexagon is than on the map."""
    across: float
    """Half its width."""
    room: int
    """Letters that a line of a name holds before it breaks between words."""


ROOMY, CROWDED = Scale(31, 1.2, 14, 15), Scale(22, 0.8, 10, 11)
WIDEST = 420
"""A drawing is crowded if it would be wider than this, or a phone would show its names small."""
GAP = 12
"""Between the ring and a column of names."""
LINE = 18
"""Height of a line of a name."""
SIZE = 15
"""Font size of a name."""
WIDER, WIDER_BOLD = 1.08, 1.2
"""Room for fonts that are wider than the one measured; the names of signed councils are bold."""
LEAST_WIDTH = 340

Point = tuple[float, float]


@dataclass(slots=True)
class Neighbour:
    """A neighbour in the drawing, with its position on the ring and that of its name."""

    row: CouncilOnDay
    bearing: float
    """Radians clockwise from north."""
    drawn: float
    """The bearing at which it is drawn."""
    x: float
    y: float
    lines: list[str]
    name_y: float = 0.0

    @property
    def is_left(self) -> bool:
        return self.x < 0


def compass(record: Record, row: CouncilOnDay) -> SafeString:
    """Draw a council and its neighbours; empty if it has none on land.

    It is for eyes alone: the page names each neighbour with its status in words beside it.
    """
    placed, scale, edge = lay_out(record, row)
    if not placed:
        return SafeString("")
    left, right = widths(placed)
    width = max(LEAST_WIDTH, 2 * edge + left + right)
    spare = (width - 2 * edge - left - right) / 2
    start = -edge - left - spare
    tops = [each.y - 19 for each in placed] + [
        each.name_y - LINE * len(each.lines) / 2 for each in placed
    ]
    feet = [each.y + 19 for each in placed] + [
        each.name_y + LINE * len(each.lines) / 2 for each in placed
    ]
    top, foot = min(-32, *tops) - 2, max(32, *feet) + 2
    parts = [drawn_neighbour(each, edge, scale) for each in placed]
    return mark_safe(
        f'<svg class="compass" viewBox="{start:.0f} {top:.0f} {width:.0f} {foot - top:.0f}"'
        ' aria-hidden="true">'
        f'{"".join(parts)}<g transform="scale(1.7)"><use href="#hex-{row.status}"/>'
        '<use class="compass-here" href="#hex-ring"/></g></svg>'
    )


def lay_out(record: Record, row: CouncilOnDay) -> tuple[list[Neighbour], Scale, float]:
    """Return a council's neighbours as they are drawn, at which scale, and where names begin."""
    rows, middles = neighbours(record, row), centres(record)
    placed: list[Neighbour] = []
    scale, edge = ROOMY, 0.0
    if not rows:
        return placed, scale, edge
    x, y = middles[row.code]
    known = []
    for other in rows:
        east, north = middles[other.code][0] - x, middles[other.code][1] - y
        known.append((math.atan2(east, north) % math.tau, other))
    known.sort(key=lambda each: each[0])
    for scale in (ROOMY, CROWDED):
        radius, drawn = ring(tuple(bearing for bearing, _ in known), scale.apart)
        placed = [
            Neighbour(
                other,
                bearing,
                at,
                radius * math.sin(at),
                -radius * math.cos(at),
                broken(other.short_name, scale.room),
            )
            for (bearing, other), at in zip(known, drawn, strict=True)
        ]
        edge = radius + scale.across + GAP
        if 2 * edge + sum(widths(placed)) <= WIDEST:
            break
    for side in (True, False):
        stack_names([each for each in placed if each.is_left is side])
    return placed, scale, edge


@lru_cache(maxsize=1000)
def ring(bearings: tuple[float, ...], apart: float) -> tuple[float, tuple[float, ...]]:
    """Return the least radius at which neighbours stay near their bearings, and their bearings.

    Kept, as councils have the same neighbours when the record has changed.
    """
    radius, drawn = float(RADII[0]), bearings
    for radius in RADII:
        least = 2 * math.asin(apart / 2 / radius)
        if least * len(bearings) > math.tau:
            continue
        drawn = tuple(spread(list(bearings), least))
        if all(
            turned(one, other) <= MOST_MOVED for one, other in zip(bearings, drawn, strict=True)
        ):
            break
    return radius, drawn


def spread(bearings: list[float], least: float) -> list[float]:
    """Move sorted bearings apart until all are at least a given angle from each other."""
    drawn = list(bearings)
    count = len(drawn)
    if count < 2:
        return drawn
    for _ in range(400):
        moved = False
        for number in range(count):
            following = (number + 1) % count
            round_again = math.tau if following == 0 else 0.0
            lack = least - (drawn[following] + round_again - drawn[number])
            if lack > 1e-4:
                drawn[number] -= lack / 2
                drawn[following] += lack / 2
                moved = True
        if not moved:
            break
    return drawn


def turned(one: float, other: float) -> float:
    """Return the angle between two bearings."""
    return abs((other - one + math.pi) % math.tau - math.pi)


def stack_names(side: list[Neighbour]) -> None:
    """Put the names on one side below each other, each as near to its hexagon as possible."""
    side.sort(key=lambda each: each.y)
    for each in side:
        each.name_y = each.y
    for _ in range(200):
        moved = False
        for upper, lower in zip(side, side[1:], strict=False):
            least = LINE * (len(upper.lines) + len(lower.lines)) / 2 + 8
            lack = least - (lower.name_y - upper.name_y)
            if lack > 0.1:
                upper.name_y -= lack / 2
                lower.name_y += lack / 2
                moved = True
        if not moved:
            break


def broken(name: str, room: int) -> list[str]:
    """Break a name between words into short lines; a long word stays whole."""
    lines = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and len(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def widths(placed: list[Neighbour]) -> tuple[float, float]:
    """Return the widths of the two columns of names."""
    left, right = (
        widest([each for each in placed if each.is_left is side]) for side in (True, False)
    )
    return left, right


def widest(side: list[Neighbour]) -> float:
    """Return the width of the longest line among some names."""
    face = font_metrics.text()
    return max(
        (
            face.width(line, SIZE) * (WIDER_BOLD if each.row.status == "signed" else WIDER)
            for each in side
            for line in each.lines
        ),
        default=0,
    )


def drawn_neighbour(each: Neighbour, edge: float, scale: Scale) -> str:
    """Return a neighbour's hexagon, its name, and the line between them."""
    sign = -1 if each.is_left else 1
    start, end = each.x + sign * scale.across, sign * (edge - 5)
    first = each.name_y - LINE * (len(each.lines) - 1) / 2 + 5
    lines = "".join(
        f'<tspan x="{sign * edge:.0f}" y="{first + LINE * number:.0f}">{escape(line)}</tspan>'
        for number, line in enumerate(each.lines)
    )
    anchor = "end" if each.is_left else "start"
    return (
        f'<path class="compass-line" d="M{start:.0f} {each.y:.0f}L{end:.0f} {each.name_y:.0f}"/>'
        f'<use href="#hex-{each.row.status}"'
        f' transform="translate({each.x:.1f} {each.y:.1f}) scale({scale.larger})"/>'
        f'<text class="compass-{each.row.status}" text-anchor="{anchor}">{lines}</text>'
    )


def centres(record: Record) -> dict[str, Point]:
    """Return the middle of each council's true area on the National Grid, by code."""
    if "centres" not in record.derived:
        outlines = areas.outlines_on(record.on, map_register(record), areas.plain_arcs())
        record.derived["centres"] = {
            code: centre_of(rings) for code, rings in outlines.items() if rings
        }
    return record.derived["centres"]


def centre_of(rings: list[areas.Ring]) -> Point:
    """Return the centre of an area of several rings, from which holes are subtracted."""
    double = x_sum = y_sum = 0.0
    for corners in rings:
        for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
            cross = x1 * y2 - x2 * y1
            double += cross
            x_sum += (x1 + x2) * cross
            y_sum += (y1 + y2) * cross
    if not double:
        return rings[0][0]
    return x_sum / 3 / double, y_sum / 3 / double
