"""Completing a line of the gazetteer."""

import csv

import pytest

from tools import make_gazetteer
from tools.make_postcodes import PostcodeRow

LEEDS, BRADFORD = "E08000035", "E08000032"
COLUMNS = "found_as,name,other_names,area,population,postcodes,easting,northing,districts,source\n"


@pytest.fixture
def complete(tmp_path, monkeypatch):
    """Return a function that completes a gazetteer between Leeds, in the east, and Bradford."""
    postcodes = [
        *(PostcodeRow(f"LS1{n}AA", LEEDS, (430_000 + 10 * n, 433_000)) for n in range(20)),
        *(PostcodeRow(f"BD1{n}AA", BRADFORD, (420_000 - 10 * n, 433_000)) for n in range(20)),
        PostcodeRow("LS29AA", BRADFORD, (430_000, 433_000), "2001-04", in_use=False),
        PostcodeRow("BT11AA", "N09000003", (430_000, 433_000)),
        PostcodeRow("LS11ZZ", LEEDS, None),
    ]
    file = tmp_path / "gazetteer.csv"
    monkeypatch.setattr(make_gazetteer, "SHIPPED", file)
    monkeypatch.setattr(make_gazetteer, "from_packages", lambda: ("Edition", iter(postcodes)))

    def complete(*lines):
        file.write_text(COLUMNS + "".join(f"{line}\n" for line in lines), encoding="utf-8")
        make_gazetteer.main([])
        return list(csv.DictReader(file.read_text("utf-8").splitlines()))

    return complete


def test_an_empty_line_gets_the_districts_of_the_nearest_postcodes_in_use(complete):
    leeds, tong = complete(
        ",Tong,,Leeds,,,425000,433000,,ours", ",Leeds,Loidis,,,,430000,433500,,ours"
    )
    assert (leeds["found_as"], leeds["name"], leeds["postcodes"]) == ("leeds|loidis", "Leeds", "20")
    assert leeds["districts"] == f"{LEEDS}:100"
    assert (tong["districts"], tong["postcodes"]) == (f"{BRADFORD}:50 {LEEDS}:50", "0")


def test_a_line_that_is_complete_stays_and_the_larger_of_two_stands_first(complete):
    kept = ",Moor,,near Bradford,,7,430000,433000,W06000006:100,ours"
    moors = complete(kept, ",Moor,,near Leeds,,,430000,433000,,ours")
    assert [(moor["area"], moor["districts"]) for moor in moors] == [
        ("near Leeds", f"{LEEDS}:100"),
        ("near Bradford", "W06000006:100"),
    ]
