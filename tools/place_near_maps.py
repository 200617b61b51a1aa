"""Work out the map round each council: its scale, its place, and where its names stand.

It takes some minutes for all councils on all days, and writes ``councils/map/near.json``. Run it
after a reorganisation, a new name, or a change of the areas:
    ./dev manage shell -c "from tools.place_near_maps import write; write()"

The rule: of some scales, each an eighth wider than the one before, the best by points is taken,
with the council in the middle or moved towards land. Points are given for its own name, for each
name next door, for a light in sight, and taken for sea.
"""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from functools import cache
from math import ceil, dist, log
from typing import Any, NamedTuple

from councils.map import areas, layout
from councils.map.areas import Box, Ring, neighbours, owners
from councils.map.near import (
    FILE,
    HEIGHT,
    MIDDLE,
    WIDTH,
    Frame,
    Name,
    lines_of,
    metres_across,
    pieces_in,
    plain_frame,
)
from councils.map.squares import (
    CELL,
    bits,
    covered,
    free_sea,
    middle_of_room,
    on_paper,
    room,
)
from councils.record import CouncilOnDay, Record, record_on
from councils.record.council_on_day import ENDS_SOON
from councils.record.status import Status
from councils.sharing import font_metrics

STEP = 1.13
LEAST_ROOM = 1.15
"""How much wider than the council the middle of the frame is at least."""
NARROWEST, WIDEST, LEAST = 44_000, 150_000, 24_000
"""Metres across the middle: at first, at most, and where none has named the council."""
IN_LONDON = (16_000, 48_000, 9_500)
"""The same for a London borough."""
MOST_TIMES = 6
"""How many times as wide as the council the middle is at most."""
BEST_TIMES = 1.6
"""The scale that costs no points, in times of the first."""

LAND_WANTED, LAND_BEFORE_MOVING = 0.55, 0.62
"""How much of the frame should be land, and under which share it moves towards land."""
FARTHEST, MOVE = 85, 17
"""How far it moves, in units, and by which steps."""
KEPT_FREE = 16
"""Units kept free round the council when the frame moves."""

SIZES = {15: "", 13: "tight", 11: "far"}
"""Sizes of a name, and what the style sheet calls them: the smallest is for wide screens alone."""
BOLD = 1.08
"""How much wider the names are than the regular letters that were measured."""
LINE = 1.15
FREE = 2
"""The space round a name."""
LONGEST_LINE = 50
LARGE = 900
"""Squares in the middle of the frame from which a council that is not next door is named."""
A_LIGHT = 1_200
"""Squares of signed councils that make a light in sight."""


class Tried(NamedTuple):
    """A frame with its names, and how good it is."""

    points: float
    frame: Frame
    names_itself: bool


class Ground(NamedTuple):
    """What does not change with the frame: the council, its area, and who is where."""

    record: Record
    row: CouncilOnDay
    outline: list[Ring]
    owner_of: dict[str, str]
    """The council of each piece; of a council that ends, those that take over."""
    beside: set[str]
    own: set[str]
    """Its own code, or those of the councils that take over from it."""
    called: dict[str, str]
    signed: set[str]
    """Every council that has ever signed, as far as is known."""

    @property
    def surroundings(self) -> frozenset[tuple[str, str]]:
        """Who is where in the widest frame, and who is called what.

        While that is the same, so is the best map.
        """
        widest = plain_frame(
            self.outline, STEP * max(WIDEST, LEAST_ROOM * metres_across(self.outline))
        )
        found = set()
        for piece in pieces_in(widest, self.owner_of):
            code = self.owner_of[piece]
            found.add((piece, code))
            found.add((code, self.called[code]))
        return frozenset(found)


def write(*codes: str) -> None:
    """Work out the maps of all councils on all days, or of some, and write them."""
    found: dict[str, list[dict[str, Any]]] = {}
    seen: dict[str, frozenset[tuple[str, str]]] = {}
    for day in days():
        record = record_on(day)
        for row in record.councils:
            if codes and row.code not in codes:
                continue
            ground = ground_of(record, row)
            if ground is None or seen.get(row.code) == ground.surroundings:
                continue
            seen[row.code] = ground.surroundings
            entry = written(day, best(ground))
            before = found.setdefault(row.code, [])
            if not before or {**before[-1], "from": entry["from"]} != entry:
                before.append(entry)
    known = json.loads(FILE.read_text("utf-8")) if codes else {}
    known |= found
    lines = [f"{json.dumps(code)}: {packed(rows)}" for code, rows in sorted(known.items())]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def packed(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def written(day: dt.date, frame: Frame) -> dict[str, Any]:
    names = [list(name) for name in frame.names]
    return {
        "from": day.isoformat(),
        "grain": frame.grain,
        "left": frame.box.left,
        "top": frame.box.top,
        "names": names,
    }


def days() -> list[dt.date]:
    """Return the days on which a map changes: councils begin or end, or will end soon."""
    found = set()
    for day in layout.days():
        found.add(day)
        found.add(max(day - ENDS_SOON, layout.first_day()))
    return sorted(found)


def best(ground: Ground) -> Frame:
    """Return the best frame round a council."""
    if ground.row.code in FIXED:
        metres, shift = FIXED[ground.row.code]
        return tried(ground, plain_frame(ground.outline, metres, shift)).frame
    found = [at_scale(ground, metres) for metres in scales(ground)]
    if not any(one.names_itself for one in found):
        found += [at_scale(ground, metres) for metres in lower_scales(ground)]
    return max(found, key=lambda one: (one.names_itself, one.points)).frame


FIXED = {"IOS": (132_000, (122, 0))}
"""Councils whose map no rule finds, by code: metres across, and how far it moves, in units."""


def ground_of(record: Record, row: CouncilOnDay) -> Ground | None:
    owner_of = dict(owners(record))
    own = {piece: code for piece, code in owner_of.items() if code == row.code}
    if not own:
        return None
    outline = areas.outlines_of(own, lines_of(is_fine=True))[row.code]
    beside = {other.code for other in neighbours(record, row)}
    called = {other.code: other.short_name for other in record.councils}
    codes = {row.code}
    if row.ends_on and row.is_replaced_soon(record.on):
        following = record_on(row.ends_on)
        after = owners(following)
        for piece in own:
            owner_of[piece] = after.get(piece, row.code)
        codes = {owner_of[piece] for piece in own}
        called |= {other.code: other.short_name for other in following.councils}
    return Ground(record, row, outline, owner_of, beside, codes, called, ever_signed())


@cache
def ever_signed() -> set[str]:
    """Return the codes of the councils that have signed on any of the days."""
    found = set()
    for day in [*days(), record_on().on]:
        for row in record_on(day).councils:
            if row.status == Status.SIGNED:
                found.add(row.code)
    return found


# Scales


def limits(ground: Ground) -> tuple[int, int, int]:
    if ground.row.region == "London":
        return IN_LONDON
    return NARROWEST, WIDEST, LEAST


def first_scale(ground: Ground) -> float:
    return max(LEAST_ROOM * metres_across(ground.outline), limits(ground)[0])


def scales(ground: Ground) -> Iterator[float]:
    """Yield how many metres wide the middle may be, the narrowest first."""
    across = metres_across(ground.outline)
    most = max(min(limits(ground)[1], MOST_TIMES * across), LEAST_ROOM * across)
    metres = first_scale(ground)
    yield metres
    while metres * STEP <= most:
        metres *= STEP
        yield metres


def lower_scales(ground: Ground) -> Iterator[float]:
    metres = first_scale(ground) / STEP
    while metres >= limits(ground)[2]:
        yield metres
        metres /= STEP


def at_scale(ground: Ground, metres: float) -> Tried:
    """Return the best of the frames of one scale: round the council, or moved towards land."""
    middle = tried(ground, plain_frame(ground.outline, metres))
    if share_of_land(ground, middle.frame) >= LAND_BEFORE_MOVING:
        return middle
    best = middle
    for shift in shifts(ground, metres):
        frame = plain_frame(ground.outline, metres, shift)
        if not holds_whole(ground, frame):
            continue
        moved = tried(ground, frame)
        if moved.names_itself and moved.points > best.points:
            best = moved
    return best


def shifts(ground: Ground, metres: float) -> Iterator[tuple[int, int]]:
    """Yield some ways of moving a frame towards the land round a council."""
    for across in range(-FARTHEST, FARTHEST + 1, MOVE * 2 + 8):
        for down in range(-FARTHEST, FARTHEST + 1, MOVE * 2 + 8):
            if across or down:
                yield across, down


def holds_whole(ground: Ground, frame: Frame) -> bool:
    """Whether the council lies within the middle of a frame with some room."""
    box = areas.box_round(areas.drawn(ground.outline, frame.grain))
    inner = middle_of(frame)
    return (
        box.left - KEPT_FREE >= inner.left
        and box.top - KEPT_FREE >= inner.top
        and box.left + box.width + KEPT_FREE <= inner.left + inner.width
        and box.top + box.height + KEPT_FREE <= inner.top + inner.height
    )


def middle_of(frame: Frame) -> Box:
    left = frame.box.left + (WIDTH - MIDDLE[0]) // 2
    top = frame.box.top + (HEIGHT - MIDDLE[1]) // 2
    return Box(left, top, *MIDDLE)


# Names and points


def rings_in(ground: Ground, frame: Frame) -> dict[str, list[Ring]]:
    """Return the areas of the councils in a frame, in units of the drawing, by code."""
    shown = {piece: ground.owner_of[piece] for piece in pieces_in(frame, ground.owner_of)}
    outlines = areas.outlines_of(shown, lines_of(frame.is_fine))
    return {code: areas.drawn(outline, frame.grain) for code, outline in outlines.items()}


def share_of_land(ground: Ground, frame: Frame) -> float:
    sea = 0
    for row in free_sea(list(rings_in(ground, frame).values()), frame.box, frame.grain):
        sea += row.bit_count()
    squares = (WIDTH // CELL) * (HEIGHT // CELL)
    return 1 - sea / squares


def tried(ground: Ground, frame: Frame) -> Tried:
    """Return a frame with its names and points."""
    rings = rings_in(ground, frame)
    inner = middle_of(frame)
    inside = {code: covered(its, inner) for code, its in rings.items()}
    sea = free_sea(list(rings.values()), inner, frame.grain)
    names = list(place(ground, inside, sea, inner))
    frame = frame._replace(names=names)
    mine = [name for name in names if name.code in ground.own]
    points = points_of(ground, frame, mine, inside)
    return Tried(points, frame, len(mine) == len(ground.own))


def points_of(
    ground: Ground, frame: Frame, mine: list[Name], inside: Mapping[str, list[int]]
) -> float:
    points = 0.0
    if len(mine) == len(ground.own):
        points += 3
    if any(name.size == "far" for name in mine):
        points -= 0.5
    if any(name.hair for name in mine):
        points -= 1
    next_door = [name for name in frame.names if name.code in ground.beside]
    if ground.beside:
        told = sum(0.6 if name.size == "far" else 1 for name in next_door)
        points += 4 * told / len(ground.beside)
    if light_in(ground, inside) >= A_LIGHT:
        points += 2
    others = len(frame.names) - len(next_door) - len(mine)
    points += 0.12 * min(others, 6) + 0.15 * min(len(next_door), 6)
    points -= 6 * max(0, LAND_WANTED - share_of_land(ground, frame))
    times = frame.grain * MIDDLE[0] / (BEST_TIMES * first_scale(ground))
    return points - 0.05 * abs(log(times) / log(STEP))


def light_in(ground: Ground, inside: Mapping[str, list[int]]) -> int:
    """Return how many squares of the middle of the frame are those of signed councils."""
    squares = 0
    for code, rows in inside.items():
        if code in ground.signed:
            squares += size_of(rows)
    return squares


def size_of(rows: list[int]) -> int:
    return sum(row.bit_count() for row in rows)


def place(
    ground: Ground, inside: Mapping[str, list[int]], sea: list[int], frame: Box
) -> Iterator[Name]:
    """Yield the names for which there is room, first those that lie in their areas."""
    outside = []
    for code in wanted(ground, inside):
        if found := in_its_area(code, ground.called[code], inside[code], frame):
            yield found
        elif code in ground.own or code in ground.beside:
            outside.append(code)
    for code in outside:
        if found := in_the_sea(code, ground.called[code], inside[code], sea, frame):
            yield found


def wanted(ground: Ground, inside: Mapping[str, list[int]]) -> list[str]:
    """Return whose names are wanted: its own, those next door, and other large ones."""
    others = []
    for code, rows in inside.items():
        is_other = code not in ground.own and code not in ground.beside
        if is_other and size_of(rows) >= LARGE:
            others.append(code)
    own = sorted(code for code in ground.own if code in inside)
    beside = sorted(code for code in ground.beside if code in inside)
    return [*own, *beside, *sorted(others)]


def in_its_area(code: str, name: str, squares: list[int], frame: Box) -> Name | None:
    for size in SIZES:
        for lines in broken(name, size):
            across, down = extent(lines, size)
            if spot := middle_of_room(squares, across, down):
                return named(code, lines, size, spot, frame)
    return None


def in_the_sea(code: str, name: str, squares: list[int], sea: list[int], frame: Box) -> Name | None:
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
        found = named(code, [name], size, spot, frame)
        x1, y1 = on_paper(ends[spot], frame)
        x2, y2 = on_paper(goal, frame)
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
    face = font_metrics.text()
    words = name.split()
    yield [name]
    for parts in range(2, min(3, len(words)) + 1):
        lines = face.balanced(name, size, face.width(name, size) / parts * 1.3)
        if len(lines) == parts:
            yield lines


def extent(lines: list[str], size: int) -> tuple[int, int]:
    """Return how many squares a name needs, across and down."""
    widest = max(font_metrics.text().width(line, size) for line in lines) * BOLD
    across = ceil((widest + FREE) / CELL)
    down = ceil((((len(lines) - 1) * LINE + 1) * size + FREE) / CELL)
    return across, down


def named(code: str, lines: list[str], size: int, spot: tuple[int, int], frame: Box) -> Name:
    across, down = extent(lines, size)
    x, y = on_paper((spot[0] + across / 2, spot[1] + down / 2), frame)
    first = y - (len(lines) - 1) * size * LINE / 2 + size * 0.36
    placed = [(round(first + number * size * LINE), line) for number, line in enumerate(lines)]
    return Name(code, placed, x, SIZES[size], "")
