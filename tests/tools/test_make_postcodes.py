"""Making the index of postcodes: its sources, districts nearby, the file, and what ships."""

import csv
import random
import zipfile

import pytest

from councils.postcodes.index import SHIPPED, UNITS, PostcodeFacts, PostcodeIndex, postcodes
from councils.postcodes.parsing import Postcode
from councils.register.load import SHIPPED as REGISTER
from tools.make_postcodes import PostcodeRow, from_release, pack, with_nearby

# The headers of real releases, those columns that matter and what stands between them.
HEADERS = [
    "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,oseast1m,osnrth1m,osgrdind,lat,long",
    "pcd7,pcd8,pcds,dointr,doterm,cty25cd,ced25cd,lad25cd,wd25cd,east1m,north1m,gridind,lat,long",
    "pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,oa21cd,cty26cd,lad26cd,wd26cd",
]
ROWS = [
    PostcodeRow("CT161AA", "E07000108", (631_800, 141_500)),
    PostcodeRow("AB10AA", "S12000033", (385_386, 801_193), "1996-06", False),
    PostcodeRow("IM11AA", "M99999999", None),
    PostcodeRow("CT11ZZ", None, None),
]
FEWEST = {"England": 1_000_000, "Scotland": 100_000, "Wales": 60_000}
"""The fewest postcodes that a whole edition has; real ones have half as many again."""
NOT_COUNCILS = {"L99999999", "M99999999"}
"""ONS's codes for the Channel Islands and the Isle of Man, which are not in the register."""


def line(header, row):
    """Return a row as ONS writes it."""
    east, north = row.spot or ("", "")
    outward, inward = row.postcode[:-3], row.postcode[-3:]
    values = {
        "doterm": row.ended.replace("-", ""),
        **dict.fromkeys(("pcd", "pcd7"), f"{outward:<4}{inward}"),
        **dict.fromkeys(("oslaua", "lad25cd", "lad26cd"), row.district or ""),
        **dict.fromkeys(("oseast1m", "east1m"), east),
        **dict.fromkeys(("osnrth1m", "north1m"), f"{north:07d}" if north else ""),
    }
    return ",".join(f'"{values.get(column, "E99999999")}"' for column in header.split(","))


@pytest.fixture
def release(tmp_path):
    """Return a function that reads a release with a header."""

    def read(header, name="ONSPD_NOV_2025_UK"):
        file = tmp_path / "download.zip"
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("Documents/LAD names and codes.csv", "LAD25CD,LAD25NM\r\n")
            lines = [header, *(line(header, row) for row in ROWS), ""]
            archive.writestr(f"Data/{name}.csv", "\r\n".join(lines).encode("utf-8-sig"))
        edition, rows = from_release(file)
        return edition, list(rows)

    return read


@pytest.mark.parametrize("header", HEADERS)
def test_a_release_of_any_year_is_read(release, header):
    assert release(header) == ("ONSPD November 2025", ROWS)


def test_a_missing_column_or_edition_is_named(release):
    with pytest.raises(SystemExit, match="has no file named like ONSPD_NOV_2025_UK.csv"):
        release(HEADERS[0], "postcodes")
    with pytest.raises(SystemExit, match="does not say which edition"):
        release(HEADERS[0], "ONSPD_UK")
    with pytest.raises(SystemExit, match="No column for its district. There are: pcd7, pcd8"):
        release(HEADERS[1].replace("lad25cd", "ladnm"))


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


@pytest.mark.parametrize("seed", range(6))
def test_the_districts_nearby_are_those_of_a_plain_comparison(seed):
    pytest.importorskip("scipy")  # a development tool
    chance = random.Random(seed)
    crowds = [(chance.randrange(900), chance.randrange(900)) for _ in range(5)]
    units = list(UNITS)
    rows = []
    for n in range(250):
        x, y = chance.randrange(900), chance.randrange(900)
        if seed % 2:  # dozens on one spot, where none may be left out
            x, y = chance.choice(crowds)
        district = f"E0{chance.randrange(4)}" if seed % 3 == 0 else f"E0{x > 450:d}"
        in_use = None if n % 4 == 0 else True
        rows.append(PostcodeRow(f"CT11{units[n]}", district, (x, y), in_use=in_use))
    found = {code: facts.nearby for code, facts in with_nearby(rows)}
    assert found == the_plain_way(rows)


def test_what_is_packed_is_found_as_it_stands():
    facts = {
        "CT161AA": PostcodeFacts("E07000108", ("E07000114",)),
        "CT161AB": PostcodeFacts("E07000108", (), None),
        "CT161ZZ": PostcodeFacts(None, (), False, "1996-06"),
        "EC1A1AA": PostcodeFacts("E09000001", (), None),
    }
    index = PostcodeIndex.from_bytes(pack("ONSPD May 2026", facts.items()))
    found = {code: index.lookup(Postcode(code[:-3], code[-3:])) for code in facts}
    assert found == facts
    for outward, inward in (("CT16", "1AD"), ("CT16", "2AA"), ("CT17", "1AA"), ("CT16", "1CC")):
        assert index.lookup(Postcode(outward, inward)) is None
    assert [index.has_outcode(outward) for outward in ("CT16", "EC1", "CT1")] == [True, True, False]
    assert index.districts_in_sector(Postcode("CT16", "1QQ")) == {"E07000108": 1}


# What ships


def test_the_shipped_index_is_whole_and_every_district_is_in_the_register():
    """A district that is not: add it to its council, as its code or a former one."""
    registered = {
        row["gss"]
        for name in ("councils.csv", "codes.csv")
        for row in csv.DictReader((REGISTER / name).read_text("utf-8").splitlines())
    }
    named = {gss for facts in postcodes().facts for gss in (facts.district_gss, *facts.nearby)}
    assert named - registered - NOT_COUNCILS - {None} == set()
    assert len(named - NOT_COUNCILS - {None}) >= 350  # all but the eleven of Northern Ireland
    for nation, fewest in FEWEST.items():
        assert postcodes().counts[nation] >= fewest
    assert not postcodes().has_outcode("BT1")  # Royal Mail's terms for Northern Ireland's differ


def test_the_attribution_travels_with_the_file():
    first_line = SHIPPED.read_bytes().partition(b"\n")[0].decode()
    for words in ("Contains OS data © Crown copyright", "© Royal Mail", postcodes().edition):
        assert words in first_line
