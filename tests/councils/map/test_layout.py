"""The hexagon layouts: narrow enough, without holes, with neighbours side by side."""

import csv
import datetime as dt

import pytest
from django.core.exceptions import ImproperlyConfigured

from councils.map.areas import neighbours_of
from councils.map.layout import (
    COLUMNS,
    FILE,
    centre,
    distance,
    layout_on,
    nearest_free_cell,
    reading_order,
    region_lines,
    size,
    touching,
)
from tests.councils.map.cells import (
    ShippedRegister,
    count_parts,
    degrees_off,
    hexagons_off,
    layout_days,
    middles_and_pairs,
)

SETS = {
    dt.date(2012, 7, 9): 152,
    dt.date(2019, 4, 1): 151,
    dt.date(2020, 4, 1): 151,
    dt.date(2021, 4, 1): 152,
    dt.date(2023, 4, 1): 153,
    dt.date(2027, 4, 1): 154,
}
TODAY = dt.date(2026, 11, 24)
ISLANDS = {"IOS", "IOW"}

each_set = pytest.mark.parametrize("day", SETS, ids=str)


def regions():
    """Return the region of each council that ever stands on the map, by code."""
    with FILE.open(encoding="utf-8", newline="") as rows:
        return {row["code"]: row["region"] for row in csv.DictReader(rows)}


@pytest.fixture(scope="module")
def register():
    return ShippedRegister()


def test_there_is_a_layout_for_each_set_of_councils():
    assert layout_days() == list(SETS)


@each_set
def test_the_map_has_the_responsible_councils_of_the_register(register, day):
    layout = layout_on(day)
    assert set(layout) == register.responsible_on(day)
    assert len(layout) == SETS[day]


@each_set
def test_no_two_councils_share_a_cell(day):
    layout = layout_on(day)
    assert len(set(layout.values())) == len(layout)


@each_set
def test_a_layout_is_at_most_fourteen_and_a_half_columns_wide(day):
    layout = layout_on(day)
    assert all(0 <= column < COLUMNS == 14 for column, _ in layout.values())
    width, height = size(layout)
    assert width == 24 * 14.5
    assert all(
        12 <= x <= width - 12 and 14 <= y <= height - 14 for x, y in map(centre, layout.values())
    )


@each_set
def test_at_least_70_per_cent_of_neighbours_touch(register, day):
    layout = layout_on(day)
    pairs = {
        frozenset((code, other))
        for code, others in neighbours_of(register.owners_on(day)).items()
        for other in others
    }
    touch = sum(distance(*(layout[code] for code in pair)) == 1 for pair in pairs)
    assert touch / len(pairs) >= 0.70


@each_set
def test_at_most_five_pairs_of_neighbours_stand_on_the_wrong_side_of_each_other(register, day):
    middles, pairs = middles_and_pairs(register, day)
    cells = layout_on(day)
    assert len(pairs) > 350
    assert sum(degrees_off(middles, cells, pair) > 90 for pair in pairs) <= 5


@each_set
def test_nobody_on_the_mainland_is_more_than_three_hexagons_off(register, day):
    middles, _ = middles_and_pairs(register, day)
    off = hexagons_off(middles, layout_on(day))
    assert max(far for code, far in off.items() if code not in ISLANDS) <= 3


def test_two_councils_that_change_places_are_seen_to_be_far_off(register):
    """The two measures above can fail."""
    middles, pairs = middles_and_pairs(register, TODAY)
    cells = layout_on(TODAY)
    cells["CON"], cells["NBL"] = cells["NBL"], cells["CON"]
    assert hexagons_off(middles, cells)["CON"] > 3
    assert sum(degrees_off(middles, cells, pair) > 90 for pair in pairs) > 5


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


@each_set
def test_the_islands_touch_nobody(day):
    layout = layout_on(day)
    for island in ISLANDS:
        assert not set(touching(layout[island])) & set(layout.values())


@each_set
def test_surrey_and_reading_are_not_at_the_sea_but_southampton_is(day):
    layout = layout_on(day)
    taken = set(layout.values())
    for inland in {"SRY", "ESY", "WSY", "RDG"} & layout.keys():
        assert set(touching(layout[inland])) <= taken, inland
    assert not set(touching(layout["STH"])) <= taken
    assert distance(layout["STH"], layout["HAM"]) == 1


@each_set
def test_portsmouth_stands_between_southampton_and_sussex_and_far_from_kent(day):
    layout = layout_on(day)
    along_the_coast = [centre(layout[code])[0] for code in ("STH", "POR", "WSX", "BNH", "ESX")]
    assert along_the_coast == sorted(set(along_the_coast))
    for neighbour in ("STH", "WSX"):
        assert distance(layout["POR"], layout[neighbour]) == 1
    assert not set(touching(layout["POR"])) <= set(layout.values())  # it is a port
    assert distance(layout["POR"], layout["HAM"]) == 2
    assert min(distance(layout["POR"], layout[code]) for code in ("KEN", "MDW")) >= 3


@each_set
def test_england_has_no_holes(day):
    cells = set(layout_on(day).values())
    free = {(column, row) for column in range(-1, COLUMNS + 1) for row in range(-1, 23)} - cells
    assert count_parts(free) == 1


@each_set
def test_north_is_up_and_the_corners_of_england_are_in_the_corners(day):
    layout = layout_on(day)
    x = {code: centre(cell)[0] for code, cell in layout.items()}
    y = {code: centre(cell)[1] for code, cell in layout.items()}
    assert y["NBL"] == min(y.values())
    mainland = [code for code in layout if code not in ISLANDS]
    southern = [code for code in mainland if y[code] > y["BST"]]
    assert x["CON"] == min(x[code] for code in southern)
    assert x["IOS"] <= x["CON"] < x["DEV"] < x["HAM"] < x["WSX"] < x["ESX"] <= x["KEN"]
    assert y["IOS"] == max(y.values())
    assert x["WRL"] < x["MAN"] < x["LDS"] < x["KHL"]
    assert x["HEF"] < x["BIR"] < x["LCE"] < x["NFK"]
    assert y["NBL"] < y["LDS"] < y["SHF"] <= y["NGM"] < y["RUT"] + 1
    assert y["RUT"] < y["MIK"] < y["LND"] < y["BNH"]
    assert y["LIV"] < y["WRL"]


def test_little_moves_between_two_sets():
    for before, after in zip(layout_days(), layout_days()[1:], strict=False):
        old, new = layout_on(before), layout_on(after)
        moved = [distance(old[code], new[code]) for code in old.keys() & new.keys()]
        assert sum(map(bool, moved)) <= 12
        assert max(moved) <= 3


def test_a_day_has_the_layout_of_the_last_set_before_it():
    assert layout_on(dt.date(2021, 3, 31)) == layout_on(dt.date(2020, 4, 1))
    assert layout_on(dt.date(2040, 1, 1)) == layout_on(dt.date(2027, 4, 1))
    assert layout_on(dt.date(1990, 1, 1)) == layout_on(dt.date(2012, 7, 9))


def test_a_new_council_takes_the_free_cell_nearest_to_those_it_replaces():
    layout = layout_on(TODAY)
    taken = set(layout.values())
    cell = nearest_free_cell(taken, [layout["KEN"], layout["MDW"]])
    assert cell not in taken
    assert 0 <= cell[0] < COLUMNS
    assert distance(cell, layout["KEN"]) + distance(cell, layout["MDW"]) <= 4
    assert nearest_free_cell(taken, [layout["KEN"], layout["MDW"]]) == cell


def test_a_free_cell_is_nearest_to_itself():
    assert nearest_free_cell({(0, 0)}, [(5, 5)]) == (5, 5)


def test_touching_cells_are_one_step_away():
    for cell in [(3, 4), (3, 5)]:
        assert len({*touching(cell)}) == 6
        assert all(distance(cell, other) == 1 for other in touching(cell))
        assert all(cell in touching(other) for other in touching(cell))


def test_distance_counts_steps():
    assert distance((2, 2), (2, 2)) == 0
    assert distance((0, 0), (4, 0)) == 4
    assert distance((0, 0), (0, 6)) == 6
    assert distance((0, 0), (3, 6)) == 6
    assert distance((0, 0), (4, 6)) == 7


def test_neighbouring_hexagons_share_two_corners():
    x, y = centre((3, 3))
    assert centre((4, 3)) == (x + 24, y)
    assert centre((3, 4)) == (x - 12, y + 21)


def test_the_line_between_two_regions_of_one_cell_each_is_one_side():
    path = region_lines({"A": (0, 0), "B": (1, 0), "C": (9, 9)}, {"A": "x", "B": "y", "C": "x"})
    assert path in {"M24 7l0 14", "M24 21l0-14"}


def test_cells_of_one_region_have_no_line_between_them():
    assert region_lines({"A": (0, 0), "B": (1, 0)}, {"A": "x", "B": "x"}) == ""


def test_the_keyboard_walks_region_by_region_from_the_north():
    layout, region_of = layout_on(TODAY), regions()
    order = reading_order(layout, region_of)
    assert sorted(order) == sorted(layout)
    walked = [region_of[code] for code in order]
    blocks = [name for place, name in enumerate(walked) if not place or walked[place - 1] != name]
    assert len(blocks) == len(set(blocks)) == 9
    assert blocks[0] == "North East"
    assert order[0] == "NBL"
    assert blocks[-1] in {"South East", "South West"}


def test_a_site_without_councils_says_which_command_loads_them():
    with pytest.raises(ImproperlyConfigured, match="load_register"):
        size({})
