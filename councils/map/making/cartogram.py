"""Stretch England until every council has the same area, to find where its hexagon should be.

The method is Gastner, Seguy and More's (2018): people, here one for each council, flow from where
they are crowded to where they are few until they are spread evenly, and carry the map with them.
Neighbours stay neighbours, the coast stays the coast and north stays up, while London swells and
the moors shrink. It is done several times, each with less blur, until all areas are nearly equal.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
import shapely
from scipy.fft import dctn, idctn
from scipy.ndimage import gaussian_filter, map_coordinates

from councils.map.areas import Ring
from councils.map.layout import COLUMNS, Cell
from councils.map.making.country import ISLANDS

CELL = 2.5
"""Length of a cell of the grid on which the flow is calculated, in kilometres."""

WEST, SOUTH, WIDE, HIGH = -100, -150, 384, 400
"""The grid: its corner on the National Grid in kilometres, and its cells. Sea all round."""

BLURS = (40, 25, 15, 10, 8, 6, 5, 5, 5, 5)
"""How far the density is smeared each time, in kilometres."""

STEPS = 60
LONGEST = 1.0
"""The longest straight side, in kilometres, that is carried as it is."""

ROW = sqrt(3) / 2
"""Distance of two rows, in hexagons."""

CORNERS = ((0, 1), (1, 0), (1, -1), (-1, -1))
"""The ways, east and north, in which England has a corner."""

Place = tuple[float, float]
Rings = list[np.ndarray]


@dataclass(frozen=True)
class Ground:
    """Where the hexagons of a day should be.

    Lengths are in hexagons, to the right and downwards from the middle of the first cell.
    ``places`` has the middle of each council, ``tips`` the outermost point of those at a corner
    of England: Berwick, Lowestoft, the Straits of Dover, Land's End. ``land`` is the share of
    each cell that is land.
    """

    places: dict[str, Place]
    tips: dict[str, Place]
    land: dict[Cell, float]


def ground(outlines: Mapping[str, Sequence[Ring]], rows: int) -> Ground:
    """Stretch the outlines of a day's councils and lay them on a board of so many rows."""
    true = [[_fine(ring) for ring in rings] for rings in outlines.values()]
    shapes = stretched(true)
    codes = list(outlines)
    main = [number for number, code in enumerate(codes) if code not in ISLANDS]
    middles = np.array([_middle(rings) for rings in shapes])
    # So large that the land is as large as its hexagons; its middle in the middle of the columns.
    unit = sqrt(sum(_area(ring) for number in main for ring in shapes[number]) / len(main) / ROW)
    low, high = middles[main].min(axis=0), middles[main].max(axis=0)
    west, north = (low[0] + high[0] - (COLUMNS - 0.5) * unit) / 2, high[1]
    # The islands need three rows below the mainland.
    flat = min(1.0, (rows - 3) * ROW * unit / (high[1] - low[1]))

    def laid(points: np.ndarray) -> np.ndarray:
        return (points - (west, north)) / (unit, -unit / flat)

    def place(point: np.ndarray) -> Place:
        x, y = laid(point).tolist()
        return round(x, 2), round(y, 2)

    tips = {}
    for way in CORNERS:
        number = max(main, key=lambda number: float((true[number][0] @ way).max()))
        # Corners are carried along in their order, so it is the same one on both maps.
        tips[codes[number]] = place(shapes[number][0][np.argmax(true[number][0] @ way)])
    return Ground(
        places={code: place(middle) for code, middle in zip(codes, middles, strict=True)},
        tips=tips,
        land=_land([_shape(shapes[number]) for number in main], laid, rows),
    )


def stretched(shapes: list[Rings]) -> list[Rings]:
    """Return the shapes of all councils, in kilometres, stretched to the same area each."""
    for blur in BLURS:
        shapes = _flowed(shapes, blur)
    return shapes


def _fine(ring: Ring) -> np.ndarray:
    """Return a ring in kilometres, with corners on its long sides."""
    corners = np.array(ring, float) / 10
    points = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        parts = max(1, ceil(np.hypot(*(end - start)) / LONGEST))
        points.append(start + (end - start) * np.arange(parts)[:, None] / parts)
    return np.concatenate(points)


def _flowed(shapes: list[Rings], blur: float) -> list[Rings]:
    """Let the councils flow once from where they are crowded, and carry all corners along."""
    density = gaussian_filter(_density(shapes), blur / CELL, mode="nearest")
    even = density.mean()
    # The flow that evens it out: minus the slope of u, where the slope of that is the density.
    waves = dctn(density, type=2, norm="ortho")
    across, up = np.pi * np.arange(WIDE) / (WIDE * CELL), np.pi * np.arange(HIGH) / (HIGH * CELL)
    square = across[None, :] ** 2 + up[:, None] ** 2
    square[0, 0] = 1
    waves /= square
    waves[0, 0] = 0
    north, east = np.gradient(-idctn(waves, type=2, norm="ortho"), CELL)
    points = np.concatenate([ring for rings in shapes for ring in rings])

    def speed(points: np.ndarray, time: float) -> np.ndarray:
        at = [(points[:, 1] - SOUTH) / CELL - 0.5, (points[:, 0] - WEST) / CELL - 0.5]
        here = [map_coordinates(of, at, order=1, mode="nearest") for of in (east, north, density)]
        return np.stack(here[:2], axis=1) / ((1 - time) * here[2] + time * even)[:, None]

    for step in range(STEPS):
        half = points + speed(points, step / STEPS) / STEPS / 2
        points = points + speed(half, (step + 0.5) / STEPS) / STEPS
    ends = np.cumsum([len(ring) for rings in shapes for ring in rings])
    carried = iter(np.split(points, ends[:-1]))
    return [[next(carried) for _ in rings] for rings in shapes]


def _density(shapes: list[Rings]) -> np.ndarray:
    """Return councils in a square kilometre for each cell of the grid; the sea has the mean."""
    fine = 2
    x = WEST + (np.arange(WIDE * fine) + 0.5) * CELL / fine
    y = SOUTH + (np.arange(HIGH * fine) + 0.5) * CELL / fine
    areas = [sum(_area(ring) for ring in rings) for rings in shapes]
    density = np.full((len(y), len(x)), len(shapes) / sum(areas))
    for rings, area in zip(shapes, areas, strict=True):
        shape = _shape(rings)
        left, low, right, high = shape.bounds
        columns = slice(*np.searchsorted(x, [left, right]))
        lines = slice(*np.searchsorted(y, [low, high]))
        inside = shapely.contains_xy(shape, *np.meshgrid(x[columns], y[lines]))
        density[lines, columns][inside] = 1 / area
    return density.reshape(HIGH, fine, WIDE, fine).mean(axis=(1, 3))


def _land(
    shapes: list[shapely.Geometry], laid: Callable[[np.ndarray], np.ndarray], rows: int
) -> dict[Cell, float]:
    """Return how much of each cell of a board is land, rounded."""
    whole = shapely.transform(shapely.union_all(shapes), laid)
    shapely.prepare(whole)
    spread = (np.arange(24) + 0.5) / 12 - 1
    x, y = (part.ravel() for part in np.meshgrid(spread * ROW, spread * ROW))
    # Inside a hexagon with its point on top, half a unit from its middle to each side.
    inside = (np.abs(x) <= 0.5) & (np.abs(x) / 2 + np.abs(y) * ROW <= 0.5)
    x, y = x[inside], y[inside]
    return {
        (column, row): round(
            float(shapely.contains_xy(whole, x + column + (row & 1) / 2, y + row * ROW).mean()), 2
        )
        for row in range(rows)
        for column in range(COLUMNS)
    }


def _shape(rings: Rings) -> shapely.Geometry:
    """Return rings as one shape; flowing may have made a ring cross itself."""
    land = shapely.union_all(
        [shapely.make_valid(shapely.polygons(ring)) for ring in rings if _area(ring) > 0]
    )
    holes = [shapely.make_valid(shapely.polygons(ring)) for ring in rings if _area(ring) < 0]
    return land.difference(shapely.union_all(holes)) if holes else land


def _area(ring: np.ndarray) -> float:
    (x1, y1), (x2, y2) = ring.T, np.roll(ring, -1, axis=0).T
    return float((x1 * y2 - x2 * y1).sum() / 2)


def _middle(rings: Rings) -> np.ndarray:
    """Return the centre of gravity of the largest ring."""
    (x1, y1) = (largest := max(rings, key=_area)).T
    x2, y2 = np.roll(largest, -1, axis=0).T
    cross = x1 * y2 - x2 * y1
    return np.array([((x1 + x2) * cross).sum(), ((y1 + y2) * cross).sum()]) / (3 * cross.sum())
