"""Making the index of postcodes: its sources, districts nearby, the file, what is refused."""

import random
import zipfile

import pytest

from councils.postcodes.index import UNITS, PostcodeFacts, PostcodeIndex, postcodes
from councils.postcodes.parsing import Postcode
from tools import make_postcodes
from tools.make_postcodes import PostcodeRow, edition_in, faults, from_release, known_gss, pack

# The headers of real releases, those columns that matter and what stands between them.
HEADERS = [
    "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,oseast1m,osnrth1m,osgrdind,lat,long",
    "pcd7,pcd8,pcds,dointr,doterm,cty25cd,ced25cd,lad25cd,wd25cd,east1m,north1m,gridind,lat,long",
    "pcd,pcd2,pcds,dointr,doterm,usertype,oseast1m,osnrth1m,oa21,cty,ced,laua,ward,lat,long",
    "pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,oa21cd,cty26cd,lad26cd,wd26cd",
    "pcd,doterm,laua,oseast1m,osnrth1m",
]
DOVER = PostcodeRow("CT161AA", "E07000108", (631_800, 141_500))
ABERDEEN = PostcodeRow("AB10AA", "S12000033", (385_386, 801_193), "1996-06", False)
DOUGLAS = PostcodeRow("IM11AA", "M99999999", None, "1999-12", False)
NOWHERE = PostcodeRow("CT11ZZ", None, None)
ROWS = [DOVER, ABERDEEN, DOUGLAS, NOWHERE]


def line(header, row):
    """Return a row as ONS writes it."""
    east, north = row.spot or ("", "")
    outward, inward = row.postcode[:-3], row.postcode[-3:]
    values = {
        "doterm": row.ended.replace("-", ""),
        **dict.fromkeys(("pcd", "pcd7"), f"{outward:<4}{inward}"),
        "pcds": f"{outward} {inward}",
        **dict.fromkeys(("oslaua", "laua", "lad25cd", "lad26cd"), row.district or ""),
        **dict.fromkeys(("oseast1m", "east1m"), east),
        **dict.fromkeys(("osnrth1m", "north1m"), f"{north:07d}" if north else ""),
    }
    return ",".join(f'"{values.get(column, "E99999999")}"' for column in header.split(","))


def text(header=HEADERS[1], rows=ROWS):
    return "\r\n".join([header, *(line(header, row) for row in rows), ""])


# Sources


@pytest.mark.parametrize("header", HEADERS)
def test_a_csv_of_any_release_is_read(tmp_path, header):
    file = tmp_path / "ONSPD_NOV_2025_UK.csv"
    file.write_text(text(header), "utf-8-sig")
    edition, rows = from_release(file)
    assert edition == "ONSPD November 2025"
    assert list(rows) == ROWS


def test_the_whole_file_of_a_zip_is_read_and_its_parts_are_left(tmp_path):
    file = tmp_path / "download.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("Data/multi_csv/ONSPD_NOV_2025_UK_AB.csv", text(rows=[ABERDEEN]))
        archive.writestr("Data/ONSPD_NOV_2025_UK.csv", text())
        archive.writestr("Documents/LAD names and codes.csv", "LAD25CD,LAD25NM\r\n")
    edition, rows = from_release(file)
    assert (edition, list(rows)) == ("ONSPD November 2025", ROWS)


def test_a_zip_with_parts_alone_is_read(tmp_path):
    file = tmp_path / "NSPL_MAY_2026.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for row in ROWS:
            archive.writestr(f"Data/multi_csv/{row.postcode}.csv", text(HEADERS[3], [row]))
    edition, rows = from_release(file)
    assert (edition, sorted(rows)) == ("NSPL May 2026", sorted(ROWS))


def test_a_missing_column_or_edition_is_named(tmp_path):
    with pytest.raises(SystemExit, match="does not say which edition"):
        edition_in("postcodes.csv")
    file = tmp_path / "ONSPD_NOV_2025_UK.csv"
    file.write_text(text().replace("lad25cd", "ladnm", 1))
    with pytest.raises(SystemExit, match="No column for its district. There are: pcd7, pcd8"):
        list(from_release(file)[1])


# Districts nearby


def the_plain_way(rows):
    nearest = {}
    for row in rows:
        others = sorted(
            ((row.spot[0] - other.spot[0]) ** 2 + (row.spot[1] - other.spot[1]) ** 2, n)
            for n, other in enumerate(rows)
            if other.in_use and other is not row
        )
        limit = others[:4][-1][0] if others else 0
        near = {rows[n].district for away, n in others if away <= limit} - {row.district}
        nearest[row.postcode] = tuple(sorted(near))
    return nearest


@pytest.mark.parametrize("seed", range(20))
def test_the_districts_nearby_are_those_of_a_plain_comparison(seed):
    pytest.importorskip("scipy")  # a development tool
    chance = random.Random(seed)
    crowds = [(chance.randrange(900), chance.randrange(900)) for _ in range(5)]
    units = list(UNITS)
    rows = []
    for n in range(chance.choice([1, 4, 5, 6, 40, 250])):
        x, y = chance.randrange(900), chance.randrange(900)
        if seed % 2:  # dozens on one spot, where none may be left out
            x, y = chance.choice(crowds)
        district = f"E0{chance.randrange(4)}" if seed % 3 == 0 else f"E0{x > 450:d}"
        rows.append(
            PostcodeRow(f"CT1{n // 400}{units[n % 400]}", district, (x, y), in_use=n % 4 > 0)
        )
    found = {code: facts.nearby for code, facts in make_postcodes.with_nearby(rows)}
    assert found == the_plain_way(rows)


# The file


def test_what_is_packed_is_found_as_it_stands():
    facts = {
        "CT161AA": PostcodeFacts("E07000108", ("E07000114",)),
        "CT161AB": PostcodeFacts("E07000108", (), None),
        "CT161ZZ": PostcodeFacts("E07000114", ("E07000108",), False, "1996-06"),
        "EC1A1AA": PostcodeFacts(None, (), False, "2026-12"),
    }
    index = PostcodeIndex.from_bytes(pack("ONSPD May 2026", facts.items()))
    found = {code: index.lookup(Postcode(code[:-3], code[-3:])) for code in facts}
    assert found == facts
    for outward, inward in (("CT16", "1AD"), ("CT16", "2AA"), ("CT17", "1AA"), ("CT16", "1CC")):
        assert index.lookup(Postcode(outward, inward)) is None
    assert [index.has_outcode(outward) for outward in ("CT16", "EC1", "CT1")] == [True, True, False]
    assert index.districts_in_sector(Postcode("CT16", "1QQ")) == {"E07000108": 1}
    assert index.public_name == "the ONS Postcode Directory, May 2026"
    assert index.counts == {"England": 3, "none": 1}


@pytest.mark.parametrize("different", [1, 2, 255])
def test_a_sector_may_hold_many_places(different):
    everywhere = [f"E{n:03}" for n in range(different + 1)]
    facts = {
        f"CT161{unit}": PostcodeFacts("E000", tuple(everywhere[1 : n % different + 1]))
        for n, unit in enumerate(UNITS)
    }
    # A district that is only ever nearby has a postcode of its own somewhere.
    named = {f"CT{n}70AA": PostcodeFacts(gss) for n, gss in enumerate(everywhere)}
    index = PostcodeIndex.from_bytes(pack("ONSPD May 2026", (facts | named).items()))
    for code, expected in facts.items():
        assert index.lookup(Postcode("CT16", code[4:])) == expected


def test_a_postcode_named_twice_is_refused():
    row = ("CT11AA", PostcodeFacts("E07000108"))
    with pytest.raises(SystemExit, match="twice"):
        pack("ONSPD May 2026", [row, row])


# What ships


def test_the_shipped_index_is_whole_and_every_district_is_in_the_register():
    assert faults(postcodes(), known_gss()) == []
    assert not postcodes().has_outcode("BT1")  # Royal Mail's terms for Northern Ireland's differ


def test_the_attribution_travels_with_the_file():
    first_line = make_postcodes.SHIPPED.read_bytes().partition(b"\n")[0].decode()
    for words in ("Contains OS data © Crown copyright", "© Royal Mail", postcodes().edition):
        assert words in first_line
    assert postcodes().attribution == first_line


def test_an_index_that_is_not_whole_or_has_unknown_districts_is_refused():
    index = PostcodeIndex.from_bytes(
        pack("ONSPD May 2026", [("CT11AA", PostcodeFacts("E07999999"))])
    )
    assert faults(index, known_gss()) == [
        "E07999999 is not in the register: add it to its council, as its code or a former one.",
        "England has 1 postcodes; at least 1,000,000 are expected.",
        "Scotland has 0 postcodes; at least 100,000 are expected.",
        "Wales has 0 postcodes; at least 60,000 are expected.",
    ]
