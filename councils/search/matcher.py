"""Answer a line of words: the candidates of its place, narrowed by its areas, settled.

The first of these that finds something is the answer:

1. the exact name of a council, of any kind and time, of a place, a county, region or nation
2. a police force, mayor or combined authority
3. the parts of the line (``parts.py``): a name with an area, without what stands around it
4. a nickname
5. a sentence that is no place (``cases.py``)
6. similar names, and names within the line: only ever suggestions

A name leads straight to a council only if it is an official, short, former or other name, with or
without the words for the kind of council.
"""

from string import capwords
from typing import NamedTuple

from councils.names import without_kind
from councils.record import Record
from councils.search.answers import Answer
from councils.search.areas import those_in, those_within
from councils.search.beyond_england import nation_code
from councils.search.candidates import (
    Candidate,
    NameIndex,
    all_called,
    as_written,
    county_or_region,
    itself,
    name_index,
    of_county,
    of_places,
    one_for_each_council,
    outside_england,
)
from councils.search.cases import sentence_case
from councils.search.exact_names import exact, settled
from councils.search.gazetteer import Place, gazetteer
from councils.search.known_names import (
    County,
    authorities,
    compact,
    nicknames,
    places_elsewhere,
    spelled,
)
from councils.search.parts import Parts, read
from councils.search.suggestions import MOST_SUGGESTIONS, near_names, within

NEAR = 15_000
"""Metres from a place within which its neighbours are offered to somebody near it."""
MOST_NEAR = 6
"""The most councils that are offered near a place."""
MAY_NAME = ("which_council", "small_council", "some_police", "some_mayor", "school_or_road")
"""The sentences in which a place may stand, and is offered."""
MOST_INITIALS = 5
"""The most letters that may be a council's initials."""
MOST_ALIKE = 8
"""The most councils with the same initials that are offered."""
MOST_SHOWN = 12
"""The most councils of a county that are offered beside something else."""


def match_name(typed: str, record: Record) -> Answer:
    """Return the councils that a line of words may mean on the record's day."""
    asked = spelled(typed)
    index = name_index(record)
    if not asked:
        return Answer("not_found")
    named = exact(asked, index) or authority(asked, record)
    if named:
        return named
    parts = read(typed, index.knows)
    return (
        in_parts(parts, index)
        or nickname(asked, index)
        or sentence(asked, index)
        or near_names(asked, parts, index)
        or Answer("not_found")
    )


# -- 2. A police force, mayor or combined authority ------------------------------------------------


def authority(asked: str, record: Record) -> Answer | None:
    """Return the councils in the area of an authority with a name, or None."""
    named = authorities().get(compact(asked))
    if named is None:
        return None
    county = County(named.name, named.codes)
    return Answer(named.kind, of_county(county, record), place=named.name)


# -- 3. The parts of a line -----------------------------------------------------------------------


def in_parts(parts: Parts, index: NameIndex) -> Answer | None:
    """Return the answer to a place in its areas, or None if nothing has its name."""
    if not index.knows(parts.place):
        return None
    if parts.is_parish:
        return parish(parts, index)
    if parts.areas:
        answer = in_areas(parts, index)
    else:
        answer = exact(parts.place, index)
    if answer is None or answer.case not in ("council", "choices", "divided"):
        return answer
    if parts.is_near:
        return near(answer.choices, index.record)
    if parts.is_address:
        return Answer("address", answer.choices)
    return answer


def parish(parts: Parts, index: NameIndex) -> Answer | None:
    """Return the councils where places have the name of a parish or town council."""
    candidates = all_called(parts.place, index)
    if parts.areas:
        candidates = those_in(parts.areas, candidates, index) or candidates
    if not candidates:
        return None
    return Answer("parish", one_for_each_council(candidates))


def in_areas(parts: Parts, index: NameIndex) -> Answer | None:
    """Return the council of a place in its areas; asks if it is in none of them."""
    nation = nation_in(parts, index)
    if nation:
        return nation
    candidates = all_called(parts.place, index)
    inside = inside_of(parts, candidates, index)
    if len(one_for_each_council(inside)) == 1:  # the part of Herne Hill in Southwark
        inside = [inside[0]._replace(share=100)]
    if inside:
        return settled(inside)
    if not candidates:
        return exact(parts.place, index)
    if parts.is_near:  # "between Leeds and Bradford"
        return settled(candidates + all_called(parts.areas[-1], index))
    return wrong_county(parts, candidates, index)


def inside_of(parts: Parts, candidates: list[Candidate], index: NameIndex) -> list[Candidate]:
    """Return the candidates in the areas, or those of the area in the place: "Devon, Exeter".

    What lies within comes before what is only near: "Bromley, Orpington" is no part of London that
    is called Bromley, too.
    """
    turned: list[Candidate] = []
    if len(parts.areas) == 1:
        turned = all_called(parts.areas[0], index)
    begins_with_county = county_or_region(parts.place, index.record) is not None
    for lying in (those_within, those_in):
        inside = lying(parts.areas, candidates, index)
        turned_about = lying([parts.place], turned, index)
        if turned_about and (begins_with_county or not inside):
            return turned_about
        if inside:
            return inside
    return []


def nation_in(parts: Parts, index: NameIndex) -> Answer | None:
    """Return the answer to a place that its areas put outside England: "Newport, Gwent"."""
    nations = set()
    codes: set[str] = set()
    for area in areas_outside(parts.areas, index):
        nations.add(area.nation)
        codes.update(area.codes)
    if not nations:
        return None
    outside = []
    for council in index.councils_called(parts.place):
        outside.append(itself(council)._replace(label=as_written(council, parts.place)))
    outside += outside_england(parts.place, index.record)
    there = []
    for candidate in one_for_each_council(outside):
        is_in_area = not codes or candidate.council.code in codes
        if is_in_area and nation_code(candidate.council) in nations:
            there.append(candidate)
    for place in places_elsewhere().get(parts.place, []):
        if place["nation"] in nations:
            return Answer(place["nation"], there, named=place["name"])
    if there:
        return Answer(nation_code(there[0].council), there, named=there[0].label)
    if "overseas" in nations:  # "Boston, USA"
        return Answer("overseas", named=capwords(parts.place))
    return None


class AreaOutside(NamedTuple):
    """A nation beyond England, with the codes of the councils of a part of it that was named."""

    nation: str
    codes: tuple[str, ...] = ()


def areas_outside(areas: tuple[str, ...], index: NameIndex) -> list[AreaOutside]:
    """Return those areas that are, or are in, other nations, unless England has them too."""
    found = []
    for area in areas:
        for place in places_elsewhere().get(area, []):
            codes = tuple(place["councils"].split())
            if area not in gazetteer() or not codes:
                found.append(AreaOutside(place["nation"], codes))
        called = index.councils_called(area)
        if any(council.nation == "England" for council in called):
            continue
        for council in called:
            found.append(AreaOutside(nation_code(council), (council.code,)))
    return found


def near(choices: list[Candidate], record: Record) -> Answer:
    """Return the councils of a place and of the places around it: near is not in."""
    around = list(choices)
    for choice in choices:
        for place in places_of(choice):
            around += of_places(gazetteer().around(place, NEAR), record)
    return Answer("near", one_for_each_council(around)[:MOST_NEAR])


def places_of(choice: Candidate) -> list[Place]:
    """Return the place of a choice, or those with the name of its council, such as its town."""
    if choice.place:
        return [choice.place]
    named = choice.named or choice.council
    return gazetteer().lookup(named.short_name)


def wrong_county(parts: Parts, candidates: list[Candidate], index: NameIndex) -> Answer:
    """Return what has the name of a place, and the councils of the area that it is not in."""
    there = []
    for area in parts.areas:
        county = county_or_region(area, index.record)
        if county:
            there += of_county(county, index.record)
        elif not areas_outside((area,), index):  # Wales is a village, too, but nobody means it
            there += all_called(area, index)
    if len(there) > MOST_SHOWN:
        there = []
    where = where_is(candidates)
    return Answer("wrong_county", one_for_each_council([*candidates, *there]), place=where)


def where_is(candidates: list[Candidate]) -> str:
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


# -- 4. Nicknames and initials, 5. sentences ------------------------------------------------------


def nickname(asked: str, index: NameIndex) -> Answer | None:
    """Return the council that a nickname means, as a suggestion, or None."""
    for name in (asked, without_kind(asked)):
        meant = nicknames().get(name.replace(" ", ""))
        answer = None
        if meant:
            answer = exact(spelled(meant), index)
        if answer:
            choices = [one._replace(reason=f"Also called {name}.") for one in answer.choices]
            return Answer("similar_names", choices[:MOST_SUGGESTIONS])
    return initials(asked, index)


def initials(asked: str, index: NameIndex) -> Answer | None:
    """Return the councils whose names have these initials, as suggestions: "KCC"."""
    if " " in asked or len(asked) > MOST_INITIALS:
        return None
    same = []
    for council in index.record.councils:
        words = spelled(council.name).replace(" of ", " ").replace(" and ", " ").split()
        letters = "".join(word[0] for word in words)
        if letters == asked:
            same.append(itself(council)._replace(reason="Its initials."))
    if not same or len(same) > MOST_ALIKE:
        return None
    return Answer("similar_names", same)


def sentence(asked: str, index: NameIndex) -> Answer | None:
    """Return the answer to a sentence that is no place, with what is named in it, or None."""
    case = sentence_case(asked)
    if not case:
        return None
    named = within(asked, index)
    if not named or case not in MAY_NAME:
        return Answer(case)
    if case == "school_or_road":
        return Answer("address", named)
    return Answer("within", named)
