"""True areas: the outline of every responsible council of England, on any day.

``areas.txt`` keeps each stretch of border (an arc) between two pieces of the map once, one a
line: the code of the piece on its left, that on its right ("-" for the sea, Wales and Scotland),
where it starts on the National Grid, then the step to each next corner, in units of 100 metres,
east and north. A council's outline is the sum of its pieces: the arcs that have it on one side
only, joined end to end. So Cumbria of 2012, the Cumberland of today and the Surreys of 2027 all
come from the same lines, and neighbours share every corner.

**Drawn from postcodes; not a boundary.** Each place belongs to the piece of its nearest postcode,
the coast follows where people live, and small bends are left out. ``docs/map.md`` says how
far to trust it.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from math import atan2, dist, tau
from pathlib import Path
from typing import Any, NamedTuple

from councils.map.national_grid import to_wgs84
from councils.record import CouncilOnDay, Record, cached_with_record

FILE = Path(__file__).parent / "areas.txt"

NOTICE = "Drawn from postcodes; not a boundary"
"""The note shown wherever the areas are used."""

METRES = 100
"""Length of the unit of ``areas.txt``."""

WEST = 80_000
"""The left edge of the drawing on the National Grid, metres."""
NORTH = 660_000
"""Its upper edge."""

PLAIN = 13
"""The greatest distance of a dropped corner from the drawn border, in units of 100 metres."""

PLAIN_ENLARGED = 3
"""The same, for borders of councils that are drawn enlarged: London's."""

Point = tuple[int, int]
Ring = list[Point]


class Arc(NamedTuple):
    """A stretch of border, with corners in units of 100 metres; "" is a side without a piece."""

    left: str
    right: str
    points: tuple[Point, ...]


class Box(NamedTuple):
    """A box round an outline, in units of the drawing, y growing to the south."""

    left: int
    top: int
    width: int
    height: int

    @property
    def view_box(self) -> str:
        """Return it in the form of SVG's ``viewBox``."""
        return f"{self.left} {self.top} {self.width} {self.height}"


@cache
def arcs() -> tuple[Arc, ...]:
    """Return the shipped arcs, read once by each process."""
    read = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            read.append(_arc(line))
    return tuple(read)


@cache
def pieces() -> tuple[str, ...]:
    """Return the codes of all pieces: districts, and councils without districts."""
    codes = set()
    for arc in arcs():
        codes |= {arc.left, arc.right}
    return tuple(sorted(codes - {""}))


@cache
def plain_arcs(enlarged: frozenset[str] = frozenset()) -> tuple[Arc, ...]:
    """Return the arcs as they are drawn, without bends that are too small to see.

    Their ends and the corners kept are the same for both sides, so that neighbours share borders.
    ``enlarged`` are the pieces whose borders are drawn larger than the rest.
    """
    plain = []
    for arc in arcs():
        is_enlarged = arc.left in enlarged or arc.right in enlarged
        most = PLAIN_ENLARGED if is_enlarged else PLAIN
        plain.append(arc._replace(points=_plain(arc.points, most)))
    return tuple(plain)


@cache
def fine_arcs(most: int) -> tuple[Arc, ...]:
    """Return all arcs without bends that lie no more than ``most`` units of 100 metres off."""
    return tuple(arc._replace(points=_plain(arc.points, most)) for arc in arcs())


def outlines_of(
    owners: Mapping[str, str], lines: Iterable[Arc] | None = None
) -> dict[str, list[Ring]]:
    """Return the rings of each responsible council, on the grid in units of 100 metres.

    ``owners`` has the council of each piece, and ``lines`` are the arcs to join (all, in full).
    The area is on the left of a ring: land runs counterclockwise, holes (York in North Yorkshire)
    clockwise. The first corner is not repeated at the end. The largest ring is first.
    """
    sides: dict[str, list[tuple[Point, ...]]] = {code: [] for code in owners.values()}
    if lines is None:
        lines = arcs()
    for arc in lines:
        left = owners.get(arc.left)
        right = owners.get(arc.right)
        if left == right:
            continue
        if left:
            sides[left].append(arc.points)
        if right:
            sides[right].append(arc.points[::-1])
    outlines = {}
    for code, of_council in sorted(sides.items()):
        outlines[code] = sorted(_joined(of_council), key=size_of, reverse=True)
    return outlines


def size_of(ring: Ring) -> int:
    return abs(double_area(ring))


def neighbours_of(owners: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the councils that each responsible council shares a border on land with.

    Across a river counts where the postcodes of the two banks meet, as in London; across an
    estuary that is drawn open (Wirral and Liverpool) does not.
    """
    beside: dict[str, set[str]] = {code: set() for code in owners.values()}
    for arc in arcs():
        left = owners.get(arc.left)
        right = owners.get(arc.right)
        if left and right and left != right:
            beside[left].add(right)
            beside[right].add(left)
    return beside


def geometries_of(owners: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return a GeoJSON MultiPolygon (RFC 7946) for each responsible council.

    Longitude and latitude on WGS84 have four decimals (about 10 metres), far more precise than the
    outlines.
    """
    geometries = {}
    for code, rings in outlines_of(owners).items():
        geometries[code] = {"type": "MultiPolygon", "coordinates": _polygons(rings)}
    return geometries


def box_round(rings: Iterable[Ring]) -> Box:
    """Return the box round rings of the drawing."""
    across = []
    down = []
    for ring in rings:
        for x, y in ring:
            across.append(x)
            down.append(y)
    left = min(across)
    top = min(down)
    return Box(left, top, max(across) - left, max(down) - top)


def double_area(ring: Ring) -> int:
    """Return twice the area inside a ring, negative if it runs clockwise."""
    area = 0
    for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
        area += x1 * y2 - x2 * y1
    return area


def _arc(line: str) -> Arc:
    left, right, *numbers = line.split()
    x, y, *steps = map(int, numbers)
    points = [(x, y)]
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x += dx
        y += dy
        points.append((x, y))
    if right == "-":
        right = ""
    return Arc(left, right, tuple(points))


def _plain(points: tuple[Point, ...], most: int) -> tuple[Point, ...]:
    """Leave out corners of a line that lie no more than ``most`` off it (Douglas and Peucker).

    A ring keeps its far side: its ends are one point, from which every corner is measured.
    """
    start = points[0]
    end = points[-1]
    off = [_off_line(point, start, end) for point in points]
    farthest = max(range(len(points)), key=off.__getitem__)
    if off[farthest] <= most and start != end:
        return start, end
    if farthest in (0, len(points) - 1):
        return points
    return _plain(points[: farthest + 1], most) + _plain(points[farthest:], most)[1:]


def _off_line(corner: Point, start: Point, end: Point) -> float:
    """Return the distance of a corner from the line through two others."""
    length = dist(start, end)
    if not length:
        return dist(start, corner)
    across = (end[0] - start[0]) * (corner[1] - start[1])
    along = (end[1] - start[1]) * (corner[0] - start[0])
    return abs(across - along) / length


def _joined(lines: list[tuple[Point, ...]]) -> Iterator[Ring]:
    """Join lines end to end into rings.

    Where two parts of one council touch at a corner, the sharpest turn to the left is taken,
    which keeps the parts apart.
    """
    leaving: dict[Point, list[tuple[Point, ...]]] = {}
    for line in lines:
        leaving.setdefault(line[0], []).append(line)
    for line in lines:
        if line not in leaving[line[0]]:
            continue
        leaving[line[0]].remove(line)
        ring = list(line)
        while ring[-1] != ring[0]:
            choices = leaving[ring[-1]]
            following = min(choices, key=lambda choice: _turn(ring[-2], ring[-1], choice[1]))
            choices.remove(following)
            ring.extend(following[1:])
        yield ring[:-1]


def end_to_end(lines: Iterable[tuple[Point, ...]]) -> Iterator[list[Point]]:
    """Join lines into as few as may be: each goes on with one that begins or ends where it ends."""
    left = dict.fromkeys(lines)
    at: dict[Point, list[tuple[Point, ...]]] = {}
    for line in left:
        at.setdefault(line[0], []).append(line)
        at.setdefault(line[-1], []).append(line)
    while left:
        line = next(iter(left))
        del left[line]
        joined = list(line)
        while choices := [other for other in at[joined[-1]] if other in left]:
            following = choices[0]
            del left[following]
            if following[0] != joined[-1]:
                following = following[::-1]
            joined += following[1:]
        yield joined


def _turn(before: Point, at: Point, after: Point) -> float:
    """Return the angle, clockwise, from the way back to the way on: small is sharply left."""
    back = atan2(before[1] - at[1], before[0] - at[0])
    on = atan2(after[1] - at[1], after[0] - at[0])
    return (back - on) % tau


def _rounded(ring: Ring, grain: int) -> Ring:
    """Return a ring in units of the drawing, corners that fall together as one; empty if small."""
    corners = _placed_line(ring, grain)
    if len(set(corners)) < 3:
        return []
    return corners


def _placed_line(line: Iterable[Point], grain: int) -> list[Point]:
    """Return a line in units of the drawing, corners that fall together as one."""
    corners: list[Point] = []
    for corner in line:
        point = placed(corner, grain)
        if not corners or point != corners[-1]:
            corners.append(point)
    return corners


def placed(corner: Point, grain: int) -> Point:
    """Return where a corner is on the drawing, where y grows to the south."""
    x, y = corner
    return (x * METRES - WEST) // grain, (NORTH - y * METRES) // grain


def drawn(rings: list[Ring], grain: int) -> list[Ring]:
    """Return rings in units of the drawing, without those too small to see.

    A council that would disappear becomes a square of one unit.
    """
    rounded = [_rounded(ring, grain) for ring in rings]
    visible = [ring for ring in rounded if ring]
    if visible:
        return visible
    x, y = placed(rings[0][0], grain)
    return [[(x, y), (x, y + 1), (x + 1, y + 1), (x + 1, y)]]


def shape(rings: list[Ring], grain: int) -> str:
    """Return an area's path data, in units of ``grain`` metres."""
    return "".join(f"{path(ring)}z" for ring in drawn(rings, grain))


def seams(owners: Mapping[str, str], lines: Iterable[Arc], grain: int) -> str:
    """Return the path data of the borders between councils, each drawn once."""
    between = []
    for line in lines:
        left = owners.get(line.left)
        right = owners.get(line.right)
        if left and right and left != right:
            between.append(line.points)
    drawn_lines = [_placed_line(line, grain) for line in end_to_end(between)]
    return "".join(path(line) for line in drawn_lines if len(line) > 1)


def path(line: list[Point]) -> str:
    """Return a line as SVG path data: a start, then steps, with no character to spare."""
    (x, y), *corners = line
    steps: list[str] = []
    for right, down in corners:
        for step in (right - x, down - y):
            steps.append(str(step) if step < 0 else f" {step}")
        x, y = right, down
    return f"M{line[0][0]} {line[0][1]}l{''.join(steps).lstrip()}"


def _polygons(rings: list[Ring]) -> list[list[list[tuple[float, float]]]]:
    """Sort rings into polygons: each land ring, then the holes in it, closed, on WGS84."""
    land = [ring for ring in rings if double_area(ring) > 0]
    polygons = [[_closed(ring)] for ring in land]
    for hole in rings:
        if double_area(hole) < 0:
            # The smallest land ring round it: land within a hole comes later in the order.
            around = [number for number, ring in enumerate(land) if _holds(ring, hole)]
            polygons[around[-1]].append(_closed(hole))
    return polygons


def _holds(ring: Ring, other: Ring) -> bool:
    """Return whether a ring encloses another that does not cross it.

    The first corner that they do not share decides.
    """
    shared = set(ring)
    x, y = next((corner for corner in other if corner not in shared), other[0])
    inside = False
    for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
        is_passed = (y1 > y) != (y2 > y)
        if is_passed and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside


def _closed(ring: Ring) -> list[tuple[float, float]]:
    """Return a ring on WGS84 in GeoJSON's form: longitude first, the start repeated."""
    return [_longitude_latitude(corner) for corner in [*ring, ring[0]]]


@cache
def _longitude_latitude(corner: Point) -> tuple[float, float]:
    latitude, longitude = to_wgs84(corner[0] * METRES, corner[1] * METRES)
    return round(longitude, 4), round(latitude, 4)


@cached_with_record
def owners(record: Record) -> dict[str, str]:
    """Return the code of the responsible council of each piece of the map.

    A piece without one is left out: that is a gap in the register.
    """
    found = {}
    for piece in pieces():
        row = who_runs(record, record.by_code.get(piece))
        if row:
            found[piece] = row.code
    return found


def who_runs(record: Record, row: CouncilOnDay | None) -> CouncilOnDay | None:
    """Return who runs children's services on the day where a council is, was or will be."""
    if row is None:
        return None
    ways = [row]
    for council in ways:
        if followers := record.followers_of(council):
            return followers[0]
        ways += [old for old in council.predecessors if old not in ways]
    return None


def neighbours(record: Record, row: CouncilOnDay) -> list[CouncilOnDay]:
    """Return the councils that share a border on land with a council, by name."""
    codes = neighbours_by_code(record).get(row.code, ())
    beside = [record.by_code[code] for code in codes]
    return sorted(beside, key=lambda other: other.short_name)


@cached_with_record
def neighbours_by_code(record: Record) -> dict[str, set[str]]:
    """Return the codes of the councils that share a border on land with each."""
    return neighbours_of(owners(record))
