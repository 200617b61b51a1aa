"""Make ``gazetteer.csv`` from sources of places and the postcodes nearest to each.

    ./dev manage shell -c "from tools.make_gazetteer import main; main()"

The same sources give the same file. It takes half a minute and 600 MB.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from math import hypot
from pathlib import Path

from councils.names import folded
from councils.register.load import SHIPPED as REGISTER
from councils.register.load import rows_of
from councils.search.places.gazetteer import COLUMNS, SHIPPED
from tools.make_postcodes import from_packages, from_release
from tools.places import FILES, FoundPlace, extra_places, geonames, short_name
from tools.postcode_points import PostcodePoints

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
    nearest = points.nearest(place.easting, place.northing, NEAREST)
    around = points.count_within(place.easting, place.northing, NEIGHBOURHOOD)
    districts = nearest.districts
    if place.covers:
        districts = Counter(point.district for point in points.in_districts(place.covers))
    return MadePlace(place, in_percent(districts), nearest.distance, around)


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
