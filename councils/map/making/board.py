"""A board of hexagons and the cost of a layout on it, which ``annealing`` minimises.

These cost something: a pair of neighbours that does not touch or is in the wrong direction; a
council that is far from its place on the stretched map, in the sea, on the coast if it has none or
inland if it has one, or moved since the layout before; holes; and a region in several pieces. All
this is measured on the areas, so nobody decides where a council should be.

Costs are integers, in thousandths, so that every machine gives the same layout.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain, combinations
from math import dist, hypot
from statistics import fmean
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from councils.map.layout import COLUMNS, Cell, distance, touching
from councils.map.making.annealing import Costs, anneal, total
from councils.map.making.cartogram import ROW, Ground, Place
from councils.map.making.country import ISLANDS, Country

ROWS = 22

APART, FURTHER = 1.2, 0.05
"""A pair of neighbours that does not touch, and each further step between them."""

ACROSS = 0.3
"""How much a pair counts that looks at each other across an estuary."""

ASKEW = 0.03
"""A pair of neighbours, times one less the cosine of the angle between true and drawn."""

ORDER, NEAR, LEAN = 0.03, 2.1, 0.3
"""A pair that stands near on the stretched map, at most so many hexagons apart: times so much
less the cosine of the angle between true and drawn, if that is more than nothing."""

TURNED, SIDEWAYS = 1.0, 0.1
"""A pair of neighbours drawn on the wrong side of each other: the cosine of the angle between true
and drawn is below nought. It begins to cost at ``SIDEWAYS``, and all of it counts below nought."""

REGION, WITHIN = 0.05, 1.5
"""The direction from the middle of a council's region: times one less the cosine of the angle
between true and drawn; less for one that stands or lies within so many hexagons of that middle."""

FAR, FARTHEST = 2.0, 2.6
"""The square of the hexagons by which a council is farther than so many from its true place."""

ASTRAY, FEW = 0.001, 6
"""The cube of the hexagons between a council and its place on the stretched map; more for one
with few neighbours, by so many shared among it and them."""

CORNER, TIP = 0.5, 0.3
"""For a council at a corner of England the square of the hexagons between it and its place, which
is so far out towards its tip."""

WET = 0.12
"""A hexagon that stands in the sea of the stretched map; less if part of it is land."""

SHUT_IN, LAID_OPEN, LANDLOCKED = 0.01, 0.08, 0.6
"""A side that faces the sea but is built up; one that does not but is open, three times that
where there is no sea at all; no open side at all for a council on the coast."""

TOUCHED = 5.0
"""An island's side that is not open."""

BROKEN = 8.0
"""Each piece of a region's mainland but the first."""

HOLE = (0.0, 0.0, 0.0, 0.0, 0.25, 1.0, 4.0)
"""A free cell with so many councils round it."""

MOVED = 0.1
"""The square of the steps from where a council stood before; five times that for an island."""

UNIT = 1000


class Board:
    """Councils on cells, and what it costs.

    Cells are numbered row by row with a margin of two all round, so that a neighbour always has
    a number. Each cell has a key, too: what lies between two keys tells what lies between two
    cells.
    """

    def __init__(self, country: Country, ground: Ground, before: Mapping[str, Cell]) -> None:
        """Prepare the board of a country; ``before`` are cells that its councils held before."""
        self.country = country
        self.wide = COLUMNS + 4
        count = self.wide * (ROWS + 4)
        self.cell_of = [(place % self.wide - 2, place // self.wide - 2) for place in range(count)]
        self.step = 2 * ROWS + 9
        self.middle = (2 * COLUMNS + 6) * self.step + ROWS + 4
        self.at = np.zeros(len(country.codes), np.int32)
        wanted = [ground.places[code] for code in country.codes]
        self.true_places = [(x, y) for x, y in fitted(country, np.array(wanted)).round(3).tolist()]
        self.true_middles = self._middles(self.true_places)
        self.middles = self._middles(wanted)
        self.costs = self._costs(ground, before)

    def _middles(self, places: Sequence[Place]) -> dict[str, Place]:
        """Return the middle of each region's mainland, from the places of its councils."""
        of_region: dict[str, list[Place]] = {}
        for code, region, place in zip(
            self.country.codes, self.country.region, places, strict=True
        ):
            if code not in ISLANDS:
                of_region.setdefault(region, []).append(place)
        return {
            region: (fmean(x for x, _ in its), fmean(y for _, y in its))
            for region, its in of_region.items()
        }

    def place(self, layout: Mapping[str, Cell]) -> None:
        """Place every council on its cell."""
        self.at[:] = [self._number(layout[code]) for code in self.country.codes]

    def layout(self) -> dict[str, Cell]:
        """Return every council's cell, by code."""
        return {
            code: self.cell_of[place]
            for code, place in zip(self.country.codes, self.at.tolist(), strict=True)
        }

    def kept(self) -> float:
        """Return the share of neighbours that touch."""
        cells = [self.cell_of[place] for place in self.at.tolist()]
        touch = sum(distance(cells[one], cells[other]) == 1 for one, other in self.country.borders)
        return touch / len(self.country.borders)

    def cost(self) -> int:
        """Return the cost of the layout."""
        return total(self.costs, self.at)

    def anneal(self, tries: int, hot: float, cold: float, seed: int) -> None:
        """Minimise the cost by annealing, and leave the cheapest layout found on the board."""
        anneal(self.costs, self.at, tries, UNIT * hot, UNIT * cold, seed)

    def assign(self) -> None:
        """Put all councils where together they stand cheapest, each for itself."""
        places = np.flatnonzero(self.costs.usable)
        _, chosen = linear_sum_assignment(self.costs.standing[:, places])
        self.at[:] = places[chosen]

    def _costs(self, ground: Ground, before: Mapping[str, Cell]) -> Costs:
        country, codes = self.country, self.country.codes
        weights = self._weights()
        neighbours = Counter(chain.from_iterable(weights))
        where = [ground.places[code] for code in codes]
        table = {
            pair: self._costs_of_pair(*pair, weights.get(pair, 0.0))
            for pair in combinations(range(len(codes)), 2)
            if pair in weights or dist(where[pair[0]], where[pair[1]]) <= NEAR
        }
        entries = sorted([(one, other, 1) for one, other in table] + [(b, a, -1) for a, b in table])
        rows = {pair: number for number, pair in enumerate(table)}
        mainlands = sorted(set(country.region))
        row = [row for _, row in self.cell_of]
        half = [2 * column + (row & 1) for column, row in self.cell_of]
        return Costs(
            round=_table([self._round(place) for place in range(len(self.cell_of))]),
            usable=np.array([0 <= x < COLUMNS and 0 <= y < ROWS for x, y in self.cell_of]),
            key=_table([right * self.step + down for right, down in zip(half, row, strict=True)]),
            half=_table(half),
            row=_table(row),
            standing=_table(
                [
                    self._costs_of_standing(number, neighbours[number], ground, before.get(code))
                    for number, code in enumerate(codes)
                ]
            ),
            sides=_table([self._costs_of_sides(number) for number in range(len(codes))]),
            hole=_table([_whole(HOLE[6 - bits.bit_count()]) for bits in range(64)]),
            first=np.searchsorted([one for one, _, _ in entries], range(len(codes) + 1)).astype(
                np.int32
            ),
            other=_table([other for _, other, _ in entries]),
            row_of=_table([rows[min(a, b), max(a, b)] for a, b, _ in entries]),
            sign=_table([sign for _, _, sign in entries]),
            table=np.array(list(table.values())),
            middle=self.middle,
            region=_table(
                [
                    -1 if code in ISLANDS else mainlands.index(region)
                    for code, region in zip(codes, country.region, strict=True)
                ]
            ),
            regions=len(mainlands),
            broken=_whole(BROKEN),
        )

    def _round(self, place: int) -> list[int]:
        """Return the places round one; for the outermost, where nobody can stand, itself."""
        column, row = self.cell_of[place]
        if -1 <= row <= ROWS and -1 <= column <= COLUMNS:
            return [self._number(cell) for cell in touching((column, row))]
        return [place] * 6

    def _weights(self) -> dict[tuple[int, int], float]:
        """Return how much each pair counts that ought to touch."""
        return {
            **dict.fromkeys(self.country.borders, 1.0),
            **dict.fromkeys(self.country.across, ACROSS),
        }

    def _costs_of_pair(self, one: int, other: int, weight: float) -> np.ndarray:
        """Return what a pair costs by what lies between the keys of their cells."""
        (x1, y1), (x2, y2) = self.country.centres[one], self.country.centres[other]
        far = hypot(x2 - x1, y2 - y1)
        # A city within its county lies in no direction from it.
        sure = min(1.0, far / (self.country.radius[one] + self.country.radius[other]))
        half, down = np.meshgrid(
            np.arange(-2 * COLUMNS - 6, 2 * COLUMNS + 7), np.arange(-ROWS - 4, ROWS + 5)
        )
        steps = np.abs(down) + np.maximum(0, (np.abs(half) - np.abs(down)) / 2)
        east, south = half / 2, down * ROW
        cosine = (east * (x2 - x1) - south * (y2 - y1)) / np.maximum(np.hypot(east, south), 1) / far
        cost = weight * ASKEW * sure * (1 - cosine)
        cost += ORDER * sure * np.maximum(0, LEAN - cosine)
        if weight >= 1:
            cost += TURNED * np.clip(1 - cosine / SIDEWAYS, 0, 1)
        cost += weight * np.where(steps > 1, APART + FURTHER * (steps - 2), 0)
        costs = np.zeros(2 * self.middle + 1, np.int16)
        costs[self.middle + half * self.step + down] = np.rint(UNIT * cost)
        return costs

    def _costs_of_sides(self, number: int) -> list[int]:
        """Return what a council costs for each set of open sides, one bit a side."""
        facing, whole = self.country.facing[number], self.country.round[number]
        coastal = self.country.is_coastal(number)
        costs = []
        for bits in range(64):
            cost = 0.0
            for side in range(6):
                # About one where a whole side of it is sea.
                sea = min(1.0, 3 * facing[side] / whole)
                is_open = bits >> side & 1
                if self.country.codes[number] in ISLANDS:
                    cost += 0 if is_open else TOUCHED
                elif is_open:
                    cost += LAID_OPEN * (1 - sea) ** 1.5 * (1 if coastal else 3)
                else:
                    cost += SHUT_IN * max(0, sea - 0.25)
            if coastal and not bits:
                cost += LANDLOCKED * min(1, sum(facing) / whole)
            costs.append(_whole(cost))
        return costs

    def _costs_of_standing(
        self, number: int, neighbours: int, ground: Ground, before: Cell | None
    ) -> list[int]:
        """Return what it costs a council to stand on each cell."""
        code = self.country.codes[number]
        # One with few neighbours is told by little else where it belongs: Portsmouth, Wirral.
        astray = ASTRAY * max(1.0, FEW / (1 + neighbours))
        x, y = ground.places[code]
        if code in ground.tips:
            across, down = ground.tips[code]
            x, y = x + TIP * (across - x), y + TIP * (down - y)
        x, y = max(0.0, min(x, COLUMNS - 0.5)), max(0.0, min(y, (ROWS - 1) * ROW))
        true_x, true_y = self.true_places[number]
        from_x, from_y = self.true_middles[self.country.region[number]]
        to_x, to_y = self.middles[self.country.region[number]]
        costs = [0] * len(self.cell_of)
        for place, (column, row) in enumerate(self.cell_of):
            if (column, row) not in ground.land:
                continue
            off = hypot(column + (row & 1) / 2 - x, row * ROW - y)
            cost = CORNER * off**2 if code in ground.tips else astray * off**3
            if code not in ISLANDS:
                cost += WET * (1 - ground.land[column, row])
                across, down = column + (row & 1) / 2, row * ROW
                cost += FAR * max(0.0, hypot(across - true_x, down - true_y) - FARTHEST) ** 2
                cost += REGION * _turned(
                    (true_x - from_x, true_y - from_y), (across - to_x, down - to_y)
                )
            if before is not None:
                weight = MOVED * (5 if code in ISLANDS else 1)
                cost += weight * distance(before, (column, row)) ** 2
            costs[place] = _whole(cost)
        return costs

    def _number(self, cell: Cell) -> int:
        column, row = cell
        return (row + 2) * self.wide + column + 2


def fitted(country: Country, wanted: np.ndarray) -> np.ndarray:
    """Return each council's true place, in hexagons.

    England as it is, moved and stretched in each direction by one factor, so that all councils
    together are as near as they can be to where they are ``wanted``.
    """
    true = np.array(country.centres) * (1, -1)
    for axis in range(2):
        stretch, shift = np.polyfit(true[:, axis], wanted[:, axis], 1)
        true[:, axis] = stretch * true[:, axis] + shift
    return true


def _turned(true: Place, drawn: Place) -> float:
    """Return one less the cosine between two directions, less if either is short."""
    long, wide = hypot(*true), hypot(*drawn)
    if not long or not wide:
        return 0.0
    cosine = (true[0] * drawn[0] + true[1] * drawn[1]) / long / wide
    return (1 - cosine) * min(1.0, long / WITHIN, wide / WITHIN)


def _table(rows: Sequence[Any]) -> np.ndarray:
    return np.array(rows, np.int32)


def _whole(cost: float) -> int:
    return round(UNIT * cost)
