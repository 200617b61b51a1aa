"""Find where the nine regions' names stand round the hexagons, each with a hairline to its region.

A name stands in the sea (or in Wales or Scotland), within the drawing, and touches no hexagon and
no other name; the hairlines together are as short as can be, and end at the sea.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from councils.map import layout
from councils.map.layout import Cell
from councils.map.making.country import ISLANDS
from councils.map.region_names import DOWN_A_LINE, LINES, SIZE, Place
from councils.sharing import font_metrics

STEP = 4
"""The grid of places that are tried, in units of the drawing."""
CLEAR, APART = 16, 8
"""The least distances from the middle of a hexagon, and between two names."""
WIDER = 1.08
"""Room for fonts that are wider than the one measured."""
CROSSED = 300
"""What a hexagon of another region costs that a hairline crosses, as so much length: one that
leads far round is better."""
NEAR = 12.5
"""A hairline crosses a hexagon, or hides between two, if it comes so near to a middle."""
SIDES = np.array([(12, 0), (6, 10), (-6, 10), (-12, 0), (-6, -10), (6, -10)])
"""The middles of a hexagon's sides, at which hairlines end, from its own middle."""
ORDERS = 240
"""How many orders of choosing are tried."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


@dataclass(frozen=True)
class Choice:
    """A place for a name, its box, and what its hairline costs."""

    cost: float
    place: Place
    box: Box


def name_places(cells: Mapping[str, Cell], region_of: Mapping[str, str]) -> dict[str, Place]:
    """Return the place of each region's name on a layout."""
    middles = {code: layout.centre(cell) for code, cell in cells.items()}
    width, height = layout.size(cells)
    islands = [middles[code] for code in ISLANDS if code in middles]
    # The islands' own names stand beside them, in the direction of the middle of the map.
    taken = [(x - 70.0, y - 14.0, x + 70.0, y + 14.0) for x, y in islands]
    choices = {
        region: choices_for(region, middles, region_of, (width, height), taken) for region in LINES
    }
    best, least = {}, float("inf")
    shuffle = random.Random(9)
    order = sorted(LINES, key=lambda region: sum(each.cost < CROSSED for each in choices[region]))
    for _ in range(ORDERS):
        chosen = settle(order, choices)
        cost = sum(choice.cost for choice in chosen.values()) + 1e6 * (len(LINES) - len(chosen))
        if cost < least:
            best, least = chosen, cost
        shuffle.shuffle(order)
    return {region: best[region].place for region in LINES if region in best}


def settle(order: list[str], choices: Mapping[str, list[Choice]]) -> dict[str, Choice]:
    """Choose a place for each region in an order: the cheapest that leaves the others alone."""
    chosen: dict[str, Choice] = {}
    for region in order:
        others = list(chosen.values())
        for choice in choices[region]:
            if not any(in_the_way(choice, other) for other in others):
                chosen[region] = choice
                break
    return chosen


def in_the_way(one: Choice, other: Choice) -> bool:
    """Return whether two names overlap, or the hairline of one runs through the other."""
    return (
        overlaps(one.box, other.box, APART)
        or runs_through(one.place, other.box)
        or runs_through(other.place, one.box)
        or crosses(one.place, other.place)
    )


def overlaps(one: Box, other: Box, apart: float) -> bool:
    return (
        one[0] < other[2] + apart
        and other[0] < one[2] + apart
        and one[1] < other[3] + apart
        and other[1] < one[3] + apart
    )


def runs_through(place: Place, box: Box) -> bool:
    """Return whether a hairline comes into a box."""
    (x1, y1), (x2, y2) = place.line
    return any(
        box[0] - 3 < x1 + (x2 - x1) * part / 20 < box[2] + 3
        and box[1] - 3 < y1 + (y2 - y1) * part / 20 < box[3] + 3
        for part in range(21)
    )


def crosses(one: Place, other: Place) -> bool:
    """Return whether two hairlines cross."""
    (a, b), (c, d) = one.line, other.line

    def side(p: tuple[int, int], q: tuple[int, int], r: tuple[int, int]) -> int:
        turn = (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
        return (turn > 0) - (turn < 0)

    return side(a, b, c) != side(a, b, d) and side(c, d, a) != side(c, d, b)


def choices_for(
    region: str,
    middles: Mapping[str, tuple[int, int]],
    region_of: Mapping[str, str],
    size: tuple[int, int],
    taken: list[Box],
) -> list[Choice]:
    """Return the places that a region's name can have, the best first."""
    lines = LINES[region]
    wide = max(font_metrics.text().width(line, SIZE) for line in lines) * WIDER
    high = DOWN_A_LINE * len(lines)
    # Within the drawing there is room for a reader's spacing too, if the font is no wider.
    spaced = max(
        font_metrics.text().width(line, SIZE) + font_metrics.reader_spacing(line, SIZE)
        for line in lines
    )
    spare = max(0.0, spaced - wide) / 2
    mine = [at for code, at in middles.items() if region_of[code] == region and code not in ISLANDS]
    ends = sides_at_sea(np.array(mine), np.array(list(middles.values())))
    others = np.array([at for code, at in middles.items() if region_of[code] != region])
    everyone = np.array(list(middles.values()))
    found = []
    for left in np.arange(0.0, size[0] - wide + 1, STEP):
        for top in np.arange(0.0, size[1] - high + 1, STEP):
            box = (float(left), float(top), float(left + wide), float(top + high))
            if box[0] < spare or box[2] + spare > size[0]:
                continue
            if any(overlaps(box, other, 0) for other in taken):
                continue
            low, up = np.array(box[:2]), np.array(box[2:])
            away = np.hypot(*(everyone - np.clip(everyone, low, up)).T)
            if away.min() < CLEAR:
                continue
            for cost, start, end in hairlines(low, up, ends, others):
                place = Place(round(left + wide / 2), round(top), (start, end))
                found.append(Choice(cost, place, box))
    return sorted(found, key=lambda choice: choice.cost)


def sides_at_sea(mine: np.ndarray, everyone: np.ndarray) -> np.ndarray:
    """Return the middles of a region's sides that touch no hexagon; of all, if none is free."""
    sides = (mine[:, None] + SIDES).reshape(-1, 2)
    beyond = (mine[:, None] + 2 * SIDES).reshape(-1, 2)
    free = np.hypot(*np.moveaxis(beyond[:, None] - everyone, 2, 0)).min(axis=1) > NEAR
    return sides[free] if free.any() else sides


def hairlines(
    low: np.ndarray, up: np.ndarray, ends: np.ndarray, others: np.ndarray
) -> list[tuple[float, tuple[int, int], tuple[int, int]]]:
    """Return the cost and the two ends of each hairline from a box to some ends.

    It begins at the nearest point of the box, or at a corner. Of those that cross a hexagon only
    the cheapest to each end counts.
    """
    corners = [
        np.broadcast_to((x, y), ends.shape) for x in (low[0], up[0]) for y in (low[1], up[1])
    ]
    starts = np.stack([np.clip(ends, low, up), *corners])
    ways = ends - starts
    lengths = np.hypot(ways[..., 0], ways[..., 1])
    away = others - starts[:, :, None]
    along = np.clip((away * ways[:, :, None]).sum(axis=3) / lengths[..., None] ** 2, 0, 1)
    missed = away - along[..., None] * ways[:, :, None]
    near = np.hypot(missed[..., 0], missed[..., 1]) < NEAR
    costs = lengths + CROSSED * near.sum(axis=2)
    found = {}
    for which, number in zip(
        *np.nonzero(costs <= np.maximum(costs.min(axis=0), CROSSED)), strict=True
    ):
        start, way = starts[which, number], ways[which, number]
        line = rounded(start + way * 3 / lengths[which, number]), rounded(ends[number])
        found[line] = float(costs[which, number])
    return [(cost, *line) for line, cost in found.items()]


def rounded(point: np.ndarray) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))
