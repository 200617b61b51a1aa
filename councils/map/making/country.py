"""What a layout of hexagons has to respect: who borders whom, where, and which side is the sea."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, pi, radians, sin, sqrt

import shapely

from councils.map import areas
from councils.map.lineage import ShippedRegister

BEARINGS = (60, 0, -60, -120, 180, 120)
"""Degrees, counterclockwise from the east, to the six neighbours of a hexagon (layout.touching)."""

SHORTEST = 5
"""Two councils are neighbours if they share so much border, in units of 100 metres: a corner
where four meet is none."""

ISLANDS = frozenset({"IOS", "IOW"})
"""The Isles of Scilly and the Isle of Wight: they touch nobody."""

NARROW = 40
"""The widest water, in units of 100 metres, that two councils look at each other across."""

SEA_COUNTS = 0.05
"""A council is on the coast if at least this share of its border is sea, Wales or Scotland."""


@dataclass(frozen=True)
class Country:
    """The councils of a day, in the order of their codes; numbers below are places in it.

    ``centres`` are in kilometres on the National Grid. ``borders`` gives the border that two
    neighbours share, ``across`` who look at each other across a narrow water, and ``facing`` for
    each council and bearing how much of its border looks out that way to the sea (or Wales, or
    Scotland), all in kilometres; ``round`` is its whole border, ``radius`` that of a circle as
    large as it is.
    """

    codes: list[str]
    centres: list[tuple[float, float]]
    borders: dict[tuple[int, int], float]
    across: list[tuple[int, int]]
    facing: list[list[float]]
    round: list[float]
    region: list[str]
    radius: list[float]

    def is_coastal(self, number: int) -> bool:
        """Say whether enough of its border is coast for its hexagon to stand at the edge."""
        return sum(self.facing[number]) > SEA_COUNTS * self.round[number]


def country_on(day: dt.date, register: ShippedRegister) -> Country:
    """Measure the councils of a day on the shipped areas."""
    owners = register.owners_on(day)
    outlines = areas.outlines_of(owners)
    codes = list(outlines)
    number = {code: place for place, code in enumerate(codes)}
    borders: dict[tuple[int, int], float] = defaultdict(float)
    facing = [[0.0] * len(BEARINGS) for _ in codes]
    whole = [0.0] * len(codes)
    for arc in areas.arcs():
        left, right = owners[arc.left], owners.get(arc.right)
        if left == right:
            continue
        length = sum(hypot(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(arc.points))
        whole[number[left]] += length / 10
        if right:
            whole[number[right]] += length / 10
            one, other = sorted((number[left], number[right]))
            borders[one, other] += length / 10
        else:
            _look_out(facing[number[left]], arc.points)
    touching = {pair: length for pair, length in borders.items() if length * 10 >= SHORTEST}
    return Country(
        codes=codes,
        centres=[(x / 10, y / 10) for x, y in map(areas.centre_of, outlines.values())],
        borders=touching,
        across=_across(codes, outlines, touching),
        facing=facing,
        round=whole,
        region=[register.councils[code]["region"] for code in codes],
        radius=[sqrt(sum(map(areas.double_area, rings)) / 200 / pi) for rings in outlines.values()],
    )


def _across(
    codes: list[str],
    outlines: Mapping[str, list[areas.Ring]],
    borders: Collection[tuple[int, int]],
) -> list[tuple[int, int]]:
    """Return pairs with little between them, and that not land: Liverpool and Wirral."""
    shapes = [
        shapely.union_all([shapely.make_valid(shapely.polygons(ring)) for ring in rings])
        for rings in outlines.values()
    ]
    land = shapely.union_all(shapes)
    near = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=NARROW)
    return sorted(
        (one, other)
        for one, other in near.T.tolist()
        if one < other
        and (one, other) not in borders
        and not {codes[one], codes[other]} & ISLANDS
        and land.intersection(shapely.shortest_line(shapes[one], shapes[other])).length < 1
    )


def _look_out(facing: list[float], points: tuple[areas.Point, ...]) -> None:
    """Add how far a stretch of coast looks out in each bearing; land is on its left."""
    for (x1, y1), (x2, y2) in pairwise(points):
        for place, bearing in enumerate(BEARINGS):
            angle = radians(bearing)
            outward = ((y2 - y1) * cos(angle) - (x2 - x1) * sin(angle)) / 10
            facing[place] += max(0.0, outward)
