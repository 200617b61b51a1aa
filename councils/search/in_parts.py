"""Answer the parts of a line: the candidates of its place, narrowed by its areas, settled."""

from string import capwords
from typing import NamedTuple

from councils.names import without_kind
from councils.record import Record
from councils.search.answers import Answer, among_several
from councils.search.areas import those_beside, those_in, those_in_or_by
from councils.search.candidates import (
    Candidate,
    all_called,
    county_or_region,
    itself,
    of_county,
    of_places,
    of_places_elsewhere,
    one_for_each_council,
)
from councils.search.cases import CASES
from councils.search.exact_names import answer_of_county, county_that_is_no_place, exact, settled
from councils.search.gazetteer import MOSTLY, Place, gazetteer
from councils.search.known_names import places_elsewhere, spelled
from councils.search.line_parts import Parts
from councils.search.name_index import NameIndex, as_written
from councils.search.nations import GOVERNMENTS, nation_code

NEAR = 15_000
"""Metres from a place within which its neighbours are offered to somebody near it."""
MOST_NEAR = 6
"""The most councils that are offered near a place."""
MOST_SHOWN = 12
"""The most councils of a county that are offered beside something else."""


def in_parts(parts: Parts, index: NameIndex) -> Answer | None:
    """Return the answer to a place in its areas, or None if nothing has its name."""
    if not index.knows(parts.name):
        return None
    if parts.is_parish:
        return parish(parts, index)
    if parts.areas:
        answer = in_areas(parts, index)
    elif parts.is_town:
        answer = in_a_town(parts.name, index)
    else:
        answer = exact(parts.name, index)
    if answer is None:
        return None
    case = CASES[answer.case]
    # "near Wales": which part of England? But nobody in England lives near St Peter Port.
    is_near_a_nation = parts.is_near and answer.is_nation_alone
    if is_near_a_nation and not case.is_island:
        return Answer("england")
    if not case.heeds_near_or_road:
        return answer
    if parts.is_near:
        return near(answer, index.record)
    if parts.is_address:
        return Answer("address", answer.choices, nations=answer.nations)
    return answer


def in_a_town(name: str, index: NameIndex) -> Answer | None:
    """Return the answer to "Hull city centre", or, of "Notts city centre", all of a county's."""
    county = county_that_is_no_place(without_kind(name))
    if county:
        return answer_of_county(county, index.record)
    return exact(name, index)


def parish(parts: Parts, index: NameIndex) -> Answer | None:
    """Return the councils where places have the name of a parish or town council."""
    candidates = all_called(parts.name, index)
    if parts.areas:
        candidates = those_in_or_by(parts.areas, candidates, index) or candidates
    if not candidates:
        return None
    return Answer("parish", one_for_each_council(candidates))


# -- In its areas ---------------------------------------------------------------------------------


def in_areas(parts: Parts, index: NameIndex) -> Answer | None:
    """Return the council of a place in its areas; asks if it is in none of them."""
    nation = nation_in(parts, index)
    if nation:
        return nation
    candidates = all_called(parts.name, index)
    if parts.or_name:
        candidates += all_called(parts.or_name, index)
    if parts.is_beside:
        inside = those_beside(parts.areas, candidates, index)
    else:
        inside = inside_of(parts, candidates, index)
        if len(one_for_each_council(inside)) == 1:
            inside = chosen_by_areas(inside[0], parts, index)
    if inside:
        return settled(inside)
    if candidates and parts.is_near:  # "between Leeds and Bradford"
        return settled(candidates + councils_there(parts, index))
    if candidates:
        return not_in_its_areas(parts, candidates, index)
    return county_or_elsewhere(parts, index)


def inside_of(parts: Parts, candidates: list[Candidate], index: NameIndex) -> list[Candidate]:
    """Return the candidates in the areas or, of a line the other way round, the area's in the name.

    Where nothing lies in the other, what is by a town as typed is returned.

        "Exeter, Devon"        as typed: Exeter lies in Devon
        "Bromley, Orpington"   swapped: Orpington lies in Bromley
        "Devon, Exeter"        swapped goes before as typed, since a county stands first
        "Keynsham, Bristol"    neither: Keynsham is by Bristol
        "Gateshead, Quayside"  nothing: Newcastle's Quayside is by Gateshead, but not so typed
        "Bath/Bristol"         nothing: either may be meant, though Bath is by Bristol
    """
    is_county_first = county_or_region(parts.name, index.record) is not None
    of_the_area: list[Candidate] = []
    if len(parts.areas) == 1:
        of_the_area = all_called(parts.areas[0], index)
    as_typed = those_in(parts.areas, candidates, index)
    swapped = those_in([parts.name], of_the_area, index)
    if not as_typed and not swapped and not parts.is_either:
        as_typed = those_in_or_by(parts.areas, candidates, index)
    if is_county_first:
        return swapped or as_typed
    return as_typed or swapped


def chosen_by_areas(candidate: Candidate, parts: Parts, index: NameIndex) -> list[Candidate]:
    """Return the only candidate in the areas, or of a divided place perhaps all its parts.

    A county chooses a part, and so does a London borough: "Herne Hill, Southwark". A town does not,
    also beside a county: an address names the post town, often from across the border. "Earley,
    Reading" is mostly in Wokingham.
    """
    chosen = [candidate._replace(share=100)]
    place = candidate.place
    if place is None or candidate.share >= MOSTLY:  # not divided
        return chosen
    all_parts = list(of_places([place], index.record))
    is_in_london = all(part.council.region == "London" for part in all_parts)
    if is_in_london:
        return chosen
    other_names = {parts.name, *parts.areas} - {spelled(place.name)}
    if any(name in gazetteer() for name in other_names):  # a town
        return all_parts
    return chosen


def county_or_elsewhere(parts: Parts, index: NameIndex) -> Answer | None:
    """Return the answer to a name beside an area, of a county or of what is elsewhere.

    No council or place in England has it. What is elsewhere is answered with the councils of the
    area. "St Andrews, Bristol": the one we know is in Scotland, and Bristol is offered.
    """
    answer = exact(parts.name, index)
    if answer is None:
        return None
    if answer.case == "council":  # a county's short name, which leads to one: "Derbys, Yorks" asks
        return county_and_areas(answer, councils_in_areas(parts, index))
    there = councils_there(parts, index)
    if answer.case == "county":
        return county_and_areas(answer, there)
    if not CASES[answer.case].is_elsewhere or not there:
        return answer
    return Answer("wrong_county", one_for_each_council(there), where=answer.heading(""))


def county_and_areas(county: Answer, there: list[Candidate]) -> Answer:
    """Return the answer to a county, or the choice between it and its areas: "Avon and Somerset".

    ``there`` are the councils of the areas. There is nothing to choose if one is within the other.
    """
    if not there:
        return county
    county_ids = {choice.council.id for choice in county.choices}
    area_ids = {choice.council.id for choice in there}
    is_within = county_ids <= area_ids or area_ids <= county_ids
    if is_within:
        return county
    return among_several([*county.choices, *there], ())


def not_in_its_areas(parts: Parts, candidates: list[Candidate], index: NameIndex) -> Answer:
    """Return what has the name of a place, and the councils of the area that it is not in.

    "Dover, Surrey" is such a ``wrong_county``. Nobody knows an area that does not exist, "Dover,
    Kentt": there the place is one that stands ``within`` the line.
    """
    known = tuple(filter(index.knows, parts.areas))
    if len(known) < len(parts.areas):
        named = those_in_or_by(known, candidates, index) or candidates
        elsewhere = of_places_elsewhere(parts.name, index.record)
        return Answer("within", one_for_each_council([*named, *elsewhere]))
    there = councils_there(parts, index)
    elsewhere = of_places_elsewhere(parts.name, index.record)
    choices = one_for_each_council([*candidates, *elsewhere, *there])
    where = ""
    if not elsewhere:  # Knighton is in Leicester, and in Powys
        where = sentence_where_it_is(candidates)
    nations = [area.nation for area in areas_elsewhere(parts.areas, index)]
    # One that we don't know there may be meant: "Castleton, Cardiff". Overseas there is no link.
    with_a_link = [nation for nation in dict.fromkeys(nations) if nation in GOVERNMENTS]
    return Answer("wrong_county", choices, nations=with_a_link, where=where)


def councils_there(parts: Parts, index: NameIndex) -> list[Candidate]:
    """Return the councils of the areas of a line, if they are few enough to be shown."""
    there = councils_in_areas(parts, index)
    if len(there) > MOST_SHOWN:
        return []
    return there


def councils_in_areas(parts: Parts, index: NameIndex) -> list[Candidate]:
    """Return the councils of every area of a line, however many, in England."""
    there = []
    for area in parts.areas:
        county = county_or_region(area, index.record)
        if county:
            there += of_county(county, index.record)
        elif not areas_elsewhere((area,), index):  # Wales is a village, too, but nobody means it
            there += all_called(area, index)
    return there


def sentence_where_it_is(candidates: list[Candidate]) -> str:
    """Say where the one place of a name is ("Slough is in Berkshire"); empty if it is several."""
    areas = []
    for candidate in candidates:
        if candidate.place:
            areas.append((candidate.place.name, candidate.place.area))
    if len(areas) != 1 or not areas[0][1]:
        return ""
    name, area = areas[0]
    if name == area:
        return ""
    return f"{name} is in {area.removeprefix('near ')}"


# -- Near it --------------------------------------------------------------------------------------


def near(inside: Answer, record: Record) -> Answer:
    """Return the councils of a place and of the places around it: near is not in."""
    around = list(inside.choices)
    for choice in inside.choices:
        for place in places_of(choice):
            around += of_places(gazetteer().around(place, NEAR), record)
    councils = one_for_each_council(around)[:MOST_NEAR]
    return Answer("near", councils, nations=inside.nations)


def places_of(choice: Candidate) -> list[Place]:
    """Return the place of a choice, or those with the name of its council, such as its town."""
    if choice.place:
        return [choice.place]
    council = choice.named_council or choice.council
    return gazetteer().lookup(council.short_name)


# -- In another nation ----------------------------------------------------------------------------


def nation_in(parts: Parts, index: NameIndex) -> Answer | None:
    """Return the answer to a place that its areas put outside England: "Newport, Gwent"."""
    nations = set()
    codes: set[str] = set()
    for area in areas_elsewhere(parts.areas, index):
        nations.add(area.nation)
        codes.update(area.codes)
    if not nations:
        return None
    there = []
    for candidate in called_elsewhere(parts.name, index):
        is_in_area = not codes or candidate.council.code in codes
        if is_in_area and nation_code(candidate.council) in nations:
            there.append(candidate)
    for place in places_elsewhere().get(parts.name, []):
        is_in_area = not codes or not codes.isdisjoint(place.codes)
        if is_in_area and place.nation in nations:
            return Answer(place.nation, there, name_elsewhere=place.name)
    if there:
        nation = nation_code(there[0].council)
        return Answer(nation, there, name_elsewhere=there[0].label)
    if "overseas" in nations:  # "Boston, USA"
        return Answer("overseas", name_elsewhere=capwords(parts.name))
    return None


def called_elsewhere(name: str, index: NameIndex) -> list[Candidate]:
    """Return each council outside England with a spelled name, or with a place of that name."""
    found = []
    for council in index.councils_called(name):
        if council.nation != "England":
            found.append(itself(council)._replace(label=as_written(council, name)))
    found += of_places_elsewhere(name, index.record)
    return one_for_each_council(found)


class AreaElsewhere(NamedTuple):
    """A nation outside England, with the codes of the councils of a part of it that was named."""

    nation: str
    codes: tuple[str, ...] = ()


def areas_elsewhere(areas: tuple[str, ...], index: NameIndex) -> list[AreaElsewhere]:
    """Return those areas that are, or are in, other nations, unless England has them too.

    A country's name is the country, though England has a village called Holland.
    """
    found = []
    for area in areas:
        for place in places_elsewhere().get(area, []):
            if area not in gazetteer() or not place.codes:
                found.append(AreaElsewhere(place.nation, place.codes))
        councils = index.councils_called(area)
        if any(council.nation == "England" for council in councils):
            continue
        for council in councils:
            found.append(AreaElsewhere(nation_code(council), (council.code,)))
    return found
