"""The districts of the four nearest postcodes, compared with a search of all postcodes."""

import random

import pytest

from councils.postcodes.nearby import FURTHEST, districts_nearby


def the_plain_way(eastings, northings, districts, in_use):
    nearest = {}
    points = list(zip(eastings, northings, districts, strict=True))
    for point, (x, y, own) in enumerate(points):
        others = sorted(
            ((x - a) ** 2 + (y - b) ** 2, district)
            for other, (a, b, district) in enumerate(points)
            if in_use[other] and other != point
        )
        if not others:
            continue
        fourth = others[:4][-1][0]
        near = {district for distance, district in others if distance <= fourth} - {own}
        if near:
            nearest[point] = tuple(sorted(near))
    return nearest


@pytest.mark.parametrize("seed", range(60))
def test_the_search_agrees_with_a_plain_comparison_wherever_postcodes_are(seed):
    chance = random.Random(seed)
    count = chance.choice([0, 1, 4, 5, 6, 40, 250])
    width = chance.choice([1, 12, 300, 3_000, 40_000, 600_000])
    west = chance.choice([0, 100_000, 700_000])
    crowds = [(chance.randrange(width), chance.randrange(width)) for _ in range(5)]
    eastings, northings, districts = [], [], []
    for _ in range(count):
        x, y = chance.randrange(width), chance.randrange(width)
        if seed % 2:
            x, y = chance.choice(crowds)
            x, y = x + chance.randrange(9), y + chance.randrange(9)
        eastings.append(west + x)
        northings.append(west + y)
        # Two halves with a few strays in them, or no order at all.
        strays = chance.random() < 0.03
        districts.append(chance.randrange(4) if seed % 3 == 0 else 2 if strays else x > width / 2)
    in_use = [chance.random() < 0.7 for _ in range(count)]
    facts = (eastings, northings, [int(district) for district in districts], in_use)
    assert districts_nearby(*facts) == the_plain_way(*facts)


def test_the_corners_of_the_grid_can_be_handled():
    edge = FURTHEST - 1
    facts = ([0, 0, edge, edge], [0, edge, 0, edge], [0, 1, 2, 3], [True] * 4)
    assert districts_nearby(*facts) == the_plain_way(*facts)


def test_all_postcodes_as_near_as_the_fourth_count():
    # Six on one spot: none of them is nearer than another, so none may be left out.
    facts = ([100] * 7, [100] * 7, [0, 0, 0, 0, 0, 0, 1], [True] * 7)
    assert districts_nearby(*facts) == {**dict.fromkeys(range(6), (1,)), 6: (0,)}


def test_a_postcode_that_has_ended_is_no_neighbour_but_has_neighbours():
    eastings = [0, 10, 20, 30, 40, 50]
    facts = (eastings, [0] * 6, [0, 1, 1, 1, 1, 0], [False, True, True, True, True, False])
    assert districts_nearby(*facts) == {0: (1,), 5: (1,)}
