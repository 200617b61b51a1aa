"""Where land ends, told from postcodes alone.

No coastline is at hand, but people live along it. The points are joined to triangles (Delaunay);
a triangle is land if it is small for how close together the postcodes at its corners stand. Gaps
without an opening to the sea are moors, parks and lakes, and are filled.

That rule would close the mouths of rivers, where two crowded shores look across at each other, so
water that everybody knows is listed by hand below: boxes where a narrower rule holds, and channels
that are kept open whatever the postcodes say. Their places are rough: a few hundred metres.
"""

import numpy as np
from scipy import ndimage
from scipy.spatial import Delaunay, cKDTree

CELL = 100
"""Side of a cell of the grid, metres; also the unit of the shipped outlines."""

WEST, SOUTH, EAST, NORTH = 70_000, 0, 670_000, 670_000
"""The grid, metres: all of England, and enough of Wales and Scotland to hold the border."""

THINNED = 50
"""Postcodes closer together than this (metres) count once: a street corner is enough."""

WIDE = (6.0, 600.0, 5_000.0)
NARROW = (2.5, 300.0, 2_500.0)
"""Largest circle round a triangle of land: so many times the spacing of the points at its
corners, but at least and at most so many metres. Chosen by eye against a published coastline."""

NARROWER = {
    "Tor Bay": (288_000, 52_000, 300_000, 68_000),
    "Solent": (425_000, 80_000, 478_000, 106_000),
    "Humber": (496_000, 404_000, 546_000, 434_000),
}
"""Boxes (metres: west, south, east, north) where the narrow rule holds."""

CHANNELS = {
    "Solway": ((312, 563, 2.0), (325, 562, 1.5), (332, 566, 0.6)),
    "Tees": ((455, 527, 0.4), (454, 525, 0.6)),
    "Duddon": ((317.5, 475, 1.2), (320.5, 480, 1.1), (321, 484, 0.4)),
    "Leven": ((331.5, 473, 1.5), (332.5, 479, 0.7), (332.5, 482, 0.3)),
    "Kent": ((340.5, 474, 2.2), (344, 477.5, 1.0), (347, 480.5, 0.4)),
    "Lune": ((339.5, 453, 1.4), (342.5, 454, 0.8), (345, 456.5, 0.3)),
    "Ribble": ((333, 425.5, 1.5), (339, 426.3, 0.8), (344, 427, 0.3)),
    "Mersey": (
        *((331.5, 395, 0.7), (333.4, 390, 0.6), (334.2, 387, 0.6), (336.3, 383.5, 1.0)),
        *((340.5, 379.5, 1.6), (345, 379, 1.3), (348.5, 380.5, 1.0), (350.7, 383, 0.4)),
    ),
    "Dee": ((317, 385.5, 3.2), (322.5, 378.5, 3.0), (327.5, 373, 1.2)),
    "Severn": (
        *((350, 183, 1.8), (355.7, 189.8, 0.9), (359.5, 194, 1.0), (364, 199.5, 1.1)),
        *((368, 204, 0.9), (370.5, 208.5, 0.4)),
    ),
    "Parrett": ((328, 147, 0.6), (330, 145, 0.3)),
    "Taw": ((244, 132, 0.6), (248, 133, 0.4)),
    "Fal": ((182, 28.5, 0.9), (182.8, 33, 0.9), (183, 37, 0.6)),
    "Plymouth Sound": ((248, 50, 1.4), (247.5, 52.5, 1.2), (244.3, 55.5, 0.4), (243.3, 60, 0.5)),
    "Exe": ((299, 80.5, 0.5), (297.3, 84, 0.5), (296.5, 88, 0.3)),
    "Poole Harbour": ((404, 86.5, 0.3), (401, 88, 1.2)),
    "Solent": (
        *((431.5, 89.8, 0.5), (436, 93, 0.9), (441, 95.5, 0.9), (447, 97.2, 0.9)),
        (452, 99, 1.2),
    ),
    "Southampton Water": (
        (448.5, 102, 0.9),
        (444.5, 107.5, 0.9),
        (441.8, 110.5, 0.5),
        (438, 113, 0.25),
    ),
    "Portsmouth Harbour": ((463, 99, 0.3), (461.8, 103.2, 1.3)),
    "Langstone Harbour": ((468.6, 97.5, 0.3), (468.8, 99.8, 0.3), (469.4, 102, 1.6)),
    "Chichester Harbour": ((475.5, 99.5, 0.3), (477, 102, 0.9)),
    "Swale": (
        *((611, 167, 1.2), (604, 166.5, 1.0), (598, 165.5, 0.5), (592, 166, 0.4)),
        (590, 170, 0.3),
    ),
    "Medway": (
        *((590, 178, 0.8), (589.5, 175, 0.9), (586, 172, 1.2), (581, 171, 1.0)),
        (578, 169.5, 0.5),
    ),
    "Thames": (
        *((598, 180, 2.6), (588, 181.5, 2.0), (580, 181.3, 1.3), (574, 180.7, 0.9)),
        *((571, 179, 0.7), (570.3, 176.5, 0.7), (568, 174.7, 0.5), (563, 174.8, 0.4)),
        *((560, 176.3, 0.4), (557, 175.5, 0.35)),
    ),
    "Crouch": ((605, 195, 0.5), (597, 195, 0.25)),
    "Blackwater": (
        *((611, 212, 1.2), (604, 211, 2.0), (597, 208.5, 1.2), (592, 207, 0.8)),
        (588, 207, 0.5),
    ),
    "Orwell": (
        *(
            (631, 231.5, 0.9),
            (628, 232.5, 0.6),
            (626, 235, 0.5),
            (624, 237.5, 0.4),
            (620, 239, 0.4),
        ),
        (617, 241, 0.3),
    ),
    "Stour": ((629, 232.8, 0.6), (621, 233, 0.7), (613, 232.5, 0.5)),
    "Breydon": ((650, 308, 0.3),),
    "Humber": (
        *((538, 409, 2.0), (527, 416, 2.4), (520, 421.5, 1.7), (515, 425.5, 1.1)),
        *((508, 426.6, 1.0), (500, 424.3, 0.9), (496, 424.2, 0.6), (491, 426.3, 0.5)),
    ),
}
"""Water by hand: points down the middle and half the width there, all in kilometres."""

SCILLY = (70_000, 0, 110_000, 25_000)
ISLES = {
    "St Mary's": ((91.3, 11.0, 1.35),),
    "Tresco": ((89.2, 15.3, 0.7), (89.5, 14.2, 0.6)),
    "St Martin's": ((91.6, 16.2, 0.5), (93.0, 15.5, 0.5)),
    "Bryher": ((87.8, 14.9, 0.65),),
    "St Agnes": ((88.2, 8.2, 0.65),),
}
"""The Isles of Scilly by hand, in the same way: too few postcodes stand on them to tell five
islands from one. Within the box nothing else is land."""


def land(at: np.ndarray) -> np.ndarray:
    """Return the grid of cells, true where there is land; the first row is the southernmost."""
    at = np.unique(at // THINNED * THINNED + THINNED / 2, axis=0)
    away, _ = cKDTree(at).query(at, k=9)
    net = Delaunay(at)
    spacing = away[:, 1:].mean(axis=1)[net.simplices].mean(axis=1)
    around = _circles(at, net.simplices)
    triangle = _triangles(net)
    wide = _taken(around <= _limit(spacing, WIDE), triangle)
    narrow = _taken(around <= _limit(spacing, NARROW), triangle)
    dry = ~_joined(~wide)
    for sides in NARROWER.values():
        window = _window(sides)
        dry[window] = ~_joined(~narrow[window], known=~dry[window])
    dry = ndimage.binary_dilation(dry)
    for channel in CHANNELS.values():
        _put(dry, channel, is_land=False)
    dry[_window(SCILLY)] = False
    for isle in ISLES.values():
        _put(dry, isle, is_land=True)
    return ~_joined(~dry)


def centres() -> tuple[np.ndarray, np.ndarray]:
    """Return the eastings of the columns and the northings of the rows of the grid, metres."""
    return (
        np.arange(WEST, EAST, CELL) + CELL / 2,
        np.arange(SOUTH, NORTH, CELL) + CELL / 2,
    )


def _circles(at: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """Return the radius (metres) of the circle through the corners of each triangle."""
    a, b, c = (at[corners[:, corner]] for corner in range(3))
    sides = [np.hypot(*(p - q).T) for p, q in ((a, b), (b, c), (c, a))]
    double = np.abs(
        (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    )
    return sides[0] * sides[1] * sides[2] / (2 * np.maximum(double, 1))


def _limit(spacing: np.ndarray, measure: tuple[float, float, float]) -> np.ndarray:
    times, least, most = measure
    return np.clip(times * spacing, least, most)


def _triangles(net: Delaunay) -> np.ndarray:
    """Return the number of the triangle that holds the centre of each cell; -1 outside all."""
    east, north = centres()
    rows = np.empty((len(north), len(east)), dtype=np.int32)
    for row, y in enumerate(north):
        rows[row] = net.find_simplex(np.column_stack([east, np.full_like(east, y)]))
    return rows


def _taken(chosen: np.ndarray, triangle: np.ndarray) -> np.ndarray:
    """Return which cells lie in a chosen triangle."""
    return np.append(chosen, False)[triangle]


def _joined(water: np.ndarray, known: np.ndarray | None = None) -> np.ndarray:
    """Return the cells of water that can be reached, side to side, from the known sea.

    With nothing known the sea is what lies at the edge of the grid.
    """
    if known is None:
        known = np.ones(water.shape, dtype=bool)
        known[1:-1, 1:-1] = False
    parts, _ = ndimage.label(water)
    wanted = np.unique(parts[known & water])
    return np.isin(parts, wanted[wanted > 0])


def _window(sides: tuple[int, int, int, int]) -> tuple[slice, slice]:
    """Return the part of the grid in a box (metres: west, south, east, north)."""
    west, south, east, north = sides
    return (
        slice((south - SOUTH) // CELL, (north - SOUTH) // CELL),
        slice((west - WEST) // CELL, (east - WEST) // CELL),
    )


def _put(dry: np.ndarray, middle: tuple[tuple[float, float, float], ...], *, is_land: bool) -> None:
    """Turn to land or water every cell within the half width of a middle line."""
    course = np.array(middle) * 1_000
    reach = course[:, 2].max()
    (west, south), (east, north) = course[:, :2].min(axis=0), course[:, :2].max(axis=0)
    window = _window((int(west - reach), int(south - reach), int(east + reach), int(north + reach)))
    columns, rows = centres()
    x, y = np.meshgrid(columns[window[1]], rows[window[0]])
    for (x1, y1, r1), (x2, y2, r2) in zip(
        course, course[[*range(1, len(course)), -1]], strict=True
    ):
        length = (x2 - x1) ** 2 + (y2 - y1) ** 2 or 1.0
        along = np.clip(((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length, 0, 1)
        off = np.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1))
        dry[window][off <= r1 + along * (r2 - r1)] = is_land
