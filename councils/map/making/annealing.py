"""Simulated annealing of councils on cells, compiled, as it needs at least ten million moves.

A move swaps two councils that touch or are near each other, moves one to a free cell beside it,
pushes a row of them, which may bend, until the last reaches a free cell, or lets three or more that
stand in a ring change places in a circle. It is kept if it makes the layout cheaper and, while the
temperature is high, sometimes also if not. ``board`` defines the costs. Here they are tables of
integers, so that every machine gives the same result.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

LONGEST_PUSH = 9

BESIDE, PUSH, CIRCLE = 0.5, 0.75, 0.88
"""Cumulative shares of moves: a step to the next cell, a push, a circle, and the rest swaps at a
distance."""

FARTHEST_SWAP = 4

SIDES = 1000
"""More than one move can save on open sides and holes: a move that costs this much more without
them is rejected at once."""

EVERY = 250
"""Moves after which the temperature falls a little."""

Numbers = NDArray[np.int32]


class Costs(NamedTuple):
    """What every place of every council costs, as tables. Places are numbers of cells.

    ``standing[council, place]`` and ``sides[council, bits]`` are for a council on its own, where a
    bit stands for each side behind which there is nobody; ``hole[bits]`` is for a free cell. The
    pairs of a council are the entries ``first[council]`` to ``first[council + 1]``, each with the
    ``other``, its row of ``table`` and a ``sign``: the row is read at the other's key less its own,
    times that (``middle`` is nought), so that a pair has one row whichever of the two asks.
    ``broken`` is for each piece of a region but its first; the ``region`` of an island is -1.
    """

    round: Numbers
    usable: NDArray[np.bool_]
    key: Numbers
    half: Numbers
    row: Numbers
    standing: Numbers
    sides: Numbers
    hole: Numbers
    first: Numbers
    other: Numbers
    row_of: Numbers
    sign: Numbers
    table: NDArray[np.int16]
    middle: int
    region: Numbers
    regions: int
    broken: int


class Move(NamedTuple):
    """The councils that a move moves, the places they leave and those they take."""

    who: Numbers
    old: Numbers
    new: Numbers


@njit(cache=True)
def anneal(costs: Costs, at: Numbers, tries: int, hot: float, cold: float, seed: int) -> int:
    """Make the layout ``at``, the place of each council, cheaper in place; return what it costs.

    ``hot`` and ``cold`` are the temperatures at the start and the end: the average extra cost at
    which a move is still kept sometimes, in units of the tables.
    """
    np.random.seed(seed)
    who = occupants(costs, at)
    parts = np.array([pieces(costs, at, who, region) for region in range(costs.regions)])
    cost = best = total(costs, at)
    cheapest = at.copy()
    most = LONGEST_PUSH
    move = Move(np.zeros(most, np.int32), np.zeros(most, np.int32), np.zeros(most, np.int32))
    heat = hot
    for turn in range(tries):
        if turn % EVERY == 0:
            heat = hot * (cold / hot) ** (turn / tries)
        count = _some_move(costs, at, who, move)
        if count:
            more = _try(costs, at, who, parts, move, count, -heat * np.log(1 - np.random.random()))
            cost += more
            if cost < best:
                best = cost
                cheapest[:] = at
    at[:] = cheapest
    return best


@njit(cache=True)
def total(costs: Costs, at: Numbers) -> int:
    """Return the cost of a whole layout."""
    who = occupants(costs, at)
    everyone = np.arange(len(at)).astype(np.int32)
    cost = _cost_of_councils(costs, at, everyone, len(at))
    for place in range(len(who)):
        cost += _cost_of_cell(costs, who, place)
    for region in range(costs.regions):
        cost += costs.broken * (pieces(costs, at, who, region) - 1)
    return cost


@njit(cache=True)
def occupants(costs: Costs, at: Numbers) -> Numbers:
    """Return the council on each place, -1 for none."""
    who = np.full(len(costs.key), -1, np.int32)
    for council in range(len(at)):
        who[at[council]] = council
    return who


@njit(cache=True)
def pieces(costs: Costs, at: Numbers, who: Numbers, region: int) -> int:
    """Return the number of connected pieces of a region."""
    seen = np.zeros(len(who), np.bool_)
    edge = np.empty(len(at), np.int32)
    found = 0
    for council in range(len(at)):
        if costs.region[council] != region or seen[at[council]]:
            continue
        found += 1
        seen[at[council]] = True
        edge[0], length = at[council], 1
        while length:
            length -= 1
            for near in costs.round[edge[length]]:
                if who[near] >= 0 and costs.region[who[near]] == region and not seen[near]:
                    seen[near] = True
                    edge[length] = near
                    length += 1
    return found


@njit(cache=True)
def _some_move(costs: Costs, at: Numbers, who: Numbers, move: Move) -> int:
    """Choose a move and return how many councils it moves; 0 if it is impossible."""
    council, side, kind = (
        int(np.random.random() * len(at)),
        int(np.random.random() * 6),
        np.random.random(),
    )
    here = at[council]
    if kind < BESIDE:
        there = costs.round[here, side]
        if not costs.usable[there]:
            return 0
        return _swap(move, council, here, who[there], there)
    if kind < PUSH:
        return _push(costs, who, move, council, here, side)
    if kind < CIRCLE:
        return _circle(costs, who, move, here, side)
    other = int(np.random.random() * len(at))
    there = at[other]
    if other == council or _distance(costs, here, there) > FARTHEST_SWAP:
        return 0
    return _swap(move, council, here, other, there)


@njit(cache=True)
def _swap(move: Move, one: int, here: int, other: int, there: int) -> int:
    move.who[0], move.old[0], move.new[0] = one, here, there
    if other < 0:
        return 1
    move.who[1], move.old[1], move.new[1] = other, there, here
    return 2


@njit(cache=True)
def _push(costs: Costs, who: Numbers, move: Move, council: int, here: int, side: int) -> int:
    count = 0
    while council >= 0:
        there = costs.round[here, side]
        if count == LONGEST_PUSH or not costs.usable[there] or _among(move.who, count, council):
            return 0
        move.who[count], move.old[count], move.new[count] = council, here, there
        count += 1
        council, here = who[there], there
        if np.random.random() < 0.25:
            side = (side + (1 if np.random.random() < 0.5 else 5)) % 6
    return count


@njit(cache=True)
def _circle(costs: Costs, who: Numbers, move: Move, here: int, side: int) -> int:
    """Turn a ring of cells by one: a triangle, four cells, or the six round a cell."""
    kind = np.random.random()
    if kind < 0.2:
        count = 6
        for step in range(6):
            move.old[step] = costs.round[here, (side + step) % 6]
    else:
        count = 3 if kind < 0.65 else 4
        move.old[0] = here
        for step in range(1, count):
            move.old[step] = costs.round[here, (side + step) % 6]
    turn = 1 if np.random.random() < 0.5 else count - 1
    for step in range(count):
        move.who[step] = who[move.old[step]]
        move.new[step] = move.old[(step + turn) % count]
        if move.who[step] < 0:
            return 0
    return count


@njit(cache=True)
def _try(
    costs: Costs, at: Numbers, who: Numbers, parts: Numbers, move: Move, count: int, limit: float
) -> int:
    """Make a move if it costs no more than the limit. Returns its cost, made or not."""
    before = _cost_of_councils(costs, at, move.who, count)
    _put(at, who, move.who, move.old, move.new, count)
    more = _cost_of_councils(costs, at, move.who, count) - before
    # A region in pieces may be mended by this move, which then may cost so much more.
    spare = 0
    for place in range(count):
        region = costs.region[move.who[place]]
        if region >= 0:
            spare += costs.broken * (parts[region] - 1)
    if more < limit + spare + SIDES:
        # In a row only the first leaves a cell free and the last takes one; in a swap none does.
        left, taken = move.old[0], move.new[count - 1]
        more += _cost_of_cells(costs, who, move.old, count, left, taken)
        _put(at, who, move.who, move.new, move.old, count)
        more -= _cost_of_cells(costs, who, move.old, count, left, taken)
        _put(at, who, move.who, move.old, move.new, count)
    if more < limit + spare:
        for place in range(count):
            region = costs.region[move.who[place]]
            if region >= 0 and not _region_among(costs, move.who, place, region):
                more += costs.broken * (pieces(costs, at, who, region) - parts[region])
        if more < limit:
            for place in range(count):
                region = costs.region[move.who[place]]
                if region >= 0:
                    parts[region] = pieces(costs, at, who, region)
            return more
    _put(at, who, move.who, move.new, move.old, count)
    return 0


@njit(cache=True)
def _put(at: Numbers, who: Numbers, moved: Numbers, old: Numbers, new: Numbers, count: int) -> None:
    for number in range(count):
        who[old[number]] = -1
    for number in range(count):
        who[new[number]] = moved[number]
        at[moved[number]] = new[number]


@njit(cache=True)
def _cost_of_councils(costs: Costs, at: Numbers, moved: Numbers, count: int) -> int:
    """Return the cost of some councils in their places, with all pairs that they are part of."""
    cost = 0
    for number in range(count):
        one = moved[number]
        here = costs.key[at[one]]
        cost += costs.standing[one, at[one]]
        for entry in range(costs.first[one], costs.first[one + 1]):
            other = costs.other[entry]
            if other > one or not _among(moved, count, other):
                between = costs.sign[entry] * (costs.key[at[other]] - here)
                cost += costs.table[costs.row_of[entry], costs.middle + between]
    return cost


@njit(cache=True)
def _cost_of_cells(
    costs: Costs, who: Numbers, old: Numbers, count: int, left: int, taken: int
) -> int:
    """Return what cells cost for who stands on them and which of their sides are open.

    They are the cells of a move, and those round the two whose being free it may change.
    """
    cost = _cost_of_cell(costs, who, taken)
    for number in range(count):
        if old[number] != taken:
            cost += _cost_of_cell(costs, who, old[number])
    for side in range(6):
        near = costs.round[left, side]
        if near != taken and not _among(old, count, near):
            cost += _cost_of_cell(costs, who, near)
    for side in range(6):
        near = costs.round[taken, side]
        if not _among(old, count, near) and not _among(costs.round[left], 6, near):
            cost += _cost_of_cell(costs, who, near)
    return cost


@njit(cache=True)
def _cost_of_cell(costs: Costs, who: Numbers, place: int) -> int:
    if who[place] < 0 and not costs.usable[place]:
        return 0
    bits = 0
    for side in range(6):
        if who[costs.round[place, side]] < 0:
            bits |= 1 << side
    return costs.hole[bits] if who[place] < 0 else costs.sides[who[place], bits]


@njit(cache=True)
def _region_among(costs: Costs, moved: Numbers, count: int, region: int) -> bool:
    for number in range(count):  # noqa: SIM110, a generator is not compiled
        if costs.region[moved[number]] == region:
            return True
    return False


@njit(cache=True)
def _among(numbers: Numbers, count: int, wanted: int) -> bool:
    for number in range(count):  # noqa: SIM110, a generator is not compiled
        if numbers[number] == wanted:
            return True
    return False


@njit(cache=True)
def _distance(costs: Costs, one: int, other: int) -> int:
    down = abs(costs.row[one] - costs.row[other])
    return down + max(0, (abs(costs.half[one] - costs.half[other]) - down) // 2)
