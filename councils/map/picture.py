"""The map of England as one picture: true areas at dusk, the signed lit, London enlarged.

Councils of one status are drawn as one shape, and the borders between them as seams, so that the
picture is small. It is drawn once for each record, and kept under a digest of itself.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from math import ceil, dist
from types import MappingProxyType
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from councils.map import areas
from councils.map.areas import METRES, Box, Ring, neighbours, owners
from councils.map.drawing import DISPUTED, OUTLINES
from councils.record import CouncilOnDay, Record, cached_with_record
from councils.record.status import STATUSES, Status
from councils.sharing import font_metrics

WIDTH, HEIGHT = 584, 664
GRAIN, GRAIN_OF_LONDON = 1000, 350
"""Metres to a unit of the picture: of England, and of London beside it."""
EDGE = 2
"""Units left free round England, so that its coast is not cut."""

COLOURS = {"fill-ember": "#f0986b", "fill-ring": "#8ed1c6", "fill-bar": "#b9c3d6"}
"""The colour of each pattern, as a picture has no style sheet."""


class Picture(NamedTuple):
    """A picture of the map, and the digest under which it is kept."""

    svg: bytes
    digest: str


@cached_with_record
def picture(record: Record) -> Picture:
    """Draw the map of a record's day."""
    of_london, lines, london_at = enlarged(record)
    svg = render_to_string(
        "councils/england.svg",
        {
            "width": WIDTH,
            "height": HEIGHT,
            "edge": EDGE,
            "england": layers(record, owners(record), areas.plain_arcs(), GRAIN),
            "london": layers(record, of_london, lines, GRAIN_OF_LONDON),
            "london_at": london_at,
            "patterns": patterns(record),
        },
    ).encode()
    return Picture(svg, hashlib.blake2b(svg, digest_size=6).hexdigest())


def patterns(record: Record) -> list[tuple[str, str, str]]:
    """Return the pattern of each rarer status that a council has: its code, colour and path."""
    return [
        (status.code, COLOURS[status.pattern[0]], status.pattern[1])
        for status in STATUSES.values()
        if status.pattern and record.counts[status.code]
    ]


def layers(
    record: Record,
    owner_of: Mapping[str, str],
    lines: Iterable[areas.Arc],
    grain: int,
    marked_at: Mapping[str, tuple[int, int]] = MappingProxyType({}),
) -> dict[str, Any]:
    """Return what lies on what: the land, each status that is shown, the seams, and what disputes.

    Path data of some pieces of the map, in units of ``grain`` metres. ``marked_at`` has where the
    mark of a disputed status goes, by the council's code, where that is not its middle.
    """
    status_of = {piece: record.by_code[code].status for piece, code in owner_of.items()}
    lines = list(lines)

    def whole(pieces: Iterable[str]) -> str:
        rings = areas.outlines_of(dict.fromkeys(pieces, "one"), lines)
        return areas.shape([ring for one in rings.values() for ring in one], grain)

    of_status = {
        code: whole(piece for piece, status in status_of.items() if status == code)
        for code in set(status_of.values())
    }
    disputing = {code for code in owner_of.values() if record.by_code[code].disputed
                 and (grain < GRAIN or record.by_code[code].region != "London")}  # fmt: skip
    outlines = areas.outlines_of({p: c for p, c in owner_of.items() if c in disputing}, lines)
    middles = [marked_at.get(code) or middle(areas.drawn(rings, grain))
               for code, rings in outlines.items()]  # fmt: skip
    return {
        "land": whole(owner_of),
        "lit": of_status.pop(Status.SIGNED, ""),
        "patterned": [(code, of_status[code]) for code in STATUSES
                      if STATUSES[code].pattern and code in of_status],
        "seams": areas.seams(owner_of, lines, grain),
        "disputed": [(css_class, "".join(f"M{x} {y}{OUTLINES[outline]}" for x, y in middles))
                     for css_class, outline in DISPUTED if middles],
    }  # fmt: skip


def middle(rings: list[Ring]) -> tuple[int, int]:
    """Return a point well inside an area, or the middle of one too small to measure."""
    frame = areas.box_round(rings)
    spot = middle_of_room(covered(rings, frame), 1, 1)
    return on_paper(spot or (frame.width / CELL / 2, frame.height / CELL / 2), frame)


@cached_with_record
def enlarged(record: Record) -> tuple[dict[str, str], tuple[areas.Arc, ...], tuple[int, int]]:
    """Return London's pieces, the borders to draw them with, and where: in the North Sea."""
    boroughs = {row.code for row in record.councils if row.region == "London"}
    pieces = {piece: code for piece, code in owners(record).items() if code in boroughs}
    lines = areas.plain_arcs(frozenset(pieces))
    rings = areas.outlines_of(dict.fromkeys(pieces, "one"), lines)["one"]
    box = areas.box_round(areas.drawn(rings, GRAIN_OF_LONDON))
    return pieces, lines, (WIDTH - 12 - box.left - box.width, 12 - box.top)


ACROSS = 328
"""The width of the map round a council in its own units: the pixels that a phone has for it."""
LOWEST, HIGHEST = 280, 330
NARROWEST, WIDEST = 60_000, 140_000
"""How much of England is shown round a council, from west to east, in metres, or all of it."""
NARROWEST_IN_LONDON = 20_000
"""The same for a London borough, which would be a dot among dots: London is enlarged on any map."""
ROOM, ROOM_IN_LONDON = 1.4, 2.2
"""How much wider than the council the map is, where that is between the two."""

SIZES = {15: "", 13: "tight", 11: "far"}
"""Sizes of a name, and what the style sheet calls them: the smallest is for wide screens alone."""
BOLD = 1.08
"""How much wider the names are than the regular letters that were measured."""
LINE = 1.15
CELL = 2
"""The side of the squares into which an area is cut to find room for its name."""
FREE = 2
"""The space round a name."""
LONGEST_LINE = 50
BELOW = 13
"""How far below its name a council's mark stands."""

NOT_THE_SEA = ((0, 3_400, 1_870, 3_870), (0, 3_600, 5_350, 7_000))
"""Wales and Scotland, about: from and to, east and north, in units of 100 metres."""


class Name(NamedTuple):
    """A name on the map: its lines, the middle of the first one, and its line to its area."""

    lines: list[tuple[int, str]]
    x: int
    size: str
    hair: str


@cached_with_record
def near(record: Record, row: CouncilOnDay) -> SafeString:
    """Return the map round a council on the day of a record; nothing if it has no area there."""
    owner_of = owners(record)
    if row.code not in owner_of.values():
        return SafeString("")
    beside = neighbours(record, row)
    names = tuple((other.code, other.short_name) for other in (row, *beside))
    frame, grain, pieces, placed = geometry(
        names, frozenset(owner_of.items()), row.region == "London"
    )
    shown = {piece: owner_of[piece] for piece in pieces}
    own = {piece: code for piece, code in owner_of.items() if code == row.code}
    below = {code: (name.x, name.lines[-1][0] + BELOW) for code, name in placed if not name.hair}
    context = {
        "row": row,
        "frame": frame,
        "beside": sum(other.status == Status.SIGNED for other in beside),
        "layers": layers(record, shown, detailed(), grain, below),
        "patterns": patterns(record),
        "ring": areas.shape(areas.outlines_of(own, detailed())[row.code], grain),
        "names": [(record.by_code[code].status, name) for code, name in placed],
    }
    return SafeString(render_to_string("councils/near.svg", context))


@cache
def detailed() -> tuple[areas.Arc, ...]:
    return areas.plain_arcs(frozenset(areas.pieces()))


@cache
def geometry(
    names: tuple[tuple[str, str], ...], owned: frozenset[tuple[str, str]], in_london: bool
) -> tuple[Box, int, list[str], list[tuple[str, Name]]]:
    """Return the frame, metres to a unit, the pieces in it and the names, the council's first.

    Kept, as it changes with a reorganisation or a name, and not with a signature.
    """
    owner_of = dict(owned)
    code = names[0][0]
    own = {piece: owner for piece, owner in owned if owner == code}
    outline = areas.outlines_of(own, detailed())[code]
    frame, grain = frame_round(outline, metres_round(outline, in_london))
    pieces = pieces_in(frame, grain, owner_of)
    if len(pieces) < 3:  # nearly all is sea: the nearest land is shown too
        frame, grain = frame_round(outline, WIDEST)
        pieces = pieces_in(frame, grain, owner_of)
    outlines = areas.outlines_of({piece: owner_of[piece] for piece in pieces}, detailed())
    rings = {owner: areas.drawn(outline, grain) for owner, outline in outlines.items()}
    return frame, grain, pieces, list(place(dict(names), rings, frame, grain))


def metres_round(outline: list[Ring], in_london: bool) -> float:
    """Return how many metres the frame round a council is wide."""
    narrowest, room = (NARROWEST_IN_LONDON, ROOM_IN_LONDON) if in_london else (NARROWEST, ROOM)
    whole = areas.box_round(outline)
    wide, high = whole.width * METRES, whole.height * METRES
    uncut = 1.05 * max(wide, high * ACROSS / HIGHEST)
    return max(uncut, min(WIDEST, max(narrowest, room * max(wide, high * ACROSS / LOWEST))))


def frame_round(outline: list[Ring], metres: float) -> tuple[Box, int]:
    """Return the frame round a council, and how many metres a unit of it stands for."""
    grain = ceil(metres / ACROSS)
    box = areas.box_round(areas.drawn(outline, grain))
    height = min(HIGHEST, max(LOWEST, ceil(box.height * 1.1)))
    left, top = box.left + (box.width - ACROSS) // 2, box.top + (box.height - height) // 2
    return Box(left, top, ACROSS, height), grain


def pieces_in(frame: Box, grain: int, owner_of: Mapping[str, str]) -> list[str]:
    return sorted(
        piece for piece, box in boxes(grain).items() if piece in owner_of and overlap(box, frame)
    )


@cache
def boxes(grain: int) -> dict[str, Box]:
    outlines = areas.outlines_of({piece: piece for piece in areas.pieces()}, areas.plain_arcs())
    return {piece: areas.box_round(areas.drawn(rings, grain)) for piece, rings in outlines.items()}


def overlap(one: Box, other: Box) -> bool:
    return (
        one.left < other.left + other.width
        and other.left < one.left + one.width
        and one.top < other.top + other.height
        and other.top < one.top + one.height
    )


def place(
    names: Mapping[str, str], rings: Mapping[str, list[Ring]], frame: Box, grain: int
) -> Iterator[tuple[str, Name]]:
    """Yield the names for which there is room, first those that lie in their areas."""
    inside = {code: covered(rings[code], frame) for code in names if code in rings}
    outside = []
    for code, squares in inside.items():
        if found := in_its_area(names[code], squares, frame):
            yield code, found
        else:
            outside.append(code)
    sea = free_sea(rings.values(), frame, grain)
    for code in outside:
        if found := in_the_sea(names[code], inside[code], sea, frame):
            yield code, found


def in_its_area(name: str, squares: list[int], frame: Box) -> Name | None:
    for size in SIZES:
        for lines in broken(name, size):
            across, down = extent(lines, size)
            if spot := middle_of_room(squares, across, down):
                return named(lines, size, spot, frame)
    return None


def in_the_sea(name: str, squares: list[int], sea: list[int], frame: Box) -> Name | None:
    """Return a name in the sea with a short line, and take its room out of the sea."""
    goal = middle_of_room(squares, 1, 1) or next(bits(squares), None)
    if goal is None:
        return None
    for size in SIZES:
        across, down = extent([name], size)
        spots = list(bits(room(sea, across, down)))
        if not spots:
            continue
        ends = {spot: nearest(spot, across, down, goal) for spot in spots}
        spot = min(spots, key=lambda spot: dist(ends[spot], goal))
        if dist(ends[spot], goal) * CELL > LONGEST_LINE:
            continue
        for down_by in range(down):
            sea[spot[1] + down_by] &= ~(((1 << across) - 1) << spot[0])
        found = named([name], size, spot, frame)
        (x1, y1), (x2, y2) = (on_paper(point, frame) for point in (ends[spot], goal))
        return found._replace(hair=f"M{x1} {y1}L{x2} {y2}")
    return None


def nearest(
    spot: tuple[int, int], across: int, down: int, goal: tuple[int, int]
) -> tuple[int, int]:
    """Return the point of a name's box that is nearest to the middle of its area."""
    x, y = spot
    return min(max(goal[0], x + 1), x + across - 1), min(max(goal[1], y), y + down)


def broken(name: str, size: int) -> Iterator[list[str]]:
    """Yield a name on one line, on two and on three."""
    face, words = font_metrics.text(), name.split()
    yield [name]
    for parts in range(2, min(3, len(words)) + 1):
        lines = face.balanced(name, size, face.width(name, size) / parts * 1.3)
        if len(lines) == parts:
            yield lines


def extent(lines: list[str], size: int) -> tuple[int, int]:
    """Return how many squares a name needs, across and down."""
    widest = max(font_metrics.text().width(line, size) for line in lines) * BOLD
    return ceil((widest + FREE) / CELL), ceil((((len(lines) - 1) * LINE + 1) * size + FREE) / CELL)


def named(lines: list[str], size: int, spot: tuple[int, int], frame: Box) -> Name:
    across, down = extent(lines, size)
    x, y = on_paper((spot[0] + across / 2, spot[1] + down / 2), frame)
    first = y - (len(lines) - 1) * size * LINE / 2 + size * 0.36
    placed = [(round(first + number * size * LINE), line) for number, line in enumerate(lines)]
    return Name(placed, x, SIZES[size], "")


def on_paper(point: tuple[float, float], frame: Box) -> tuple[int, int]:
    return round(frame.left + point[0] * CELL), round(frame.top + point[1] * CELL)


# Room, counted in squares: each row of them is one number, with a bit for each square


def covered(rings: list[Ring], frame: Box) -> list[int]:
    """Return which squares of a frame have their middle inside some rings."""
    columns, rows = frame.width // CELL, frame.height // CELL
    crossings: list[list[float]] = [[] for _ in range(rows)]
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
            if y1 == y2:
                continue
            high, low = min(y1, y2) - frame.top, max(y1, y2) - frame.top
            first = max(0, ceil(high / CELL - 0.5))
            for row in range(first, min(rows, ceil(low / CELL - 0.5))):
                y = frame.top + (row + 0.5) * CELL
                x = x1 + (y - y1) * (x2 - x1) / (y2 - y1)
                crossings[row].append((x - frame.left) / CELL - 0.5)
    return [spans(sorted(row), columns) for row in crossings]


def spans(crossings: list[float], columns: int) -> int:
    """Return the squares of a row between each two crossings, but for those at its ends."""
    squares = 0
    for start, end in zip(crossings[::2], crossings[1::2], strict=True):
        first, last = max(1, ceil(start)), min(columns - 1, ceil(end))
        if first < last:
            squares |= ((1 << (last - first)) - 1) << first
    return squares


def free_sea(land: Collection[list[Ring]], frame: Box, grain: int) -> list[int]:
    columns = frame.width // CELL
    sea = [((1 << columns) - 1)] * (frame.height // CELL)
    for rings in land:
        sea = [free & ~taken for free, taken in zip(sea, covered(rings, frame), strict=True)]
    for west, east, south, north in NOT_THE_SEA:
        left, top = areas.placed((west, north), grain)
        right, foot = areas.placed((east, south), grain)
        corner = [(left, top), (left, foot), (right, foot), (right, top)]
        sea = [free & ~taken for free, taken in zip(sea, covered([corner], frame), strict=True)]
    return [0, *sea[1:-1], 0]


def room(squares: list[int], across: int, down: int) -> list[int]:
    """Return the squares at which a box of so many squares has its top left corner."""
    fits = []
    for row in squares:
        got = 1
        while got < across:
            step = min(got, across - got)
            row &= row >> step
            got += step
        fits.append(row)
    for _ in range(down - 1):
        fits = [row & below for row, below in pairwise(fits)]
    return fits


def middle_of_room(squares: list[int], across: int, down: int) -> tuple[int, int] | None:
    """Return where a box has the most room on every side; None if it has none at all."""
    free, most = 0, None
    while spots := list(bits(room(squares, across + 2 * free, down + 2 * free))):
        most, free = spots, free + 1
    if most is None:
        return None
    middle = (sum(x for x, _ in most) / len(most), sum(y for _, y in most) / len(most))
    x, y = min(most, key=lambda spot: dist(spot, middle))
    return x + free - 1, y + free - 1


def bits(rows: list[int]) -> Iterator[tuple[int, int]]:
    for y, row in enumerate(rows):
        while row:
            lowest = row & -row
            yield lowest.bit_length() - 1, y
            row ^= lowest
