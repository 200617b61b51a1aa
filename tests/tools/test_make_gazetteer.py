"""Making the gazetteer: sources, corrections, duplicates, areas and the file."""

import csv
from collections import Counter

import pytest

from councils.map.national_grid import to_wgs84
from councils.search.gazetteer import Gazetteer
from tools import make_gazetteer as sources
from tools.make_gazetteer import (
    Counties,
    FoundPlace,
    PlacesError,
    PostcodePoints,
    english_names,
    from_wgs84,
    in_percent,
    locate,
    make,
    read_corrections,
    short_name,
    tidy,
    write,
)
from tools.make_postcodes import PostcodeRow

LEEDS, BRADFORD, WREXHAM = "E08000035", "E08000032", "W06000006"


def rows(district, easting, northing, sector, count=20, in_use=True):
    """Return postcodes of a sector, ten metres apart."""
    return [
        PostcodeRow(
            f"{sector}{chr(65 + n)}A", district, (easting + 10 * n, northing), in_use=in_use
        )
        for n in range(count)
    ]


@pytest.fixture
def points():
    """Leeds, and Bradford ten kilometres to the west of it, with twenty postcodes each."""
    return PostcodePoints([
        *rows(LEEDS, 430_000, 433_000, "LS11"),
        *rows(BRADFORD, 420_000, 433_000, "BD11"),
        *rows(BRADFORD, 430_000, 433_000, "LS12", in_use=None),
    ])  # fmt: skip


# Points


def test_the_nearest_live_postcodes_decide(points):
    assert points.nearest(430_000, 433_500) == ({LEEDS: 20}, 500)


def test_between_two_districts_the_nearest_are_shared(points):
    assert points.nearest(425_095, 433_000)[0] == {LEEDS: 10, BRADFORD: 10}


def test_postcodes_on_the_irish_grid_and_without_a_place_are_no_points():
    points = PostcodePoints([
        *rows("N09000003", 333_000, 374_000, "BT11"),
        *rows(LEEDS, 430_000, 433_000, "LS1"),
        PostcodeRow("LS1 1AA", LEEDS, None),
    ])  # fmt: skip
    with pytest.raises(LookupError, match="fewer than 20"):
        points.nearest(333_000, 374_000)


def test_a_sector_has_its_live_postcodes_only(points):
    assert len(points.within("LS1 1")) == 20
    assert len(points.within("LS1")) == 20
    with pytest.raises(LookupError, match="no live postcodes in LS1 2"):
        points.within("LS1 2")


def test_a_place_is_located_by_the_middle_of_sectors_or_by_the_grid(points):
    assert locate("LS1 1; BD1 1", points, LEEDS) == (430_095, 433_000)
    assert locate("400900,100000", points) == (400_900, 100_000)
    with pytest.raises(LookupError):
        locate("LS1 1", points, BRADFORD)


@pytest.mark.parametrize(
    "point",
    [(90_000, 10_700), (400_000, 653_000), (655_000, 293_000), (530_000, 180_000)],
    ids=["Scilly", "Berwick", "Lowestoft", "London"],
)
def test_latitude_and_longitude_lead_back_to_the_national_grid(point):
    assert from_wgs84(*to_wgs84(*point)) == pytest.approx(point, abs=1)


# Names


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Barrow in Furness", "Barrow"),
        ("Stratford-upon-Avon", "Stratford"),
        ("Royal Tunbridge Wells", "Tunbridge Wells"),
        ("Isle of Dogs", None),
        ("Leeds", None),
    ],
)
def test_short_names_leave_out_what_distinguishes_places(name, called):
    assert short_name(name) == called


@pytest.mark.parametrize(
    ("name", "tidied"),
    [
        ("St. Helens", "St Helens"),
        ("Saint Ives", "St Ives"),
        ("Basford, Stoke-on-Trent", "Basford"),
        ("Houghton-Le-Spring", "Houghton-le-Spring"),
        ("Le Mans", "Le Mans"),
    ],
)
def test_names_are_written_as_in_england(name, tidied):
    assert tidy(name) == tidied


def test_only_english_alternate_names_are_taken():
    alternates = ["Hull", "Hulo", "he er he pan", "Халл", "Kingston-upon-Hull", "Kingston upon"]
    assert english_names("Kingston upon Hull", alternates) == ["Hull"]
    assert english_names("Grimsby", ["Great Grimsby", "Grimsby i England"]) == ["Great Grimsby"]


# Corrections


def test_a_correction_of_an_unknown_kind_is_refused(tmp_path):
    file = tmp_path / "corrections.csv"
    file.write_text("geonames,action,value,reason\n1,shift,LS1 1,why\n")
    with pytest.raises(PlacesError, match="“shift” is none of move"):
        read_corrections(file)


def test_every_correction_and_extra_place_gives_its_reason_or_source():
    for name, column in (("corrections.csv", "reason"), ("extra_places.csv", "source")):
        with (sources.FILES / name).open(encoding="utf-8", newline="") as file:
            assert all(row[column] for row in csv.DictReader(file))


def test_extra_places_name_districts_by_their_code():
    areas = Counties()
    with (sources.FILES / "extra_places.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert areas.council_name(row["district"]) == row["council"]


# Putting together


@pytest.mark.parametrize(
    ("counts", "shares"),
    [
        ({LEEDS: 20}, {LEEDS: 100}),
        ({LEEDS: 7, BRADFORD: 13}, {BRADFORD: 65, LEEDS: 35}),
        ({LEEDS: 1, BRADFORD: 999}, {BRADFORD: 99, LEEDS: 1}),
        ({LEEDS: 1, BRADFORD: 1, WREXHAM: 1}, {BRADFORD: 34, LEEDS: 33, WREXHAM: 33}),
    ],
)
def test_shares_are_whole_percent_and_add_up(counts, shares):
    assert in_percent(Counter(counts)) == shares


@pytest.fixture
def made(points, monkeypatch):
    """Return a function that makes a gazetteer of places given."""

    def make_of(*places):
        monkeypatch.setattr("tools.make_gazetteer.geonames", lambda points: places)
        monkeypatch.setattr("tools.make_gazetteer.extra_places", lambda points: ())
        return make(points)

    return make_of


def test_entries_of_one_name_within_three_kilometres_are_one_place(made):
    places = made(
        FoundPlace("Leeds", 430_000, 433_000, "town", population=500_000),
        FoundPlace("Bradford", 420_000, 433_000, "town", population=300_000),
        FoundPlace("Horton", 430_000, 433_000, "a", population=10),
        FoundPlace("Horton", 432_000, 433_000, "b", population=20),
        FoundPlace("Horton", 420_000, 433_000, "c"),
    ).places
    assert [(place.found.source, place.area) for place in places if place.key == "horton"] == [
        ("c", "near Bradford, West Yorkshire"),
        ("b", "near Leeds, West Yorkshire"),
    ]


def test_two_entries_across_a_border_share_the_place(made):
    result = made(
        FoundPlace("Tong", 424_000, 434_000, "a"), FoundPlace("Tong", 426_500, 434_000, "b")
    )
    assert result.places[0].shares == {BRADFORD: 50, LEEDS: 50}
    assert f"Tong: {{'{BRADFORD}': 100}} and {{'{LEEDS}': 100}} as one" in result.remarks


def test_a_place_far_from_every_postcode_gets_a_remark(made):
    result = made(FoundPlace("Moor", 420_000, 437_000, "a"))
    assert result.remarks == ["Moor: the nearest live postcode is 4000 m away"]


def test_a_part_of_a_city_is_said_to_be_in_it(made):
    places = made(
        FoundPlace("Leeds", 430_000, 433_000, "a", population=500_000),
        FoundPlace("Headingley", 428_000, 436_000, "b", district=LEEDS),
    ).places
    assert [(place.found.name, place.area) for place in places] == [
        ("Headingley", "Leeds"),
        ("Leeds", "West Yorkshire"),
    ]


def test_a_place_outside_england_is_left_out_with_a_remark(monkeypatch):
    points = PostcodePoints(rows(WREXHAM, 333_000, 350_000, "LL11"))
    monkeypatch.setattr(
        "tools.make_gazetteer.geonames",
        lambda points: [FoundPlace("Bangor", 333_000, 350_000, "a")],
    )
    monkeypatch.setattr("tools.make_gazetteer.extra_places", lambda points: ())
    result = make(points)
    assert result.places == []
    assert result.remarks == ["Bangor: left out, its postcodes are outside England"]


def test_a_written_gazetteer_can_be_read(made, tmp_path):
    found = FoundPlace("Leeds", 430_044, 433_051, "geonames 1", 500, ["Loidis"])
    file = tmp_path / "gazetteer.csv"
    write(made(found).places, file)
    (place,) = Gazetteer(file).lookup("LOIDIS")
    assert place.in_full == "Leeds, West Yorkshire"
    assert place.postcodes == 20
    assert place.districts == ((LEEDS, 100),)
    (row,) = csv.DictReader(file.read_text("utf-8").splitlines())
    assert (row["population"], row["easting"], row["northing"]) == ("500", "430000", "433100")
