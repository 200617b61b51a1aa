"""Making the gazetteer: the districts of its places, and the places of their names elsewhere."""

import csv

import pytest

from tools import make_gazetteer
from tools.make_postcodes import PostcodeRow

pytest.importorskip("scipy")  # development tools
pytest.importorskip("pyproj")

LEEDS, BRADFORD, KIRKLEES = "E08000035", "E08000032", "E08000034"
POWYS, LISBURN = "W06000023", "N09000007"
COLUMNS = "found_as,name,other_names,area,population,postcodes,easting,northing,districts,source\n"
KNIGHTON = {"countrycode": "GB", "admin1code": "WLS", "latitude": 52.3441, "longitude": -3.0495}
MOIRA = {"countrycode": "GB", "admin1code": "NIR", "latitude": 54.4808, "longitude": -6.2297}
ST_HELIER = {"countrycode": "JE", "admin1code": "3237864", "latitude": 49.19, "longitude": -2.10}
LEICESTERS = {"countrycode": "GB", "admin1code": "ENG", "latitude": 52.61, "longitude": -1.1}


def near_leeds(number, east, district=LEEDS):
    return PostcodeRow(f"LS1{number}AA", district, (430_000 + east, 433_000))


@pytest.fixture
def make(tmp_path, monkeypatch):
    """Return a function that makes both files from lines, and a few postcodes and places."""
    postcodes = [
        *(near_leeds(number, 10 * number) for number in range(20)),
        *(near_leeds(number, -10_000 - 10 * number, BRADFORD) for number in range(20)),
        PostcodeRow("LS29AA", BRADFORD, (430_000, 433_000), "2001-04", in_use=False),
        PostcodeRow("LS11ZZ", LEEDS, None),
        *(PostcodeRow(f"LD7{number}AA", POWYS, (328_500, 272_400)) for number in range(10)),
        PostcodeRow("BT671AA", LISBURN, (315_000, 360_000)),  # on the Irish grid
    ]
    places = [
        {"name": "Knighton", **KNIGHTON},
        {"name": "Moira", **MOIRA},
        {"name": "Saint Helier", **ST_HELIER},
        {"name": "Knighton", **LEICESTERS},
    ]
    england = tmp_path / "gazetteer.csv"
    elsewhere = tmp_path / "beyond_england.csv"
    monkeypatch.setattr(make_gazetteer, "GAZETTEER", england)
    monkeypatch.setattr(make_gazetteer, "BEYOND_ENGLAND", elsewhere)
    monkeypatch.setattr(make_gazetteer, "FEWEST", 10)
    monkeypatch.setattr(make_gazetteer, "from_packages", lambda: ("Edition", iter(postcodes)))
    monkeypatch.setattr(make_gazetteer, "from_geonames", lambda: places)

    def read(path):
        return list(csv.DictReader(path.read_text("utf-8").splitlines()))

    def make(*lines):
        england.write_text(COLUMNS + "".join(f"{line}\n" for line in lines), encoding="utf-8")
        make_gazetteer.main([])
        return read(england), read(elsewhere)

    return make


def test_a_place_gets_the_districts_of_the_live_postcodes_around_its_point(make):
    (leeds, tong), _ = make(
        ",Tong,,Leeds,,,425003,433000,,ours", ",Leeds,Loidis,,,,430000,433500,,ours"
    )
    assert (leeds["found_as"], leeds["name"], leeds["postcodes"]) == ("leeds|loidis", "Leeds", "20")
    assert leeds["districts"] == f"{LEEDS}:100"
    assert tong["districts"] == f"{BRADFORD}:50 {LEEDS}:50"
    assert tong["postcodes"] == "0"


def test_a_place_of_two_councils_is_both_and_a_street_across_a_border_is_nobody_elses():
    two = make_gazetteer.Counter({LEEDS: 88, BRADFORD: 12})
    assert make_gazetteer.in_percent(two) == {LEEDS: 88, BRADFORD: 12}
    one = make_gazetteer.Counter({LEEDS: 91, BRADFORD: 5, KIRKLEES: 4})
    assert make_gazetteer.in_percent(one) == {LEEDS: 100}


def test_districts_by_hand_stay_and_the_larger_of_two_stands_first(make):
    by_hand = f",Moor,,near Bradford,,,420000,433000,{POWYS}:100,ours; districts by hand"
    old = f",Moor,,near Leeds,,7,430000,433000,{BRADFORD}:100,ours"
    moors, _ = make(by_hand, old)
    assert {moor["area"]: moor["districts"] for moor in moors} == {
        "near Bradford": f"{POWYS}:100",
        "near Leeds": f"{LEEDS}:100",
    }


def test_the_places_of_other_nations_have_their_council_and_englands_are_not_among_them(make):
    _, elsewhere = make(",Leeds,,,,,430000,433500,,ours")
    assert [tuple(place.values()) for place in elsewhere] == [
        ("Knighton", "wales", "POW"),
        ("Moira", "northern_ireland", "LBC"),
        ("St Helier", "jersey", ""),
    ]
