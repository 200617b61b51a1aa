"""Which candidates lie in the areas that were typed with a name: "Newport, Isle of Wight".

Three functions narrow a list of candidates, area by area, for ``in_parts.py``:

    those_in        what lies in the area, or else what people write with it
    those_in_or_by  the same, or else what is by a town of that name: "Hope, Sheffield"
    those_beside    what is said to be near the area; a divided place keeps all its parts

Below them stand the questions that they ask of one candidate and one area.
"""

import re
from collections.abc import Iterable
from math import dist

from councils.record import CouncilOnDay, Record
from councils.record.status import Status
from councils.search.candidates import Candidate
from councils.search.gazetteer import Place, gazetteer, responsible_councils
from councils.search.known_names import county_called, regions_called, spelled
from councils.search.name_index import NameIndex, of_the_same_words
from councils.search.parts import ADDRESS

BY_A_TOWN = 25_000
"""Metres from a town within which a place is written with it: "Clifton, Bristol"."""

PARK_OR_QUAY = re.compile(r".*\b(?:park|quays?|quayside)")
"""What a town may have as it has roads, though no house has it in its address."""


def those_in_or_by(
    areas: Iterable[str], candidates: list[Candidate], index: NameIndex
) -> list[Candidate]:
    """Return the candidates in every area (spelled names), or by it where it is a town."""
    for area in areas:
        inside = those_in_one(area, candidates, index)
        if inside:
            candidates = inside
        else:
            candidates = [one for one in candidates if is_by_a_town(one, area, index)]
    return candidates


def those_beside(
    areas: Iterable[str], candidates: list[Candidate], index: NameIndex
) -> list[Candidate]:
    """Return the candidates that are near every area: in it, written with it, or by it.

    Near is not in, so a divided place keeps all its parts: "Blackheath near Greenwich" may be in
    Lewisham.
    """
    for area in areas:
        towns = gazetteer().lookup(area)
        places = []
        named = []
        for one in candidates:
            is_near = (
                lies_in(one, area, index)
                or is_written_in(one, area, index)
                or is_by_one_of(towns, one, index)
            )
            if is_near and one.place:
                places.append(one.place)
            elif is_near:
                named.append(one)
        candidates = [one for one in candidates if one in named or one.place in places]
    return candidates


def those_in(
    areas: Iterable[str], candidates: list[Candidate], index: NameIndex
) -> list[Candidate]:
    """Return the candidates that are in every area, or are written with it: Slough, Bucks."""
    for area in areas:
        candidates = those_in_one(area, candidates, index)
    return candidates


def those_in_one(area: str, candidates: list[Candidate], index: NameIndex) -> list[Candidate]:
    """Return what lies in one area on the day, or else what people write with it."""
    today = [one for one in candidates if lies_in(one, area, index)]
    if today:
        return today
    return [one for one in candidates if is_written_in(one, area, index)]


def codes_of(candidate: Candidate, record: Record) -> set[str]:
    """Return the codes of the districts that a candidate is in, their councils and counties."""
    rows = [candidate.council]
    if candidate.named_council:
        rows.append(candidate.named_council)
    # Of a place on the border of England, the part beyond it is in none of its districts.
    if candidate.place and not candidate.is_elsewhere:
        for gss, _ in candidate.place.districts:
            district = record.with_gss(gss)
            if district:
                rows.append(district)
    codes = set()
    for row in rows:
        codes.add(row.code)
        if row.county_id:
            codes.add(record.by_id[row.county_id].code)
    return codes


def lies_in(candidate: Candidate, area: str, index: NameIndex) -> bool:
    """Whether a candidate is in a county, borough, region or part of a city.

    So is a place by a town that the gazetteer tells it apart by: "near Leeds, West Yorkshire".
    """
    codes = codes_of(candidate, index.record)
    county = county_called(area)
    if county and not codes.isdisjoint(county.codes):
        return True
    if candidate.council.region in regions_called(area):
        return True
    if county is None:
        for council in index.councils_called(area):
            if is_in_area_of(candidate, council, index.record):
                return True
    if candidate.place and not candidate.is_elsewhere:
        names = candidate.place.area.removeprefix("near ").split(", ")
        return bool(of_the_same_words(names, area))
    return False


def is_in_area_of(candidate: Candidate, council: CouncilOnDay, record: Record) -> bool:
    """Whether a candidate lies in the area of a council of any kind, of today or of once.

    Of a place that two councils share, each part lies in the area of its own council alone.
    """
    followers = record.followers_of(council)
    is_anothers_part = bool(followers) and candidate.council not in followers
    if is_anothers_part:
        return False
    # No code of today says what lay in a council of once: its follower has all of it.
    if council.status == Status.FORMER:
        return True
    return council.code in codes_of(candidate, record)


def is_written_in(candidate: Candidate, area: str, index: NameIndex) -> bool:
    """Whether people write a candidate with a county that it is not in: by post or by history."""
    county = county_called(area)
    if county is None:
        return False
    return not codes_of(candidate, index.record).isdisjoint(county.also_written_in)


def is_by_a_town(candidate: Candidate, area: str, index: NameIndex) -> bool:
    """Whether a candidate is a place that is written with a town within 25 km: "Hope, Sheffield".

    None is written with a London borough that it is not in: "Deptford, Greenwich" may mean either
    borough.
    """
    towns = []
    for town in gazetteer().lookup(area):
        if not is_london_borough(town, area, index):
            towns.append(town)
    return is_by_one_of(towns, candidate, index)


def is_by_one_of(towns: list[Place], candidate: Candidate, index: NameIndex) -> bool:
    """Whether a candidate is a place within 25 km of a town.

    A place with the name of a council that runs children's services is by none: it is that
    council's. Nor is a road or park that another council has: in "Church Street, Croydon" a road of
    Croydon is meant, and not the Church Street that we know.
    """
    place = candidate.place
    if place is None or candidate.is_elsewhere:
        return False
    name = spelled(place.name)
    if any(council.is_responsible for council in index.councils_called(name)):
        return False
    for town in towns:
        if dist(town.spot, place.spot) > BY_A_TOWN:
            continue
        if not is_road_or_park(name) or has_council(town, candidate.council, index.record):
            return True
    return False


def is_london_borough(town: Place, name: str, index: NameIndex) -> bool:
    """Whether a town in London shares its spelled name with its council: Greenwich."""
    for council in index.councils_called(name):
        if council.region == "London" and has_council(town, council, index.record):
            return True
    return False


def is_road_or_park(name: str) -> bool:
    """Whether a spelled name is one of a road, a building or a park: Park Street, Victoria Park."""
    return bool(ADDRESS.fullmatch(name) or PARK_OR_QUAY.fullmatch(name))


def has_council(place: Place, council: CouncilOnDay, record: Record) -> bool:
    """Whether a council runs children's services in a place, or in a part of it."""
    for its_council, _ in responsible_councils(place, record):
        if its_council.id == council.id:
            return True
    return False
