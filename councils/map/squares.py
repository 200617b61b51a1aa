"""Room on a map, counted in squares: where a name fits, and what is well inside an area.

Each row of squares is one number, with a bit for each square.
"""

from collections.abc import Collection, Iterator
from itertools import pairwise
from math import ceil, dist
from statistics import fmean

from councils.map import areas
from councils.map.areas import Box, Ring

CELL = 2
"""The side of a square, in units of the drawing."""

NOT_THE_SEA = ((0, 3_400, 1_870, 3_870), (0, 3_600, 5_350, 7_000))
"""Wales and Scotland, about: from and to, east and north, in units of 100 metres."""


def on_paper(point: tuple[float, float], frame: Box) -> tuple[int, int]:
    """Return where a point, in squares from a frame's corner, is on the drawing."""
    return round(frame.left + point[0] * CELL), round(frame.top + point[1] * CELL)


def covered(rings: list[Ring], frame: Box) -> list[int]:
    """Return which squares of a frame have their middle inside some rings."""
    columns = frame.width // CELL
    rows = frame.height // CELL
    crossings: list[list[float]] = [[] for _ in range(rows)]
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
            if y1 == y2:
                continue
            high = min(y1, y2) - frame.top
            low = max(y1, y2) - frame.top
            first = max(0, ceil(high / CELL - 0.5))
            last = min(rows, ceil(low / CELL - 0.5))
            for row in range(first, last):
                y = frame.top + (row + 0.5) * CELL
                x = x1 + (y - y1) * (x2 - x1) / (y2 - y1)
                crossings[row].append((x - frame.left) / CELL - 0.5)
    return [spans(sorted(row), columns) for row in crossings]


def spans(crossings: list[float], columns: int) -> int:
    """Return the squares of a row between each two crossings, but for those at its ends."""
    squares = 0
    for start, end in zip(crossings[::2], crossings[1::2], strict=True):
        first = max(1, ceil(start))
        last = min(columns - 1, ceil(end))
        if first < last:
            squares |= ((1 << (last - first)) - 1) << first
    return squares


def free_sea(land: Collection[list[Ring]], frame: Box, grain: int) -> list[int]:
    columns = frame.width // CELL
    sea = [((1 << columns) - 1)] * (frame.height // CELL)
    for rings in land:
        sea = without(sea, covered(rings, frame))
    for west, east, south, north in NOT_THE_SEA:
        left, top = areas.placed((west, north), grain)
        right, foot = areas.placed((east, south), grain)
        corner = [(left, top), (left, foot), (right, foot), (right, top)]
        sea = without(sea, covered([corner], frame))
    return [0, *sea[1:-1], 0]


def without(squares: list[int], taken: list[int]) -> list[int]:
    """Return squares but for those that are taken."""
    return [free & ~used for free, used in zip(squares, taken, strict=True)]


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
    free = 0
    most = None
    while spots := list(bits(room(squares, across + 2 * free, down + 2 * free))):
        most = spots
        free += 1
    if most is None:
        return None
    middle_x = fmean(x for x, _ in most)
    middle_y = fmean(y for _, y in most)
    x, y = min(most, key=lambda spot: dist(spot, (middle_x, middle_y)))
    return x + free - 1, y + free - 1


def bits(rows: list[int]) -> Iterator[tuple[int, int]]:
    for y, row in enumerate(rows):
        while row:
            lowest = row & -row
            yield lowest.bit_length() - 1, y
            row ^= lowest
