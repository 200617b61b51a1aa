"""A board of hexagons, what a layout on it costs, and the annealing that makes it cheaper.

A layout costs something for each pair of neighbours that does not touch, a little for a pair
that stands in the wrong direction, for a council turned to the sea where it has none or shut in
where it has, for holes, for a region in more than one piece, and for each step that a council
has moved from where it stood before. Simulated annealing then swaps councils, moves one to a
free cell, or pushes a row of them, and keeps what is cheaper, at first also some that is not.
"""

from collections.abc import Mapping, Sequence
from math import hypot, log, sqrt
from random import Random

from councils.map.layout import COLUMNS, Cell, distance, touching
from councils.map.making.country import ISLANDS, Country

ROWS = 22

APART, FURTHER = 1.0, 0.2
"""A pair of neighbours that does not touch, and each further step between them."""

ASKEW = 0.04
"""A pair of neighbours, times one less the cosine of the angle between true and drawn."""

SHUT_IN, LAID_OPEN, LANDLOCKED = 0.12, 0.10, 1.2
"""A side that faces the sea but is built up; one that does not but is open; no open side at all
for a council on the coast."""

TOUCHED = 4.0
"""An island's side that is not open."""

BROKEN = 4.0
"""Each piece of a region's mainland but the first."""

HOLE = (0.0, 0.0, 0.0, 0.0, 0.3, 1.5, 5.0)
"""A free cell with so many councils round it."""

MOVED = 0.2
"""The square of the steps from where a council stood before; five times that for an island."""

LONGEST_PUSH = 9


class Board:
    """Councils on cells, and what it costs.

    Cells are numbered row by row with a margin of two all round, so that a neighbour always has
    a number; what lies between two numbers tells what lies between two cells.
    """

    def __init__(self, country: Country, before: Mapping[str, Cell]) -> None:
        """Prepare the board of a country; ``before`` are cells that its councils held before."""
        self.country = country
        self.wide = COLUMNS + 4
        count = self.wide * (ROWS + 4)
        self.cell_of = [(place % self.wide - 2, place // self.wide - 2) for place in range(count)]
        self.usable = [0 <= column < COLUMNS and 0 <= row < ROWS for column, row in self.cell_of]
        self.round = [
            tuple(self._number(cell) for cell in touching((column, row)))
            if -1 <= row <= ROWS and -1 <= column <= COLUMNS
            else ()
            for column, row in self.cell_of
        ]
        # Between two cells lie so many half columns and so many rows: one number for both.
        self.step = 2 * ROWS + 9
        self.key = [(2 * column + (row & 1)) * self.step + row for column, row in self.cell_of]
        self.zero = (2 * COLUMNS + 6) * self.step + ROWS + 4
        self.pairs: list[list[tuple[int, list[float], int]]] = [[] for _ in country.codes]
        for one, other in country.borders:
            costs = self._costs_of_pair(one, other)
            self.pairs[one].append((other, costs, 1))
            self.pairs[other].append((one, costs, -1))
        self.open_sides = [self._costs_of_sides(number) for number in range(len(country.codes))]
        self.moved = [self._costs_of_moving(code, before.get(code)) for code in country.codes]
        self.mainland: dict[str, list[int]] = {}
        for number, code in enumerate(country.codes):
            if code not in ISLANDS:
                self.mainland.setdefault(country.region[number], []).append(number)
        self.at = [0] * len(country.codes)
        self.who = [-1] * count
        self.parts: dict[str, int] = {}

    def place(self, layout: Mapping[str, Cell]) -> None:
        """Put every council on its cell."""
        self._put([self._number(layout[code]) for code in self.country.codes])

    def layout(self) -> dict[str, Cell]:
        """Return where every council stands, by code."""
        return {
            code: self.cell_of[place]
            for code, place in zip(self.country.codes, self.at, strict=True)
        }

    def kept(self) -> float:
        """Return the share of neighbours that touch."""
        touch = sum(self.at[b] in self.round[self.at[a]] for a, b in self.country.borders)
        return touch / len(self.country.borders)

    def cost(self) -> float:
        """Return what the layout costs."""
        everyone = list(range(len(self.at)))
        free = [place for place, usable in enumerate(self.usable) if usable]
        return self._cost_round(everyone, free) + BROKEN * sum(
            parts - 1 for parts in self.parts.values()
        )

    def anneal(self, tries: int, hot: float, cold: float, seed: int) -> None:
        """Make the layout cheaper and leave the cheapest one found on the board."""
        chance = Random(seed)
        random = chance.random
        cost = least = self.cost()
        best = list(self.at)
        for turn in range(tries):
            heat = hot * (cold / hot) ** (turn / tries)
            move = self._some_move(random)
            if move is None:
                continue
            who, where, changed = move
            limit = -heat * log(random() or 1e-300)
            more = self._try(who, where, changed, limit)
            if more is not None:
                cost += more
                if cost < least - 1e-9:
                    least, best = cost, list(self.at)
        self._put(best)

    def _try(
        self, who: list[int], where: list[int], changed: list[int], limit: float
    ) -> float | None:
        """Make a move if it costs less than the limit, and return what it costs."""
        before = self._cost_round(who, changed)
        old = [self.at[number] for number in who]
        self._shift(who, old, where)
        more = self._cost_round(who, changed) - before
        # A region can become whole again, but rarely: look only where that could matter.
        if more < limit + 2 * BROKEN:
            regions = {
                self.country.region[number]
                for number in who
                if self.country.codes[number] not in ISLANDS
            }
            parts = {region: self._parts(region) for region in regions}
            more += BROKEN * sum(parts[region] - self.parts[region] for region in regions)
            if more < limit:
                self.parts.update(parts)
                return more
        self._shift(who, where, old)
        return None

    def _some_move(self, random) -> tuple[list[int], list[int], list[int]] | None:
        """Choose who moves where by chance; also which cells are taken or left by that."""
        number = int(random() * len(self.at))
        here, side, kind = self.at[number], int(random() * 6), random()
        if kind < 0.6:
            there = self.round[here][side]
            if not self.usable[there]:
                return None
            other = self.who[there]
            if other < 0:
                return [number], [there], [here, there]
            return [number, other], [there, here], []
        if kind < 0.85:
            return self._some_push(number, side, random)
        there = self.at[int(random() * len(self.at))]
        if there == here or distance(self.cell_of[here], self.cell_of[there]) > 4:
            return None
        return [number, self.who[there]], [there, here], []

    def _some_push(
        self, number: int, side: int, random
    ) -> tuple[list[int], list[int], list[int]] | None:
        """Push a row of councils, which may bend, into the first free cell."""
        who, where = [], []
        here = self.at[number]
        while number >= 0:
            there = self.round[here][side]
            if not self.usable[there] or number in who or len(who) == LONGEST_PUSH:
                return None
            who.append(number)
            where.append(there)
            number, here = self.who[there], there
            if random() < 0.25:
                side = (side + (1 if random() < 0.5 else 5)) % 6
        return who, where, [self.at[who[0]], here]

    def _shift(self, who: list[int], old: list[int], new: list[int]) -> None:
        for place in old:
            self.who[place] = -1
        for number, place in zip(who, new, strict=True):
            self.who[place] = number
            self.at[number] = place

    def _put(self, at: Sequence[int]) -> None:
        self.who = [-1] * len(self.cell_of)
        self._shift(list(range(len(at))), [], list(at))
        self.parts = {region: self._parts(region) for region in self.mainland}

    def _cost_round(self, who: list[int], changed: list[int]) -> float:
        """Return what some councils cost, and what the cells cost that they take or leave."""
        at, key, zero = self.at, self.key, self.zero
        cost = 0.0
        for number in who:
            here = at[number]
            cost += self.moved[number][here]
            for other, costs, sign in self.pairs[number]:
                if other < number and other in who:
                    continue
                cost += costs[(key[at[other]] - key[here]) * sign + zero]
        affected = set(changed)
        for place in changed:
            affected.update(self.round[place])
        affected.update(at[number] for number in who)
        for place in affected:
            cost += self._cost_of_cell(place)
        return cost

    def _cost_of_cell(self, place: int) -> float:
        """Return what a cell costs for what stands on it and which cells round it are free."""
        number = self.who[place]
        if number < 0 and not self.usable[place]:
            return 0.0
        free = [self.who[near] < 0 for near in self.round[place]]
        if number < 0:
            return HOLE[6 - sum(free)]
        bits = sum(1 << side for side, is_free in enumerate(free) if is_free)
        return self.open_sides[number][bits]

    def _parts(self, region: str) -> int:
        """Return in how many pieces the mainland of a region is."""
        left = {self.at[number] for number in self.mainland[region]}
        parts = 0
        while left:
            parts += 1
            edge = [left.pop()]
            while edge:
                for near in self.round[edge.pop()]:
                    if near in left:
                        left.remove(near)
                        edge.append(near)
        return parts

    def _costs_of_pair(self, one: int, other: int) -> list[float]:
        """Return what two neighbours cost for each way that they can stand to each other."""
        (x1, y1), (x2, y2) = self.country.centres[one], self.country.centres[other]
        east, north = (x2 - x1) / hypot(x2 - x1, y2 - y1), (y2 - y1) / hypot(x2 - x1, y2 - y1)
        costs = [0.0] * (2 * self.zero + 1)
        for half in range(-2 * COLUMNS - 6, 2 * COLUMNS + 7):
            for down in range(-ROWS - 4, ROWS + 5):
                if half == down == 0:
                    continue
                steps = abs(down) + max(0, (abs(half) - abs(down)) / 2)
                x, y = half / 2, -down * sqrt(3) / 2
                cost = ASKEW * (1 - (x * east + y * north) / hypot(x, y))
                if steps > 1:
                    cost += APART + FURTHER * (steps - 2)
                costs[half * self.step + down + self.zero] = cost
        return costs

    def _costs_of_sides(self, number: int) -> list[float]:
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
            costs.append(cost)
        return costs

    def _costs_of_moving(self, code: str, before: Cell | None) -> list[float]:
        """Return what it costs a council to stand on each cell, given where it stood before."""
        if before is None:
            return [0.0] * len(self.cell_of)
        weight = MOVED * (5 if code in ISLANDS else 1)
        return [weight * distance(before, cell) ** 2 for cell in self.cell_of]

    def _number(self, cell: Cell) -> int:
        column, row = cell
        return (row + 2) * self.wide + column + 2
