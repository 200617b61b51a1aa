"""Places by name, and the councils responsible there."""

import csv
import datetime as dt

import pytest

from councils.names import folded
from councils.record import build
from councils.search.gazetteer import (
    SHIPPED,
    Place,
    gazetteer,
    is_ambiguous,
    responsible_councils,
)


@pytest.fixture
def record(db):
    return build(dt.date(2026, 11, 24))


def councils_of(name, record):
    """Return the slugs of the councils of each place of a name, the largest place first."""
    return [
        [row.slug for row, _ in responsible_councils(place, record)]
        for place in gazetteer().lookup(name)
    ]


@pytest.mark.parametrize("spelling", ["ST. IVES", "Saint Ives", "st  ives", "St-Ives", "St Ivés"])
def test_spellings_that_fold_alike_find_the_same_places(spelling):
    assert [place.area for place in gazetteer().lookup(spelling)] == ["Cornwall", "Cambridgeshire"]


def test_a_short_name_is_dropped_if_a_much_larger_place_has_it():
    assert [place.name for place in gazetteer().lookup("Chester")] == ["Chester"]
    assert [place.name for place in gazetteer().lookup("Bradford")] == ["Bradford"]


def test_a_place_across_a_border_has_several_councils(record):
    (place,) = gazetteer().lookup("Crystal Palace")
    councils = responsible_councils(place, record)
    assert {row.slug for row, _ in councils} == {"bromley", "croydon", "lambeth"}
    assert is_ambiguous(councils)


def test_london_is_all_of_its_boroughs(record):
    (place,) = gazetteer().lookup("London")
    assert len(responsible_councils(place, record)) == 33


# Whose district it is


def place_in(**districts):
    return Place("Here", "", 20, tuple(districts.items()))


def test_districts_of_one_county_count_together(record):
    place = place_in(E07000105=55, E07000108=45)  # Ashford, Dover
    councils = responsible_councils(place, record)
    assert [(row.slug, share) for row, share in councils] == [("kent", 100)]
    assert not is_ambiguous(councils)


def test_districts_outside_england_are_left_out(record):
    place = place_in(E06000051=75, W06000006=25)  # Shropshire, Wrexham
    councils = responsible_councils(place, record)
    assert [(row.slug, share) for row, share in councils] == [("shropshire", 75)]
    assert is_ambiguous(councils)


@pytest.mark.parametrize(("share", "asks"), [(79, True), (80, False), (100, False)])
def test_a_share_below_eighty_percent_is_ambiguous(share, asks, record):
    place = place_in(E08000035=share, E08000032=100 - share)
    assert is_ambiguous(responsible_councils(place, record)) is asks


@pytest.mark.parametrize(
    ("day", "council"), [("2027-03-31", "surrey"), ("2027-04-01", "west-surrey")]
)
def test_places_follow_reorganisations(day, council, db):
    record = build(dt.date.fromisoformat(day))
    assert councils_of("Woking", record) == [[council]]


# The file


def test_every_place_has_a_council_today(record):
    homeless = [p.in_full for p in gazetteer() if not responsible_councils(p, record)]
    assert homeless == []


def test_shares_add_up_to_a_hundred_with_the_largest_first():
    for place in gazetteer():
        shares = [share for _, share in place.districts]
        assert sum(shares) == 100, place
        assert shares == sorted(shares, reverse=True), place


def test_every_place_is_found_by_each_of_its_names():
    places = gazetteer()
    for row in csv.DictReader(SHIPPED.read_text("utf-8").splitlines()):
        for name in (row["name"], *filter(None, row["other_names"].split("|"))):
            assert row["name"] in [place.name for place in places.lookup(name)]
    assert all(folded(name) == name for name in places.folded_names)


def test_no_two_places_have_the_same_name_and_area():
    names = [place.in_full for place in gazetteer()]
    assert len(set(names)) == len(names)
