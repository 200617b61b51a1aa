"""Postcodes as points on the National Grid, searched by distance or by area.

Reads the postcodes that the site is built from (``tools.make_postcodes``). Only live ones
count: those their source says are in use. Northern Ireland, which has a grid of its own, is left
out.
"""

from collections import Counter
from collections.abc import Iterable
from math import hypot
from statistics import median
from typing import NamedTuple

from tools.make_postcodes import PostcodeRow

SQUARE = 1000
"""Side of the squares by which points are grouped, metres."""

FURTHEST = 50
"""The most squares that are searched in each direction: no place in England is so remote."""

OTHER_GRID = "N"
"""First letter of the codes of districts on the Irish grid."""


class PostcodePoint(NamedTuple):
    """A live postcode: easting and northing in metres, and the GSS code of its district."""

    easting: int
    northing: int
    postcode: str
    district: str


class Nearest(NamedTuple):
    """The districts of the nearest postcodes, and the distance of the nearest one, in metres.

    ``districts`` counts postcodes by GSS code.
    """

    districts: Counter[str]
    distance: float


class PostcodePoints:
    """Live postcodes of Great Britain, by square kilometre and by postcode area.

    The whole country takes about 20 seconds to read, and 600 MB.
    """

    def __init__(self, rows: Iterable[PostcodeRow]):
        self._squares: dict[tuple[int, int], list[PostcodePoint]] = {}
        self._by_sector: dict[str, list[PostcodePoint]] = {}
        for row in rows:
            if not row.in_use or row.spot is None:
                continue
            if row.district is None or row.district.startswith(OTHER_GRID):
                continue
            point = PostcodePoint(*row.spot, row.postcode, row.district)
            square = (point.easting // SQUARE, point.northing // SQUARE)
            self._squares.setdefault(square, []).append(point)
            self._by_sector.setdefault(row.postcode[:-2], []).append(point)

    def nearest(self, easting: float, northing: float, count: int = 20) -> Nearest:
        """Return the districts of the ``count`` live postcodes nearest to a point.

        Raises LookupError where there are not so many within 50 km.
        """
        by_distance = self._by_distance(easting, northing, count)
        return Nearest(
            Counter(point.district for _, point in by_distance),
            by_distance[0][0],
        )

    def count_within(self, easting: float, northing: float, metres: int) -> int:
        """Return how many live postcodes are no further away than ``metres``."""
        reach = -(-metres // SQUARE)
        column, row = int(easting // SQUARE), int(northing // SQUARE)
        return sum(
            hypot(point.easting - easting, point.northing - northing) <= metres
            for x in range(column - reach, column + reach + 1)
            for y in range(row - reach, row + reach + 1)
            for point in self._squares.get((x, y), ())
        )

    def _by_distance(
        self, easting: float, northing: float, count: int
    ) -> list[tuple[float, PostcodePoint]]:
        column, row = int(easting // SQUARE), int(northing // SQUARE)
        # What lies outside so many rings of squares is at least this far away.
        margin = min(easting % SQUARE, SQUARE - easting % SQUARE,
                     northing % SQUARE, SQUARE - northing % SQUARE)  # fmt: skip
        near: list[tuple[float, PostcodePoint]] = []
        for ring in range(FURTHEST):
            for square in _ring(column, row, ring):
                near += [
                    (hypot(point.easting - easting, point.northing - northing), point)
                    for point in self._squares.get(square, ())
                ]
            near.sort()
            if len(near) >= count and near[count - 1][0] <= ring * SQUARE + margin:
                return near[:count]
        raise LookupError(f"fewer than {count} postcodes around {easting:.0f}, {northing:.0f}")

    def within(self, area: str) -> list[PostcodePoint]:
        """Return the live postcodes of a postcode district ("LS6") or sector ("LS6 3").

        Raises LookupError where there are none.
        """
        outward, _, sector_digit = area.partition(" ")
        digits = sector_digit or "0123456789"
        points = [point for digit in digits for point in self._by_sector.get(outward + digit, ())]
        if not points:
            raise LookupError(f"no live postcodes in {area}")
        return points

    def in_districts(self, prefix: str) -> list[PostcodePoint]:
        """Return the live postcodes of all districts whose GSS code begins with ``prefix``."""
        return [
            point
            for points in self._squares.values()
            for point in points
            if point.district.startswith(prefix)
        ]


def middle(points: Iterable[PostcodePoint]) -> tuple[float, float]:
    """Return the median easting and northing of points, in metres."""
    points = list(points)
    return median(p.easting for p in points), median(p.northing for p in points)


def _ring(column: int, row: int, ring: int) -> Iterable[tuple[int, int]]:
    """Yield the squares that are exactly ``ring`` steps away, diagonals counting one."""
    for x in range(column - ring, column + ring + 1):
        if abs(x - column) == ring:
            yield from ((x, y) for y in range(row - ring, row + ring + 1))
        else:
            yield x, row - ring
            if ring:
                yield x, row + ring
