"""Places by name, and the councils responsible there."""

import csv
import datetime as dt

import pytest

from councils.record import build
from councils.search.gazetteer import SHIPPED, Place, gazetteer, responsible_councils
from councils.search.known_names import spelled


@pytest.fixture
def record(db):
    return build(dt.date(2026, 11, 24))


@pytest.mark.parametrize("spelling", ["ST. IVES", "Saint Ives", "st  ives", "St-Ives", "St Ivés"])
def test_spellings_of_one_name_find_the_same_places(spelling):
    assert [place.area for place in gazetteer().lookup(spelling)] == ["Cornwall", "Cambridgeshire"]


def test_a_short_name_is_dropped_if_a_much_larger_place_has_it():
    for name in ("Chester", "Bradford"):
        assert [place.name for place in gazetteer().lookup(name)] == [name]


@pytest.mark.parametrize(
    ("districts", "shares"),
    [
        ({"E07000105": 55, "E07000108": 45}, {"kent": 100}),  # Ashford, Dover
        ({"E06000051": 75, "W06000006": 25}, {"shropshire": 75}),  # and Wrexham, in Wales
        ({"E08000035": 79, "E08000032": 21}, {"leeds": 79, "bradford": 21}),
    ],
)
def test_the_districts_of_a_place_have_their_councils_with_their_shares(districts, shares, record):
    councils = responsible_councils(Place("Here", "", 20, tuple(districts.items())), record)
    assert {row.slug: share for row, share in councils} == shares


def test_every_place_of_the_file_is_named_once_found_by_each_name_and_has_a_council(record):
    places = list(gazetteer())
    assert len({place.in_full for place in places}) == len(places)
    for place in places:
        shares = [share for _, share in place.districts]
        assert sum(shares) == 100, place
        assert shares == sorted(shares, reverse=True), place
        assert responsible_councils(place, record), place
    for row in csv.DictReader(SHIPPED.read_text("utf-8").splitlines()):
        for name in (row["name"], *filter(None, row["other_names"].split("|"))):
            assert row["name"] in [place.name for place in gazetteer().lookup(name)]
    assert all(spelled(name) == name for name in gazetteer().names)
