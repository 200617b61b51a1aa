"""Find the other districts among the four nearest postcodes in use.

Pure Python. Postcodes are sorted along a Z-curve, so that a square of any of thirteen sizes is one
slice of the list. Starting with the largest: if a square and its neighbours have only one district,
all its postcodes are done at once. That leaves those close to a border (one in ten) to be compared
with their neighbours one by one.

Postcodes at the same distance as the fourth nearest count too, so that the result does not depend
on the order of the source, even where forty postcodes share one point.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

NEAREST = 4

SMALLEST = 8
"""Bits of the smallest square's side: 2**8 is 256 m. (128 m: 2 s faster, 180 MB more.)"""
SIZES = 13
"""Sizes of squares, up to 1,049 km."""
FURTHEST = 1 << 21
"""The limit of coordinates, in metres from the grid's origin: it includes all of Britain."""
CROWDED = 5
"""The number of postcodes in use above which a square is divided into quarters."""

MANY = 1 << 16
"""More than there are districts."""

# In a square's `district`, when it is not one.
EMPTY, MIXED = -1, -2

# A square's key is its column and row side by side; these step to the squares around it.
COLUMN = 1 << 16
AROUND = [x * COLUMN + y for x in (0, -1, 1) for y in (0, -1, 1)]  # itself first
FURTHER_AROUND = [x * COLUMN + y for x in range(-2, 3) for y in range(-2, 3)]

type Around = tuple[list[tuple[int, int, int]], set[int]]
"""The points in use around a square (easting, northing, district), and their districts."""


class _Square(NamedTuple):
    """A slice of all points, a slice of those in use, and the district all the latter are in."""

    first: int
    end: int
    first_used: int
    end_used: int
    district: int


def districts_nearby(
    eastings: Sequence[int],
    northings: Sequence[int],
    districts: Sequence[int],
    in_use: Sequence[bool],
) -> dict[int, tuple[int, ...]]:
    """Return the other districts nearby, sorted, by the position of each point that has any.

    Coordinates are whole metres from 0 to ``FURTHEST``, districts are numbers from 0.
    """
    return _Search(eastings, northings, districts, in_use).run()


class _Search:
    def __init__(
        self,
        eastings: Sequence[int],
        northings: Sequence[int],
        districts: Sequence[int],
        in_use: Sequence[bool],
    ) -> None:
        self.eastings, self.northings, self.districts = eastings, northings, districts
        self.in_use = in_use
        self.squares: list[dict[int, _Square]] = []
        self._sort()
        for _ in range(1, SIZES):
            self.squares.append(_quarter_as_large(self.squares[-1]))

    def _sort(self) -> None:
        """Sort the points along the Z-curve and note the smallest squares."""
        bits = max(len(self.eastings).bit_length(), 1)
        spread = [_spread(number) for number in range(FURTHEST >> SMALLEST)]
        along = [
            (spread[x >> SMALLEST] | spread[y >> SMALLEST] << 1) << bits | point
            for point, (x, y) in enumerate(zip(self.eastings, self.northings, strict=True))
        ]
        along.sort()
        mask = (1 << bits) - 1
        self.points = array("i", [number & mask for number in along])
        del along
        used = array("i", [point for point in self.points if self.in_use[point]])
        self.used_x = array("i", [self.eastings[point] for point in used])
        self.used_y = array("i", [self.northings[point] for point in used])
        self.used_district = array("i", [self.districts[point] for point in used])
        self.squares = [self._smallest_squares()]

    def _smallest_squares(self) -> dict[int, _Square]:
        squares: dict[int, _Square] = {}
        first = first_used = 0
        for key, group in groupby(self.points, self._key):
            points = list(group)
            used: dict[int, None] = {}
            count = 0
            for point in points:
                if self.in_use[point]:
                    count += 1
                    used[self.districts[point]] = None
            district = EMPTY if not used else MIXED if len(used) > 1 else next(iter(used))
            end, end_used = first + len(points), first_used + count
            squares[key] = _Square(first, end, first_used, end_used, district)
            first, first_used = end, end_used
        return squares

    def _key(self, point: int) -> int:
        return (self.eastings[point] >> SMALLEST) * COLUMN + (self.northings[point] >> SMALLEST)

    def run(self) -> dict[int, tuple[int, ...]]:
        nearby: dict[int, tuple[int, ...]] = {}
        to_do = [(SIZES - 1, key) for key in self.squares[-1]]
        while to_do:
            size, key = to_do.pop()
            square = self.squares[size][key]
            used = square.end_used - square.first_used
            if used > NEAREST and self._is_one_district(size, key, square.district):
                # The nearest points are at most a diagonal away, within two squares on every side.
                for point in self.points[square.first : square.end]:
                    if self.districts[point] != square.district:
                        nearby[point] = (square.district,)
            elif used > CROWDED and size:
                to_do.extend((size - 1, part) for part in self._quarters(size, key))
                continue
            else:
                nearby.update(self._compare(size, key))
        return nearby

    def _is_one_district(self, size: int, key: int, district: int) -> bool:
        if district < 0:
            return False
        squares = self.squares[size]
        for step in FURTHER_AROUND:
            square = squares.get(key + step)
            if square and square.district != district and square.district != EMPTY:
                return False
        return True

    def _quarters(self, size: int, key: int) -> Iterator[int]:
        column, row = divmod(key, COLUMN)
        for part in (2 * column * COLUMN + 2 * row + step for step in (0, 1, COLUMN, COLUMN + 1)):
            if part in self.squares[size - 1]:
                yield part

    def _compare(self, size: int, key: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield the points of a square with districts nearby, comparing each spot once."""
        square = self.squares[size][key]
        around = {size: self._around(size, key)}
        by_spot: dict[tuple[int, int, bool], set[int]] = {}
        for point in self.points[square.first : square.end]:
            x, y, used = self.eastings[point], self.northings[point], bool(self.in_use[point])
            nearest = by_spot.get((x, y, used))
            if nearest is None:
                nearest = by_spot[x, y, used] = self._nearest(x, y, used, size, around)
            if other_districts := nearest - {self.districts[point]}:
                yield point, tuple(sorted(other_districts))

    def _nearest(
        self,
        x: int,
        y: int,
        used: bool,
        size: int,
        around: dict[int, Around],
    ) -> set[int]:
        """Return the districts of the nearest points in use, searching as few squares as possible.

        A point in use also finds itself, at distance 0, so it needs one more.
        """
        wanted = NEAREST + used
        for larger in range(size, SIZES):
            shift = SMALLEST + larger
            column, row = x >> shift, y >> shift
            if larger not in around:
                around[larger] = self._around(larger, column * COLUMN + row)
            near, districts = around[larger]
            if len(near) < wanted:
                continue
            west, south = (column - 1) << shift, (row - 1) << shift
            east, north = (column + 2) << shift, (row + 2) << shift
            # Anything outside these nine squares is at least this far away, squared.
            outside = min(x - west + 1, y - south + 1, east - x, north - y) ** 2
            if len(districts) == 1:
                if _are_within(outside, x, y, near, wanted):
                    return districts
                continue
            by_distance = _by_distance(x, y, near)
            limit = by_distance[wanted - 1] // MANY
            if limit < outside:
                return _within(limit, by_distance)
        everywhere = zip(self.used_x, self.used_y, self.used_district, strict=True)
        by_distance = _by_distance(x, y, everywhere)
        if not by_distance:
            return set()
        return _within(by_distance[:wanted][-1] // MANY, by_distance)

    def _around(self, size: int, key: int) -> Around:
        """Return the points in use in a square and the eight around it, and their districts."""
        squares = self.squares[size]
        near: list[tuple[int, int, int]] = []
        for step in AROUND:
            square = squares.get(key + step)
            if square:
                part = slice(square.first_used, square.end_used)
                near += zip(
                    self.used_x[part], self.used_y[part], self.used_district[part], strict=True
                )
        return near, {district for _, _, district in near}


def _are_within(
    limit: int, x: int, y: int, points: Iterable[tuple[int, int, int]], wanted: int
) -> bool:
    """Return whether ``wanted`` points are within a squared distance; the first few usually are."""
    for east, north, _ in points:
        if (east - x) ** 2 + (north - y) ** 2 < limit:
            wanted -= 1
            if not wanted:
                return True
    return False


def _by_distance(x: int, y: int, points: Iterable[tuple[int, int, int]]) -> list[int]:
    """Return the points, nearest first, each as MANY times its squared distance plus its district.

    One number sorts in a third of the time of a pair.
    """
    return sorted(
        [((a := east - x) * a + (b := north - y) * b) * MANY + c for east, north, c in points]
    )


def _within(limit: int, by_distance: list[int]) -> set[int]:
    """Return the districts of the points up to a squared distance."""
    return {code % MANY for code in by_distance[: bisect_left(by_distance, (limit + 1) * MANY)]}


def _quarter_as_large(finer: dict[int, _Square]) -> dict[int, _Square]:
    """Return the squares of the next size up, each of up to four consecutive ones."""
    larger: dict[int, _Square] = {}
    for key, square in finer.items():
        column, row = divmod(key, COLUMN)
        parent = (column >> 1) * COLUMN + (row >> 1)
        before = larger.get(parent)
        if before is None:
            larger[parent] = square
            continue
        if before.district == EMPTY:
            district = square.district
        elif square.district in (EMPTY, before.district):
            district = before.district
        else:
            district = MIXED
        larger[parent] = _Square(before[0], square[1], before[2], square[3], district)
    return larger


def _spread(number: int) -> int:
    """Return a number's bits with a gap after each, so that two numbers interleave."""
    return int(f"{number:b}", 4)
