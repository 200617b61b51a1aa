"""Draw a council in a ring of its neighbours, each named and in its real direction.

The direction of a neighbour is that from the centre of one true area to the centre of the other.
Neighbours whose hexagons would overlap are moved apart as little as possible, in their order, and
the ring is enlarged before any moves too far. It is higher than wide, and names are in a narrow
column on either side, so that they can be read on a phone and none is cut off or overlaps another.
"""

import math
from bisect import bisect
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, pairwise, product

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from councils.map import areas
from councils.map.drawing import neighbours, owners
from councils.names import divided, rejoined
from councils.record import CURRENT_STATUSES, CouncilOnDay, Record, cached_with_record
from councils.sharing import font_metrics

SHAPES = sorted(
    product((46, 54, 60, 66, 72), range(48, 145, 6)),
    key=lambda shape: 4 * shape[0] + shape[1],
)
"""Half the width and half the height of the rings to try, in units of the drawing."""
APART = 31
"""The least distance between the middles of two hexagons on the ring."""
MOST_MOVED = math.radians(22)
"""How far a neighbour may move from its direction before the ring grows."""
LARGER = 1.2
"""How much larger a hexagon is than on the map."""
ACROSS = 14
"""Half its width."""
GAP = 8
"""Between the ring and a column of names."""
LINE = 18
"""Height of a line of a name."""
SIZE = 15
"""Font size of a name."""
WIDER, WIDER_BOLD = 1.08, 1.2
"""Room for fonts that are wider than the one measured; the names of signed councils are bold."""
BESIDE = 8
"""Room between the drawing and the edge of a phone."""
HALF = 162
"""Half the width of the drawing, about that of a phone."""
LEAST_ROOM = 86
"""The least width of a column of names: beside a wide ring, the drawing is wider."""
MOST_HALF = 184
"""Half the width of the widest drawing: names are 14 pixels high on a phone 360 wide."""

Point = tuple[float, float]
Shape = tuple[int, int]


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
    placed, half = lay_out(record, row)
    if not placed:
        return SafeString("")
    numbers = {each.code: number for number, each in enumerate(listed(record, row), 1)}
    edge = half + ACROSS + GAP
    room = room_beside([each.row for each in placed], half)
    side = edge + room
    tops = [each.y - 19 for each in placed] + [
        each.name_y - LINE * len(each.lines) / 2 for each in placed
    ]
    feet = [each.y + 19 for each in placed] + [
        each.name_y + LINE * len(each.lines) / 2 for each in placed
    ]
    top, foot = min(-32, *tops) - 2, max(32, *feet) + 2
    parts = [drawn_neighbour(each, edge, room, numbers[each.row.code]) for each in placed]
    return mark_safe(
        f'<svg class="compass" viewBox="{-side} {top:.0f} {2 * side} {foot - top:.0f}"'
        ' aria-hidden="true">'
        f'{"".join(parts)}<g transform="scale(1.7)"><use href="#hex-{row.status}"/>'
        '<use class="compass-here" href="#hex-ring"/></g></svg>'
    )


def listed(record: Record, row: CouncilOnDay) -> list[CouncilOnDay]:
    """Return a council's neighbours in the order of the list beside the drawing: by status."""
    return sorted(neighbours(record, row), key=lambda other: CURRENT_STATUSES.index(other.status))


def lay_out(record: Record, row: CouncilOnDay) -> tuple[list[Neighbour], int]:
    """Return a council's neighbours as they are drawn, and half the width of their ring."""
    rows, middles = neighbours(record, row), centres(record)
    if not rows:
        return [], 0
    x, y = middles[row.code]
    known = []
    for other in rows:
        east, north = middles[other.code][0] - x, middles[other.code][1] - y
        known.append((math.atan2(east, north) % math.tau, other))
    known.sort(key=lambda each: each[0])
    shape, drawn = ring(tuple(bearing for bearing, _ in known))
    room = room_beside(rows, shape[0])
    placed = [
        Neighbour(other, bearing, at, *on_ring(shape, at), broken(other, room))
        for (bearing, other), at in zip(known, drawn, strict=True)
    ]
    for side in (True, False):
        stack_names([each for each in placed if each.is_left is side])
    return placed, shape[0]


@lru_cache(maxsize=1000)
def ring(bearings: tuple[float, ...]) -> tuple[Shape, tuple[float, ...]]:
    """Return the first ring on which neighbours stay near their bearings, and their bearings there.

    Kept, as councils have the same neighbours when the record has changed.
    """
    shape, drawn = SHAPES[0], bearings
    for shape in SHAPES:
        way = way_round(shape)
        if APART * len(bearings) > way[-1]:
            continue
        apart = spread([interpolated(bearing, STEPS, way) for bearing in bearings], APART, way[-1])
        drawn = tuple(interpolated(at % way[-1], way, STEPS) for at in apart)
        if all(
            turned(one, other) <= MOST_MOVED for one, other in zip(bearings, drawn, strict=True)
        ):
            break
    return shape, drawn


def on_ring(shape: Shape, bearing: float) -> Point:
    """Return the point of the ring in a direction from its middle."""
    east, north = math.sin(bearing), math.cos(bearing)
    far = 1 / math.hypot(east / shape[0], north / shape[1])
    return far * east, -far * north


STEPS = [math.tau * step / 360 for step in range(361)]
"""The bearings of a way round the ring."""


@cache
def way_round(shape: Shape) -> list[float]:
    """Return how far it is along the ring from north to each of ``STEPS``."""
    points = [on_ring(shape, bearing) for bearing in STEPS]
    return [0.0, *accumulate(math.dist(one, other) for one, other in pairwise(points))]


def interpolated(value: float, known: list[float], wanted: list[float]) -> float:
    """Return what stands in ``wanted`` for a value between two of the rising ``known``."""
    after = min(max(bisect(known, value), 1), len(known) - 1)
    part = (value - known[after - 1]) / (known[after] - known[after - 1])
    return wanted[after - 1] + part * (wanted[after] - wanted[after - 1])


def spread(places: list[float], least: float, whole: float) -> list[float]:
    """Move sorted places on a way round apart until all are ``least`` from each other."""
    drawn = list(places)
    count = len(drawn)
    if count < 2:
        return drawn
    for _ in range(400):
        moved = False
        for number in range(count):
            following = (number + 1) % count
            round_again = whole if following == 0 else 0.0
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


def room_beside(rows: list[CouncilOnDay], half: int) -> int:
    """Return the width of a column of names beside a ring of half a width.

    It is wider if that keeps a long word whole.
    """
    taken = half + ACROSS + GAP
    widths = [math.ceil(width_of(word, row)) for row in rows for word in words_of(row)]
    whole = [width for width in widths if width <= MOST_HALF - taken]
    return max(LEAST_ROOM, HALF - taken, *whole)


def words_of(row: CouncilOnDay) -> list[str]:
    """Return the words of a council's short name: "Stoke-" and "on-Trent"."""
    return row.short_name.replace("-on-", "- on-").split()


def width_of(word: str, row: CouncilOnDay) -> float:
    return font_metrics.text().width(word, size_for(row))


def size_for(row: CouncilOnDay) -> float:
    """Return the font size by which a name is measured, with room for wider and bold fonts."""
    return SIZE * (WIDER_BOLD if row.status == "signed" else WIDER)


def broken(row: CouncilOnDay, room: int) -> list[str]:
    """Break a name into short lines: between words, or in one that is longer than a line."""
    words = [word if width_of(word, row) <= room else divided(word, "- ") for word in words_of(row)]
    lines = font_metrics.text().lines(" ".join(words), size_for(row), room)
    return rejoined(lines, row.short_name)


def place_of(line: str, each: Neighbour, edge: int, room: int) -> str:
    """Return where a line of a name stands: it begins, or ends, beside the ring.

    If a reader's spacing between letters would push it off a phone, it stands round its middle, and
    grows towards the ring too.
    """
    sign = -1 if each.is_left else 1
    width = width_of(line, each.row)
    if width + font_metrics.reader_spacing(line, SIZE) <= room + BESIDE:
        return f'x="{sign * edge}"'
    middle = width / WIDER / 2
    return f'x="{sign * (edge + middle):.0f}" text-anchor="middle"'


def drawn_neighbour(each: Neighbour, edge: int, room: int, number: int) -> str:
    """Return a neighbour's hexagon, its name, and the line between them.

    With large text on a narrow screen its number in the list beside it takes the name's place.
    """
    sign = -1 if each.is_left else 1
    start, end = each.x + sign * ACROSS, sign * (edge - 5)
    first = each.name_y - LINE * (len(each.lines) - 1) / 2 + 5
    lines = "".join(
        f'<tspan {place_of(line, each, edge, room)} y="{first + LINE * down:.0f}">'
        f"{escape(line)}</tspan>"
        for down, line in enumerate(each.lines)
    )
    anchor = "end" if each.is_left else "start"
    return (
        f'<path class="compass-line" d="M{start:.0f} {each.y:.0f}L{end:.0f} {each.name_y:.0f}"/>'
        f'<use href="#hex-{each.row.status}"'
        f' transform="translate({each.x:.1f} {each.y:.1f}) scale({LARGER})"/>'
        f'<text class="compass-{each.row.status}" text-anchor="{anchor}">{lines}</text>'
        f'<text class="compass-number" text-anchor="{anchor}" x="{sign * edge}"'
        f' y="{each.name_y + 9:.0f}">{number}</text>'
    )


@cached_with_record
def centres(record: Record) -> dict[str, Point]:
    """Return the middle of each council's true area on the National Grid, by code."""
    outlines = areas.outlines_of(owners(record), areas.plain_arcs())
    return {code: areas.centre_of(rings) for code, rings in outlines.items()}
