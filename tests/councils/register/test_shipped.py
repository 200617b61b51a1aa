"""The facts that ship are right: counts, regions and names are checked against other sources."""

import datetime as dt
from collections import Counter
from urllib.parse import urlsplit

import pytest

from councils.models import RESPONSIBLE_KINDS
from councils.register.load import SHIPPED
from tests.councils.register.shipped import TABLES, read

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


def responsible(register, on):
    return [
        council
        for council in register.councils.values()
        if council.kind in RESPONSIBLE_KINDS and council.is_current(on)
    ]


def by_gss(register):
    councils = {council.gss: council for council in register.councils.values() if council.gss}
    return councils | {code.gss: register.councils[code.code] for code in register.codes}


def test_each_region_has_its_councils_and_its_signatures(register):
    councils = responsible(register, CHECKED)
    signed = {signature.code for signature in register.signatures}

    assert Counter(council.region for council in councils) == {
        "North East": 12,
        "North West": 24,
        "Yorkshire and The Humber": 15,
        "East Midlands": 10,
        "West Midlands": 14,
        "East of England": 11,
        "London": 33,
        "South East": 19,
        "South West": 15,
    }
    assert Counter(council.region for council in councils if council.code in signed) == {
        "North East": 2,
        "North West": 5,
        "Yorkshire and The Humber": 3,
        "East Midlands": 4,
        "West Midlands": 2,
        "East of England": 3,
        "London": 5,
        "South East": 6,
        "South West": 2,
    }


def test_every_kind_of_council_is_complete(register):
    current = [council for council in register.councils.values() if council.is_current(CHECKED)]

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


def test_a_reorganisation_leaves_no_day_without_a_responsible_council(register):
    for line in register.lineage:
        old, new = register.councils[line.old], register.councils[line.new]
        assert old.is_current(line.on - dt.timedelta(days=1))
        assert not old.is_current(line.on)
        assert new.is_current(line.on)


def test_north_yorkshire_is_one_council_under_both_its_names(register):
    councils = by_gss(register)
    former = [name for name in register.names if name.kind == "official"]

    for code, now, before in (
        ("NYE", "E06000065", "E10000023"),
        ("SMT", "E06000066", "E10000027"),
    ):
        council = register.councils[code]
        assert councils[now] is councils[before] is council
        assert council.is_current(dt.date(2013, 9, 19)) and council.is_current(CHECKED)
        assert [(name.name, name.ends_on) for name in former if name.code == code] == [
            (council.short_name + " County Council", dt.date(2023, 4, 1))
        ]


def test_surrey_becomes_east_and_west_surrey_on_1_april_2027(register):
    day = dt.date(2027, 4, 1)
    lines = [line for line in register.lineage if line.on == day]

    assert register.councils["SRY"].ends_on == day
    for code, districts in (("ESY", "ELM EPS MOL REI TAN"), ("WSY", "GRT RUN SPE SUR WAE WOI")):
        council = register.councils[code]
        assert (council.gss, council.starts_on) == ("", day)
        assert {line.old for line in lines if line.new == code} == {"SRY", *districts.split()}


@pytest.mark.parametrize(
    ("code", "name", "short_name", "slug"),
    [
        ("SOS", "Southend-on-Sea City Council", "Southend-on-Sea", "southend-on-sea"),
        ("MIK", "Milton Keynes City Council", "Milton Keynes", "milton-keynes"),
        ("DNC", "City of Doncaster Council", "Doncaster", "doncaster"),
        ("DER", "Derby City Council", "Derby", "derby"),
        ("DBY", "Derbyshire County Council", "Derbyshire", "derbyshire"),
        ("NSM", "North Somerset Council", "North Somerset", "north-somerset"),
        ("KHL", "Hull City Council", "Hull", "hull"),
        ("DUR", "Durham County Council", "Durham", "durham"),
        ("NET", "Newcastle City Council", "Newcastle upon Tyne", "newcastle-upon-tyne"),
        ("WRL", "Wirral Council", "Wirral", "wirral"),
        ("DST", "Dorset Council", "Dorset", "dorset"),
        ("DOR", "Dorset County Council", "Dorset County Council", "dorset-county-council"),
        (
            "KIN",
            "Borough Council of King’s Lynn and West Norfolk",
            "King’s Lynn and West Norfolk",
            "kings-lynn-and-west-norfolk",
        ),
    ],
)
def test_a_council_is_called_what_it_calls_itself(register, code, name, short_name, slug):
    council = register.councils[code]

    assert (council.name, council.short_name, council.slug) == (name, short_name, slug)


def test_no_two_councils_share_a_short_name(register):
    names = Counter(council.short_name for council in register.councils.values())

    assert names.most_common(1)[0][1] == 1


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


def test_the_files_are_sorted_so_that_a_change_is_one_line():
    for name in TABLES:
        lines = (SHIPPED / f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:]
        codes = [line.split(",")[0] for line in lines]
        assert codes == sorted(codes), name
        assert len(set(lines)) == len(lines), name
