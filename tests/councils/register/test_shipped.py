"""The facts that ship are right: counts, regions and names are checked against other sources."""

import datetime as dt
from collections import Counter
from urllib.parse import urlsplit

import pytest

from councils.models import RESPONSIBLE_KINDS
from tests.councils.register.shipped import read

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


@pytest.fixture(scope="module")
def register():
    return read()


def by_gss(register):
    councils = {council.gss: council for council in register.councils.values() if council.gss}
    return councils | {code.gss: register.councils[code.code] for code in register.codes}


def test_each_region_and_kind_has_its_councils_and_its_signatures(register):
    current = [council for council in register.councils.values() if council.is_current(CHECKED)]
    councils = [council for council in current if council.kind in RESPONSIBLE_KINDS]
    signed = {signature.code for signature in register.signatures}
    found = {
        region: (
            len([council for council in councils if council.region == region]),
            len([c for c in councils if c.region == region and c.code in signed]),
        )
        for region in {council.region for council in councils}
    }
    assert found == {
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
    assert Counter(council.kind for council in current) == {
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


def test_every_district_points_to_its_county(register):
    councils, expected = by_gss(register), {}
    for county, numbers in DISTRICTS.items():
        for part in numbers.split():
            first, _, last = part.partition("-")
            for number in range(int(first), int(last or first) + 1):
                expected[f"E07{number:06}"] = county

    assert len(expected) == 164
    assert {gss: register.councils[councils[gss].county].gss for gss in expected} == expected


def test_every_current_council_has_a_website(register):
    for council in register.councils.values():
        if council.is_current(CHECKED):
            parts = urlsplit(council.website)
            assert parts.scheme in ("http", "https") and "." in parts.netloc, council


def test_the_signatures_are_the_32_of_september_2013(register):
    dates = Counter((row.precision, row.date) for row in register.signatures)

    assert dates == {("by", dt.date(2013, 9, 19)): 31, ("by", dt.date(2012, 12, 3)): 1}
    for row in register.signatures:
        assert row.source and row.source_url and row.source_kind == "report"
        assert "Printed in the list as “" in row.note
        assert row.checked_on == CHECKED
        assert not row.signed_by and not row.role  # no source says who signed


@pytest.mark.promise(8)
def test_figures_are_only_of_existing_councils_and_show_no_small_number(register):
    rows = register.missing_from_care
    assert {row.year for row in rows} == {2020, 2021, 2022, 2023, 2024}
    assert len({row.code for row in rows}) == 155
    assert len(rows) == 756
    cells = [cell for row in rows for cell in (row.looked_after, row.children, row.incidents)]
    assert min(int(cell) for cell in cells if cell.isdigit()) >= 10
    assert not [row for row in rows if not row.children.isdigit() and row.incidents.isdigit()]
    figures = {(row.code, row.year): tuple(row.figures.values()) for row in rows}
    assert figures["SRY", 2024] == ("1371", "188", "14", "1358")
    assert figures["RUT", 2024] == ("41", "c", "c", "c")
    assert figures["HCK", 2021] == ("616", "x", "x", "x")
    assert ("CMA", 2024) not in figures
    assert ("CBD", 2023) not in figures
    assert ("IOS", 2024) not in figures  # no child in its care
    assert {("BNS", 2024), ("SHF", 2024)} <= figures.keys()  # recoded in 2025
