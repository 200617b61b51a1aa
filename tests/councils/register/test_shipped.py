"""The facts that ship are right: counts, regions and names are checked against other sources."""

import datetime as dt
from collections import Counter

import pytest

from councils.models import Council, Signature
from councils.record import build
from councils.register.load import SHIPPED, rows_of

pytestmark = pytest.mark.promise(1)


CHECKED = dt.date(2026, 11, 24)

DISTRICTS = {
    "E10000003": "8-12",
    "E10000007": "32-39",
    "E10000008": "40-47",
    "E10000011": "61-65",
    "E10000012": "66-77",
    "E10000013": "78-83",
    "E10000014": "84-94",
    "E10000015": "95-96 98-99 102-103 240-243",
    "E10000016": "105-116",
    "E10000017": "117-128",
    "E10000018": "129-135",
    "E10000019": "136-142",
    "E10000020": "143-149",
    "E10000024": "170-176",
    "E10000025": "177-181",
    "E10000028": "192-199",
    "E10000029": "200 202-203 244-245",
    "E10000030": "207-217",
    "E10000031": "218-222",
    "E10000032": "223-229",
    "E10000034": "234-239",
}
"""The districts of each county in 2026: the numbers of their codes after E07000."""


def test_each_region_and_kind_has_its_councils_and_its_signatures(db):
    record = build(CHECKED)
    assert {tally.name: (tally.total, tally.signed) for tally in record.regions} == {
        "North East": (12, 2),
        "North West": (24, 5),
        "Yorkshire and The Humber": (15, 3),
        "East Midlands": (10, 4),
        "West Midlands": (14, 2),
        "East of England": (11, 3),
        "London": (33, 5),
        "South East": (19, 6),
        "South West": (15, 2),
    }
    assert Counter(Council.objects.current(CHECKED).values_list("kind", flat=True)) == {
        "county": 21,
        "unitary": 62,
        "metropolitan": 36,
        "london": 32,
        "city": 1,
        "scilly": 1,
        "district": 164,
        "welsh": 22,
        "scottish": 32,
        "northern_irish": 11,
    }


def test_every_district_points_to_its_county(db):
    expected = {}
    for county, numbers in DISTRICTS.items():
        for part in numbers.split():
            first, _, last = part.partition("-")
            for number in range(int(first), int(last or first) + 1):
                expected[f"E07{number:06}"] = county
    districts = Council.objects.filter(kind="district").current(CHECKED)
    assert dict(districts.values_list("gss", "county__gss")) == expected


def test_the_signatures_are_the_32_of_september_2013(db):
    rows = Signature.objects.all()
    dates = Counter(rows.values_list("date_precision", "date"))
    assert dates == {("by", dt.date(2013, 9, 19)): 31, ("by", dt.date(2012, 12, 3)): 1}
    for row in rows:
        assert row.source and row.source_url and row.source_kind == "report"
        assert "Printed in the list as “" in row.note
        assert not row.signed_by and not row.signed_role  # no source says who signed


@pytest.mark.promise(8)
def test_figures_are_only_of_existing_councils_and_show_no_small_number():
    rows = rows_of(SHIPPED / "missing_from_care.csv")
    assert Counter(row["year"] for row in rows).keys() == {f"{year}" for year in range(2020, 2025)}
    assert (len(rows), len({row["code"] for row in rows})) == (756, 155)
    cells = [row[name] for row in rows for name in ("looked_after", "children", "incidents")]
    assert min(int(cell) for cell in cells if cell.isdigit()) >= 10
    assert not [row for row in rows if not row["children"].isdigit() and row["incidents"].isdigit()]
    figures = {tuple(row.values())[:2]: tuple(row.values())[2:] for row in rows}
    assert figures["SRY", "2024"] == ("1371", "188", "14", "1358")
    assert figures["RUT", "2024"] == ("41", "c", "c", "c")
    assert figures["HCK", "2021"] == ("616", "x", "x", "x")
    assert not {("CMA", "2024"), ("CBD", "2023"), ("IOS", "2024")} & figures.keys()
    assert {("BNS", "2024"), ("SHF", "2024")} <= figures.keys()  # recoded in 2025
