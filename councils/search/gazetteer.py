"""England's places by name, with their districts and the councils responsible there.

Reads ``places/gazetteer.csv``, which is edited by hand and completed by
``tools/make_gazetteer.py``; README.md beside it explains its columns. The file is read at the first
look-up, and a line is parsed only when its place is found, which saves memory and time.

    for place in gazetteer().lookup("Huddersfield"):
        responsible_councils(place, record)
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from math import dist
from pathlib import Path

from django.utils.text import slugify

from councils.record import CouncilOnDay, Record
from councils.search.known_names import spelled

SHIPPED = Path(__file__).resolve().parent / "places" / "gazetteer.csv"

COLUMNS = (
    "found_as", "name", "other_names", "area", "population", "postcodes",
    "easting", "northing", "districts", "source",
)  # fmt: skip

LONGEST_SLUG = 120
"""Characters; longer ones are no place's."""

MOSTLY = 90
"""The percentage of a place from which one council counts as the council of the place."""


@dataclass(frozen=True, slots=True)
class Place:
    """A city, town, village or part of a city.

    ``area`` tells it from others of its name: a county, a borough in London, a city that it is a
    part of, or "near Leeds, West Yorkshire"; empty for London as a whole. ``postcodes`` is how
    many live ones lie within a kilometre: a measure of size that every place has. ``districts``
    are the GSS codes of lower-tier districts (or of councils without) with their shares in
    percent, the largest first, 100 in all. ``spot`` is its easting and northing, in metres.
    """

    name: str
    area: str
    postcodes: int
    districts: tuple[tuple[str, int], ...]
    spot: tuple[int, int] = (0, 0)

    @property
    def in_full(self) -> str:
        """Its name and its area: "Gillingham, Dorset"."""
        if self.area in ("", self.name):
            return self.name
        return f"{self.name}, {self.area}"

    @property
    def slug(self) -> str:
        """Its unique name in addresses: "gillingham-dorset"."""
        return slugify(self.in_full)


class Gazetteer:
    """Every place of a file, found by any of its names."""

    def __init__(self, path: Path = SHIPPED):
        _, *self._lines = path.read_text("utf-8").splitlines()
        self._by_name: dict[str, list[int]] = {}
        for number, line in enumerate(self._lines):
            for name in line[: line.index(",")].split("|"):
                self._by_name.setdefault(name, []).append(number)

    def __iter__(self) -> Iterator[Place]:
        """Yield every place, by name."""
        return map(read_place, self._lines)

    def __contains__(self, name: str) -> bool:
        """Whether a place has a spelled name."""
        return name in self._by_name

    @property
    def names(self) -> list[str]:
        """Every name by which a place is found, spelled."""
        return list(self._by_name)

    @cached_property
    def places(self) -> list[Place]:
        """Every place, parsed once: for a search by distance."""
        return list(self)

    def by_slug(self, slug: str) -> Place | None:
        """Return the place with a slug, or None. The longest name that matches is tried first."""
        words = slug[:LONGEST_SLUG].split("-")
        for end in range(len(words), 0, -1):
            for place in self.lookup(" ".join(words[:end])):
                if place.slug == slug:
                    return place
        return None

    def lookup(self, name: str) -> list[Place]:
        """Return the places with a name, however it is written, the largest first.

        Other names of a place count as much as its own.
        """
        numbers = self._by_name.get(spelled(name), ())
        places = [read_place(self._lines[number]) for number in numbers]
        return sorted(places, key=smallness)

    def around(self, centre: Place, metres: int) -> list[Place]:
        """Return the places within a distance of one, the nearest first."""
        away = []
        for number, place in enumerate(self.places):
            metres_away = dist(place.spot, centre.spot)
            if metres_away <= metres:
                away.append((metres_away, number))
        return [self.places[number] for _, number in sorted(away)]


@cache
def gazetteer() -> Gazetteer:
    """Return the shipped gazetteer, read when it is first asked for."""
    return Gazetteer()


def read_place(line: str) -> Place:
    (cells,) = csv.reader([line])
    row = dict(zip(COLUMNS, cells, strict=True))
    districts = []
    for district in row["districts"].split():
        gss, _, share = district.partition(":")
        districts.append((gss, int(share)))
    spot = (int(row["easting"]), int(row["northing"]))
    return Place(row["name"], row["area"], int(row["postcodes"]), tuple(districts), spot)


def smallness(place: Place) -> int:
    return -place.postcodes


# -- The council of the day -----------------------------------------------------------------------


def responsible_councils(place: Place, record: Record) -> list[tuple[CouncilOnDay, int]]:
    """Return the councils that run children's services at a place, and their shares in percent.

    ``record`` decides for its day, so that places follow reorganisations. Districts of one county
    count together, and the share of a divided district is divided evenly, as nobody knows where in
    it the place lies; the largest share comes first. What lies outside England, or where nobody is
    responsible, is left out, so that shares may add up to less than 100.
    """
    rows: dict[int, CouncilOnDay] = {}
    shares: dict[int, int] = {}
    for gss, share in place.districts:
        councils = record.responsible_in(gss)
        for row in councils:
            rows[row.id] = row
            shares[row.id] = shares.get(row.id, 0) + share // len(councils)
    ordered = sorted(rows.values(), key=lambda row: (-shares[row.id], row.short_name))
    return [(row, shares[row.id]) for row in ordered]
