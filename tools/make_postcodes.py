"""Make councils/postcodes/index.dat, the postcodes that ship with the site.

    .venv/bin/python -m tools.make_postcodes ONSPD_NOV_2025.zip

The release is as ONS publishes it. It takes about two minutes and 2 GB. The tests say whether the
index is whole, and whether the register has all its districts.
"""

import csv
import datetime as dt
import io
import json
import lzma
import re
import struct
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
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

RELEASE = re.compile(r"ONSPD_([A-Z]{3})_(\d{4})_UK\.csv$")


class PostcodeRow(NamedTuple):
    """A postcode of a release.

    The postcode has no spaces. ``spot`` is its easting and northing in metres, None if unknown;
    ``ended`` the month, if it is no longer in use.
    """

    postcode: str
    district: str | None
    spot: tuple[int, int] | None
    ended: str = ""


# -- The release ----------------------------------------------------------------------------------


COLUMNS = {
    "the postcode": r"pcds|pcd[78]?",
    "the month it ended": r"doterm",
    "its district": r"(os)?laua|lad\d\dcd",
    "its easting": r"(os)?east1m",
    "its northing": r"osnrth1m|north1m",
}
"""ONS has renamed its columns, and the districts' column carries a year."""


def from_release(path: Path) -> tuple[str, Iterator[PostcodeRow]]:
    """Return the name of a release of any year, and its postcodes. Raises SystemExit."""
    archive = zipfile.ZipFile(path)
    for name in archive.namelist():
        if found := RELEASE.search(name):
            month = dt.datetime.strptime(f"{found[1]} {found[2]}", "%b %Y")
            rows = release_rows(archive.read(name).decode("utf-8-sig"))
            return f"ONSPD {month:%B %Y}", rows
    raise SystemExit(f"{path.name} has no file named like ONSPD_NOV_2025_UK.csv.")


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
        )


# -- Districts nearby -----------------------------------------------------------------------------


def with_nearby(rows: Iterable[PostcodeRow]) -> Iterator[tuple[str, PostcodeFacts]]:
    """Yield each postcode with its facts: its district, and those of the nearest ones in use.

    Those as near as the fourth count too, so that the result does not depend on the order. Of one
    that has ended the month says all.
    """
    from scipy.spatial import cKDTree

    # Northern Ireland's are on the Irish grid and cannot be compared with others.
    listed = [row for row in rows if not re.match(rf"{NORTHERN_IRELAND}\d", row.postcode)]
    used = [row for row in listed if row.spot and row.district and not row.ended]
    for row in listed:
        if row.ended:
            yield row.postcode, PostcodeFacts(None, (), False, row.ended)
        elif not (row.spot and row.district):
            yield row.postcode, PostcodeFacts(row.district)
    tree = cKDTree([row.spot for row in used])
    for some in batched(used, 100_000):
        here = [row.spot for row in some]
        # A postcode finds itself first, at no distance.
        fourth, _ = tree.query(here, k=[NEAREST + 1])
        near = tree.query_ball_point(here, fourth[:, 0] + SAME)
        for row, found in zip(some, near, strict=True):
            others = {used[at].district for at in found} - {row.district}
            yield row.postcode, PostcodeFacts(row.district, tuple(sorted(others)))


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


def main(release: Path) -> None:
    edition, rows = from_release(release)
    SHIPPED.write_bytes(pack(edition, with_nearby(rows)))
    print(f"{edition}: {SHIPPED.stat().st_size:,} bytes. Now run the tests in tests/tools.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
