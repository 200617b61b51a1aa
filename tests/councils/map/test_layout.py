"""The hexagon layouts: narrow enough, without holes, with neighbours side by side."""

import csv
import datetime as dt

import pytest

from councils.map.layout import (
    COLUMNS,
    FILE,
    HUB,
    layout_on,
    touching,
)
from councils.record import record_on
from tests.councils.map.cells import (
    count_parts,
    degrees_off,
    hexagons_off,
    layout_days,
    middles_and_pairs,
)

pytestmark = pytest.mark.django_db

SETS = {
    dt.date(2012, 7, 9): 152,
    dt.date(2019, 4, 1): 151,
    dt.date(2020, 4, 1): 151,
    dt.date(2021, 4, 1): 152,
    dt.date(2023, 4, 1): 153,
    dt.date(2027, 4, 1): 154,
}
ISLANDS = {"IOS", "IOW"}

each_set = pytest.mark.parametrize("day", SETS, ids=str)


def regions():
    """Return the region of each council that ever stands on the map, by code."""
    with FILE.open(encoding="utf-8", newline="") as rows:
        return {row["code"]: row["region"] for row in csv.DictReader(rows)}


def apart(layout):
    """Return the cells of London, and those of the rest of England, by code."""
    region_of = regions()
    london = {code: cell for code, cell in layout.items() if region_of[code] == "London"}
    england = {code: cell for code, cell in layout.items() if code not in london}
    return london, england


def test_there_is_a_layout_for_each_set_of_councils():
    assert layout_days() == list(SETS)


@each_set
def test_the_map_has_the_responsible_councils_of_the_register(day):
    layout = layout_on(day)
    assert set(layout) == {row.code for row in record_on(day).councils}
    assert len(layout) == SETS[day]


@each_set
def test_no_two_councils_share_a_cell_and_nobody_takes_the_place_of_london_in_england(day):
    layout = layout_on(day)
    assert len(set(layout.values())) == len(layout)
    assert HUB not in layout.values()
    assert all(0 <= column < COLUMNS == 17 for column, _ in layout.values())


@each_set
def test_london_is_a_piece_of_its_own_beside_england(day):
    london, england = apart(layout_on(day))
    assert count_parts(london.values()) == 1 and len(london) == 33
    for cell in london.values():
        assert not set(touching(cell)) & set(england.values())


@each_set
def test_at_most_five_pairs_of_neighbours_stand_on_the_wrong_side_of_each_other(day):
    middles, pairs = middles_and_pairs(day)
    london, england = apart(layout_on(day))
    assert len(pairs) > 350
    wrong = 0
    for cells in (london, england):
        for pair in pairs:
            if set(pair) <= set(cells) and degrees_off(middles, cells, pair) > 90:
                wrong += 1
    assert wrong <= 5


@each_set
def test_of_a_hundred_pairs_of_neighbours_sixty_eight_touch(day):
    _, pairs = middles_and_pairs(day)
    cells = layout_on(day)
    touch = 0
    for one, other in pairs:
        if cells[other] in touching(cells[one]):
            touch += 1
    assert touch / len(pairs) > 0.68


@each_set
def test_nobody_on_the_mainland_is_more_than_three_hexagons_off(day):
    middles, _ = middles_and_pairs(day)
    for cells in apart(layout_on(day)):
        off = hexagons_off(middles, cells)
        assert max(far for code, far in off.items() if code not in ISLANDS) <= 3


@each_set
def test_the_mainland_of_each_region_is_one_piece(day):
    layout, region_of = layout_on(day), regions()
    for region in set(region_of.values()):
        cells = [
            cell
            for code, cell in layout.items()
            if region_of[code] == region and code not in ISLANDS
        ]
        assert count_parts(cells) == 1, region


def test_a_day_has_the_layout_of_the_last_set_before_it():
    assert layout_on(dt.date(2021, 3, 31)) == layout_on(dt.date(2020, 4, 1))
    assert layout_on(dt.date(2040, 1, 1)) == layout_on(dt.date(2027, 4, 1))
    assert layout_on(dt.date(1990, 1, 1)) == layout_on(dt.date(2012, 7, 9))
