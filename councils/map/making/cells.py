"""The pieces of the map as cells of a grid: each cell belongs to the piece of its nearest postcode.

Scraps, which are small clusters of cells cut off from their piece, are given to their neighbours.
They mostly come from a few postcodes in the wrong place.
"""

import numpy as np
from scipy import ndimage
from scipy.spatial import cKDTree

from councils.map.making.coast import CELL, centres
from councils.map.making.points import Points

SCRAP = 0.04
"""A cluster with a smaller share of its piece than this is a scrap, unless it is an island."""

ISLET = 0.4
"""Islands smaller than this (square kilometres) are left out: less than a pixel on any page."""

SEA = -1


def cells(points: Points, dry: np.ndarray) -> np.ndarray:
    """Return the number of the piece in each cell of the grid, ``SEA`` where there is no land."""
    grid = np.full(dry.shape, SEA, dtype=np.int16)
    tree = cKDTree(points.at)
    east, north = centres()
    for row in np.nonzero(dry.any(axis=1))[0]:
        columns = np.nonzero(dry[row])[0]
        at = np.column_stack([east[columns], np.full(len(columns), north[row])])
        grid[row, columns] = points.piece[tree.query(at)[1]]
    return _whole(grid)


def _whole(grid: np.ndarray) -> np.ndarray:
    """Return the grid without scraps and islets."""
    clusters, count = _clusters(grid)
    size = np.bincount(clusters.ravel(), minlength=count + 1)
    piece = np.full(count + 1, SEA)
    piece[clusters.ravel()] = grid.ravel()
    whole = np.bincount(grid[grid != SEA])
    island = np.ones(count + 1, dtype=bool)
    island[_beside_others(clusters)] = False
    scrap = ~island & (size < SCRAP * whole[piece])
    islet = island & (size * CELL**2 < ISLET * 1e6)
    islet[0] = scrap[0] = False
    grid = np.where(islet[clusters], SEA, grid)
    lost = scrap[clusters] & (grid != SEA)
    _, (rows, columns) = ndimage.distance_transform_edt(lost | (grid == SEA), return_indices=True)
    return np.where(lost, grid[rows, columns], grid)


def _clusters(grid: np.ndarray) -> tuple[np.ndarray, int]:
    """Number the connected clusters of each piece, 0 for the sea; return how many there are."""
    clusters = np.zeros(grid.shape, dtype=np.int32)
    count = 0
    for piece, window in enumerate(ndimage.find_objects(grid + 1)):
        if window is None:
            continue
        mine, pieces = ndimage.label(grid[window] == piece)
        clusters[window] += np.where(mine, mine + count, 0)
        count += pieces
    return clusters, count


def _beside_others(clusters: np.ndarray) -> np.ndarray:
    """Return the numbers of the clusters that share a side with another one."""
    pairs = []
    for left, right in ((clusters[1:], clusters[:-1]), (clusters[:, 1:], clusters[:, :-1])):
        border = (left != right) & (left > 0) & (right > 0)
        pairs += [left[border], right[border]]
    return np.unique(np.concatenate(pairs))
