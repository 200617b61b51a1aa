"""Trace the borders between cells as arcs, each once, and simplify them.

An arc is shared by the two pieces beside it, so that neighbours never separate or overlap however
much it is simplified. The outline of several pieces is made of the arcs that are not inside it.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator

import numpy as np
from shapely import LineString, STRtree

from councils.map.areas import Arc, Point
from councils.map.making.cells import SEA
from councils.map.making.coast import CELL, SOUTH, WEST

Line = tuple[Point, ...]

DETAIL = (0.003, 0.02, 0.4)
"""A corner goes if its triangle is less than this share of the smaller piece beside it, within
a least and a most, in square kilometres: finer in London than on the moors."""


def borders(grid: np.ndarray, pieces: list[str]) -> list[Arc]:
    """Return the simplified borders of all pieces, in a reproducible order.

    The sea, Wales and Scotland are "", and always on the right.
    """
    numbers = np.where(grid == SEA, 0, grid)
    whole = dict(zip(pieces, np.bincount(numbers.ravel(), minlength=len(pieces)), strict=True))
    arcs = [
        Arc(pieces[left], pieces[right], tuple(points))
        for left, right, points in _stretches(numbers)
    ]
    share, least, most = DETAIL
    cell = (CELL / 1000) ** 2
    limits = []
    for arc in arcs:
        smaller = min(whole[code] * cell for code in (arc.left, arc.right) if code)
        limits.append(min(max(share * smaller, least), most) / cell)
    lines = [_simplified(arc.points, limit) for arc, limit in zip(arcs, limits, strict=True)]
    while crossing := _crossing(lines):
        for number in crossing:
            limits[number] /= 2
            lines[number] = _simplified(arcs[number].points, limits[number])
    simplified = [arc._replace(points=line) for arc, line in zip(arcs, lines, strict=True)]
    return sorted(simplified, key=lambda arc: (arc.left, arc.right, arc.points))


def _stretches(numbers: np.ndarray) -> Iterator[tuple[int, int, list[Point]]]:
    """Yield left number, right number and corners of each stretch, walking along cell sides."""
    leaving = _sides(numbers)
    meeting: Counter[Point] = Counter()
    for start, ends in leaving.items():
        meeting[start] += len(ends)
        meeting.update(ends.keys())
    knots = {point for point, sides in meeting.items() if sides != 2}
    for start in sorted(knots & leaving.keys()):
        for end in sorted(leaving[start]):
            if end in leaving[start]:
                yield _walk(start, end, leaving, knots)
    for start in sorted(leaving):
        # What is left are rings that meet nobody else: islands.
        for end in sorted(leaving[start]):
            yield _walk(start, end, leaving, {start})


def _sides(numbers: np.ndarray) -> dict[Point, dict[Point, tuple[int, int]]]:
    """Return, for each corner of cells, where a border leads from it, and what is beside it.

    Each side of a cell that is a border appears once, in the direction that has the higher
    number on its left: what is drawn is on the left of what is not.
    """
    padded = np.pad(numbers, 1).astype(np.int64)
    x0, y0 = WEST // CELL - 1, SOUTH // CELL - 1
    leaving: dict[Point, dict[Point, tuple[int, int]]] = defaultdict(dict)

    def add(start: Point, end: Point, left: int, right: int) -> None:
        if left < right:
            start, end, left, right = end, start, right, left
        leaving[start][end] = (left, right)

    below, above = padded[:-1], padded[1:]
    for row, column in np.argwhere(below != above).tolist():
        y, x = y0 + row + 1, x0 + column
        add((x, y), (x + 1, y), int(above[row, column]), int(below[row, column]))
    west, east = padded[:, :-1], padded[:, 1:]
    for row, column in np.argwhere(west != east).tolist():
        y, x = y0 + row, x0 + column + 1
        add((x, y), (x, y + 1), int(west[row, column]), int(east[row, column]))
    return leaving


def _walk(
    start: Point,
    end: Point,
    leaving: dict[Point, dict[Point, tuple[int, int]]],
    knots: set[Point],
) -> tuple[int, int, list[Point]]:
    """Follow a border from a corner to the next junction, and remove the sides that it uses."""
    left, right = leaving[start].pop(end)
    points = [start, end]
    while end not in knots:
        (following,) = leaving[end]
        leaving[end].pop(following)
        points.append(following)
        end = following
    return left, right, points


def _simplified(points: Line, limit: float) -> Line:
    """Drop the corners that matter least (Visvalingam and Whyatt), the two ends never.

    ``limit`` is the area, in cells, of the triangle that a corner makes with its neighbours.
    A ring keeps at least a triangle.
    """
    keep = 4 if points[0] == points[-1] else 2
    count = len(points)
    before, after = list(range(-1, count - 1)), list(range(1, count + 1))
    area = [0.0] * count

    def triangle(index: int) -> float:
        (x1, y1), (x2, y2), (x3, y3) = (
            points[before[index]],
            points[index],
            points[after[index]],
        )
        return abs((x2 - x1) * (y3 - y1) - (y2 - y1) * (x3 - x1)) / 2

    queue = []
    for index in range(1, count - 1):
        area[index] = triangle(index)
        queue.append((area[index], index))
    heapq.heapify(queue)
    gone = [False] * count
    left = count
    while queue and left > keep:
        size, index = heapq.heappop(queue)
        if gone[index] or size != area[index]:
            continue
        if size >= limit:
            break
        gone[index] = True
        left -= 1
        one, other = before[index], after[index]
        after[one], before[other] = other, one
        for near in (one, other):
            if 0 < near < count - 1:
                # Never smaller than what has just gone, so that a slope goes as one.
                area[near] = max(triangle(near), size)
                heapq.heappush(queue, (area[near], near))
    return tuple(point for index, point in enumerate(points) if not gone[index])


def _crossing(lines: list[Line]) -> set[int]:
    """Return the numbers of the lines that meet themselves, or another but for a shared end."""
    shapes = [LineString(line) for line in lines]
    bad = {number for number, shape in enumerate(shapes) if not shape.is_simple}
    ends = [{line[0], line[-1]} for line in lines]
    one, other = STRtree(shapes).query(shapes, predicate="intersects")
    for a, b in zip(one.tolist(), other.tolist(), strict=True):
        if a >= b:
            continue
        met = shapes[a].intersection(shapes[b])
        at = {point for part in getattr(met, "geoms", [met]) for point in part.coords}
        if met.length > 0 or not at <= ends[a] & ends[b]:
            bad |= {a, b}
    return bad
