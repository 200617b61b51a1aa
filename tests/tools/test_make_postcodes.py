"""Making the index of postcodes: its sources, districts nearby, the file, and what ships."""

import csv
import zipfile

import pytest

from councils.postcodes.index import SHIPPED, PostcodeFacts, PostcodeIndex, postcodes
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


def test_the_nearest_four_in_use_and_those_as_near_name_the_districts_nearby():
    pytest.importorskip("scipy")  # a development tool
    # On a line: Dover's at 0, then Thanet's at 1 to 3 and two of others at 4, and one further.
    spots = [(0, "DOV"), (1, "THA"), (2, "THA"), (3, "THA"), (4, "CAN"), (4, "ASH"), (9, "SWA")]
    rows = [
        PostcodeRow(f"CT16{number}AA", district, (600_000 + east, 140_000))
        for number, (east, district) in enumerate(spots)
    ]
    rows.append(PostcodeRow("CT169AA", "DOV", (600_000, 140_000), in_use=None))
    found = dict(with_nearby(rows))
    assert found["CT160AA"] == PostcodeFacts("DOV", ("ASH", "CAN", "THA"))
    assert found["CT169AA"] == PostcodeFacts("DOV", ("THA",), None)  # itself is no neighbour


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


@pytest.mark.parametrize("header", HEADERS)
def test_the_month_in_which_a_postcode_ended_goes_from_a_release_into_the_index(release, header):
    pytest.importorskip("scipy")  # a development tool
    edition, rows = release(header)
    live = [PostcodeRow(f"CT16{n}AA", "E07000108", (631_800, 141_500 + n)) for n in range(9)]
    index = PostcodeIndex.from_bytes(pack(edition, with_nearby([*rows, *live])))
    ended = index.lookup(Postcode("AB1", "0AA"))
    assert ended == PostcodeFacts(None, (), False, "1996-06")
    assert index.lookup(Postcode("CT16", "1AA")).in_use
    assert index.districts_in_outcode("CT16") == ["E07000108"]
    assert index.districts_in_outcode("AB1") == []


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
