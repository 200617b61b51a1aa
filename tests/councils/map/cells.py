"""What the tests of the map ask of its layouts, and of the register that is shipped."""

import csv
import datetime as dt
from itertools import pairwise
from math import atan2, degrees, dist, hypot
from statistics import linear_regression

from councils.map import areas, layout
from councils.map.layout import touching
from councils.record import record_on

ACROSS = layout.ACROSS
LEAST_BORDER = 5
"""The border two neighbours share, in units of 100 metres: a corner where four meet is none."""


def count_parts(cells):
    """Return the number of connected parts of a set of cells."""
    left, parts = set(cells), 0
    while left:
        parts += 1
        edge = [left.pop()]
        while edge:
            near = left & set(touching(edge.pop()))
            left -= near
            edge.extend(near)
    return parts


def layout_days():
    """Return the days on which a layout of hexagons begins."""
    with layout.FILE.open(encoding="utf-8", newline="") as rows:
        return sorted({dt.date.fromisoformat(row["from"]) for row in csv.DictReader(rows)})


def centre_of(rings):
    """Return the centre of gravity of an area of several rings, from which holes are subtracted."""
    twice = across = up = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
            cross = x1 * y2 - x2 * y1
            twice += cross
            across += (x1 + x2) * cross
            up += (y1 + y2) * cross
    if not twice:  # an islet of which too few corners are drawn
        return rings[0][0]
    return across / (3 * twice), up / (3 * twice)


def middles_and_pairs(day):
    """Return where each council lies (metres east and south), and who shares a border with whom."""
    owners = areas.owners(record_on(day))
    middles = {
        code: (x * areas.METRES, -y * areas.METRES)
        for code, (x, y) in (
            (code, centre_of(rings)) for code, rings in areas.outlines_of(owners).items()
        )
    }
    shared = {}
    for arc in areas.arcs():
        pair = frozenset((owners[arc.left], owners.get(arc.right)))
        if len(pair) == 2 and None not in pair:
            length = sum(dist(one, other) for one, other in pairwise(arc.points))
            shared[pair] = shared.get(pair, 0) + length
    return middles, [tuple(pair) for pair, length in shared.items() if length >= LEAST_BORDER]


def hexagons_off(middles, cells):
    """Return how far each council stands from its true place, in hexagons.

    England is moved and stretched in each direction to fit the layout as well as it can.
    """
    codes = list(cells)
    off = {code: [] for code in codes}
    for axis in (0, 1):
        true = [middles[code][axis] for code in codes]
        drawn = [layout.centre(cells[code])[axis] for code in codes]
        slope, start = linear_regression(true, drawn)
        for code, at, wanted in zip(codes, true, drawn, strict=True):
            off[code].append((slope * at + start - wanted) / ACROSS)
    return {code: hypot(*both) for code, both in off.items()}


def degrees_off(middles, cells, pair):
    """Return by how many degrees two neighbours are drawn in a wrong direction from each other."""
    one, other = pair
    (x1, y1), (x2, y2) = middles[one], middles[other]
    (a1, b1), (a2, b2) = layout.centre(cells[one]), layout.centre(cells[other])
    off = degrees(atan2(y2 - y1, x2 - x1) - atan2(b2 - b1, a2 - a1))
    return abs((off + 180) % 360 - 180)
