"""Making the hexagons: annealing is reproducible, lowers the cost, and gives the shipped file."""

import datetime as dt

import pytest

np = pytest.importorskip("numpy")  # the development tools
pytest.importorskip("scipy")
pytest.importorskip("shapely")
pytest.importorskip("numba")

from councils.map import areas, layout, region_names  # noqa: E402
from councils.map.lineage import ShippedRegister  # noqa: E402
from councils.map.making.board import ROWS, Board  # noqa: E402
from councils.map.making.cartogram import Ground, ground, stretched  # noqa: E402
from councils.map.making.country import ISLANDS, Country, country_on  # noqa: E402
from councils.map.making.hexagons import (  # noqa: E402
    displacements,
    make_hexagons,
    set_days,
    strayed,
    turned,
)
from tests.councils.map.cells import count_parts, layout_days  # noqa: E402

TODAY = dt.date(2026, 11, 24)
WRONG_SIDE = 5
"""The most pairs of neighbours that may be drawn on the wrong side of each other."""
SIDE = 5
CODES = [f"{column}{row}" for row in range(SIDE) for column in range(SIDE)]


@pytest.fixture(scope="module")
def register():
    return ShippedRegister()


@pytest.fixture(scope="module")
def stretched_england(register):
    """The England of today stretched: it takes seconds, so the tests share it."""
    return ground(areas.outlines_of(register.owners_on(TODAY)), ROWS)


@pytest.fixture(scope="module")
def squares():
    """A country of 25 square councils, 10 kilometres wide, in two regions, sea all round."""
    number = {(place % SIDE, place // SIDE): place for place in range(SIDE**2)}
    beside = ((0.5, 1), (1, 0), (0.5, -1), (-0.5, -1), (-1, 0), (-0.5, 1))
    return Country(
        codes=CODES,
        centres=[(10 * column, -10 * row) for column, row in number],
        borders={
            (number[column, row], number[right, down]): 10
            for column, row in number
            for right, down in ((column + 1, row), (column, row + 1))
            if (right, down) in number
        },
        across=[],
        facing=[
            [0.0 if (column + round(right), row - up) in number else 5.0 for right, up in beside]
            for column, row in number
        ],
        round=[40.0] * SIDE**2,
        region=["West" if column < 2 else "East" for column, _ in number],
        radius=[5.6] * SIDE**2,
    )


@pytest.fixture(scope="module")
def flat():
    """Return the places of those squares: where they are, on cells that are all land."""
    return Ground(
        places={code: (3.0 + int(code[0]), 3.0 + 0.87 * int(code[1])) for code in CODES},
        tips={},
        land={(column, row): 1.0 for column in range(layout.COLUMNS) for row in range(ROWS)},
    )


@pytest.fixture
def board(squares, flat):
    board = Board(squares, flat, {})
    # Upside down: as bad as can be.
    board.place({code: (3 + int(code[0]), 14 - int(code[1])) for code in CODES})
    return board


@pytest.mark.fault  # full-size data
def test_annealing_makes_a_layout_cheaper_and_leaves_no_two_councils_on_a_cell(board):
    before = board.cost()
    board.anneal(20_000, 0.6, 0.05, seed=1)
    assert board.cost() < before / 2
    assert len(set(board.layout().values())) == len(CODES)
    assert board.kept() > 0.7
    cells = board.layout()
    for side in ("01", "234"):
        assert count_parts({cell for code, cell in cells.items() if code[0] in side}) == 1


@pytest.mark.fault  # compiles for a quarter of a minute
def test_annealing_with_the_same_seed_ends_the_same(board, squares, flat):
    start = board.layout()
    other = Board(squares, flat, {})
    other.place(start)
    for each in (board, other):
        each.anneal(5_000, 0.6, 0.05, seed=7)
    assert board.layout() == other.layout()
    other.place(start)
    other.anneal(5_000, 0.6, 0.05, seed=8)
    assert board.layout() != other.layout()


@pytest.mark.fault  # compiles for a quarter of a minute
def test_a_council_that_stood_somewhere_before_stays_near_there(squares, flat):
    was = {code: (4 + int(code[0]), 3 + int(code[1])) for code in CODES}
    board = Board(squares, flat, was)
    board.place(was)
    board.anneal(20_000, 0.2, 0.03, seed=1)
    moved = [layout.distance(was[code], cell) for code, cell in board.layout().items()]
    assert sum(moved) / len(moved) < 0.5


def test_a_stretched_map_gives_every_council_the_same_area():
    """Of two councils side by side one is four times as wide."""

    def block(west, east):
        sides = [(x, 300) for x in range(west, east)] + [(east, y) for y in range(300, 400)]
        back = [(x, 400) for x in range(east, west, -1)] + [(west, y) for y in range(400, 300, -1)]
        return np.array(sides + back, float)

    def area(ring):
        x, y = ring.T
        return abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2

    [[small], [large]] = stretched([[block(300, 340)], [block(340, 500)]])
    assert area(small) == pytest.approx(area(large), rel=0.1)
    assert area(small) + area(large) == pytest.approx(200 * 100, rel=0.1)
    assert small[:, 0].mean() < large[:, 0].mean()


@pytest.mark.fault
def test_the_stretched_england_has_room_for_every_council_and_north_up(register, stretched_england):
    places = stretched_england.places
    x, y = ({code: at[axis] for code, at in places.items()} for axis in (0, 1))
    assert sum(stretched_england.land.values()) == pytest.approx(151, abs=8)
    assert set(stretched_england.tips) == {"NBL", "SFK", "KEN", "CON"}
    assert y["NBL"] < y["LDS"] < y["BIR"] < y["LND"] < y["BNH"]
    assert x["CON"] < x["DEV"] < x["BST"] < x["LND"] < x["KEN"]
    assert x["HIL"] < x["LND"] < x["HAV"]
    country = country_on(TODAY, register)
    across = {frozenset(country.codes[place] for place in pair) for pair in country.across}
    assert {"LIV", "WRL"} in across


def test_there_is_a_set_for_each_day_on_which_the_councils_change(register):
    assert set_days(register) == layout_days()


@pytest.mark.fault
def test_no_hexagon_is_far_from_its_place(register, stretched_england):
    """The figures in docs/map.md are those of the shipped layout."""
    shipped = layout.layout_on(TODAY)
    off = strayed(shipped, stretched_england)
    assert max(off.values()) <= 4
    assert sum(off.values()) / len(off) < 1.2
    true = displacements(country_on(TODAY, register), shipped)
    assert max(far for code, far in true.items() if code not in ISLANDS) <= 3
    assert sum(true.values()) / len(true) < 1.51


def test_few_neighbours_stand_on_the_wrong_side_of_each_other(register):
    """The figures in docs/map.md are those of the shipped layouts."""
    for day in layout_days():
        degrees = turned(country_on(day, register), layout.layout_on(day)).values()
        assert sum(each > 90 for each in degrees) <= WRONG_SIDE
        assert sum(degrees) / len(degrees) < 31


@pytest.mark.long  # eight minutes; run it after a change of the points or of the making
def test_the_command_makes_the_shipped_file_again(register, tmp_path):
    said = []
    make_hexagons(register, tmp_path / "again.csv", said.append)
    assert (tmp_path / "again.csv").read_bytes() == layout.FILE.read_bytes()
    assert (tmp_path / region_names.FILE.name).read_bytes() == region_names.FILE.read_bytes()
    assert sum("of neighbours touch" in line for line in said) == len(layout_days())
