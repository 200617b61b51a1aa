"""The true areas: every council, every day, neighbours that meet, and a size that fits a page."""

import datetime as dt

import pytest

from councils.map.areas import neighbours_by_code, outlines_of, owners
from councils.record import record_on

TODAY = dt.date(2026, 11, 24)

COUNTS = {
    dt.date(2012, 7, 9): 152,
    dt.date(2019, 4, 1): 151,
    dt.date(2020, 4, 1): 151,
    dt.date(2021, 4, 1): 152,
    dt.date(2023, 4, 1): 153,
    dt.date(2027, 4, 1): 154,
}


pytestmark = pytest.mark.django_db


def outlines_on(day):
    return outlines_of(owners(record_on(day)))


def area(rings):
    """Return square kilometres."""
    twice = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            twice += x1 * y2 - x2 * y1
    return twice / 200


def centre(rings):
    xs, ys = zip(*rings[0], strict=True)
    return (min(xs) + max(xs)) / 20, (min(ys) + max(ys)) / 20


@pytest.mark.parametrize(("day", "count"), COUNTS.items(), ids=str)
def test_every_responsible_council_has_an_area_on_every_day(day, count):
    found = outlines_on(day)
    assert set(found) == {row.code for row in record_on(day).councils}
    assert len(found) == count
    assert all(area(rings) > 0 for rings in found.values())


@pytest.mark.parametrize(
    ("code", "square_kilometres"),
    [
        *[("CON", 3_546), ("NBL", 5_014), ("KEN", 3_544), ("NFK", 5_371), ("RUT", 382)],
        *[("WRL", 157), ("HAV", 112), ("LND", 2.9), ("IOW", 380), ("HEF", 2_180), ("BST", 110)],
    ],
)
def test_a_council_has_about_its_published_area(code, square_kilometres):
    assert area(outlines_on(TODAY)[code]) == pytest.approx(square_kilometres, rel=0.15)


def test_the_two_surreys_are_the_sum_of_surrey():
    before, after = outlines_on(TODAY), outlines_on(dt.date(2027, 4, 1))
    assert "SRY" not in after
    assert area(after["ESY"]) + area(after["WSY"]) == pytest.approx(area(before["SRY"]))
    assert centre(after["WSY"])[0] < centre(after["ESY"])[0]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("KEN", {"MDW", "ESX", "SRY", "BEX", "BRY", "THR"}),
        ("RUT", {"LEC", "LIN", "NNT"}),
        ("WRL", {"CHW"}),
        ("CON", {"DEV", "PLY"}),
        ("HAV", {"BDG", "BEX", "ESS", "RDB", "THR"}),
        ("NBL", {"CBD", "DUR", "GAT", "NET", "NTY", "WAF"}),
        ("IOW", set()),
        ("IOS", set()),
    ],
)
def test_the_neighbours_are_those_on_a_road_map(code, expected):
    assert neighbours_by_code(record_on(TODAY))[code] == expected
