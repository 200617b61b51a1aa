"""Offer what is spelt like a name that nobody has, or stands within a line.

These are suggestions, but for a misspelt county: its councils are a choice as they stand.
"""

from rapidfuzz import fuzz, process

from councils.names import NOISE, SMALL_WORDS, without_kind
from councils.search.answers import Answer
from councils.search.areas import those_in_or_by
from councils.search.candidates import (
    Candidate,
    all_called,
    county_or_region,
    of_county,
    one_for_each_council,
)
from councils.search.exact_names import exact
from councils.search.in_parts import areas_elsewhere, called_elsewhere
from councils.search.known_names import County, compact, counties, spelled
from councils.search.line_parts import Parts
from councils.search.name_index import NameIndex
from councils.search.nations import GOVERNMENTS
from councils.search.sentences import BUILDINGS
from councils.search.similar import similar_names

MOST_SUGGESTIONS = 3
"""The most suggestions for a misspelt name."""
MOST_WITHIN = 6
"""The most councils that are offered for the names within a line."""
LONGEST_NAME = 4
"""The most words of a name that is looked for within a line."""
SHORTEST = 4
"""The fewest letters of a name for which others are suggested, and of one within a line."""
LIKE_A_COUNTY = 75
"""Similarity (0 to 100) from which the end of a line is read as a county, if a place is in it."""
LIKE_A_COUNTY_ALONE = 80
"""Similarity from which it is, though no such place is there: "flats to rent" is not Kent."""
MOST_COUNTIES = 2
"""The most counties that the end of a line is read as."""
BEFORE_A_PLACE = ("in", "at", "near", "from")
"""Words after which even a short name is one: "in Rye"."""
COMMON = NOISE.union(BUILDINGS.split("|"))
"""Words within a line that are no name there, though Street is one."""
NATIONS = frozenset(("wales", "scotland", "ireland", "england"))
"""Nations whose names villages of England have, too."""


def spelt_like_or_within(asked: str, parts: Parts, index: NameIndex) -> Answer | None:
    """Return the first that finds something of these, or None.

    What is spelt like the place, in its areas if it has any; names within a line without areas; the
    county among the areas; names within any line, or its areas elsewhere; a misspelt county.

    ``asked`` is the whole line, spelled; ``parts`` what it was read as.
    """
    bare = without_kind(parts.name)
    is_long_enough = len(bare) >= SHORTEST and bool(set(bare.split()) - NOISE)
    if is_long_enough:
        answer = with_similar_names(bare, parts, index)
        if answer:
            return answer
    named = names_in_line(asked, index)
    if named and not parts.areas:
        return Answer("within", named)
    county = in_its_county(parts, index)
    if county:
        return county
    named_or_elsewhere = within_or_elsewhere(named, parts, index)
    if named_or_elsewhere:
        return named_or_elsewhere
    return in_misspelt_county(parts, index)


def within_or_elsewhere(named: list[Candidate], parts: Parts, index: NameIndex) -> Answer | None:
    """Return the candidates named in a line, with its areas elsewhere, or None.

    Of other nations only the areas are looked up: many names there are ordinary words, too, as in
    "Rose Cottage, Chepstow". Where England has no such area, what else is named is a house: "Bryn
    Awel, Brecon".
    """
    there: list[Candidate] = []
    for area in parts.areas:
        there = called_elsewhere(area, index)
        if there:  # the town, and not also its county
            break
    is_in_england_too = any(all_called(area, index) for area in parts.areas)
    if there and not is_in_england_too:
        named = []
    nations = []
    for elsewhere in areas_elsewhere(parts.areas, index):
        if elsewhere.nation in GOVERNMENTS and not elsewhere.codes:
            nations.append(elsewhere.nation)
    choices = one_for_each_council([*named, *there])
    if not choices and not nations:
        return None
    return Answer("within", choices, nations=list(dict.fromkeys(nations)))


def in_its_county(parts: Parts, index: NameIndex) -> Answer | None:
    """Return the councils of the first county or region among the areas of a line, or None."""
    for area in parts.areas:
        county = county_or_region(area, index.record)
        if county:
            return Answer("in_county", of_county(county, index.record), subject=county.name)
    return None


def in_misspelt_county(parts: Parts, index: NameIndex) -> Answer | None:
    """Return what is spelt like a place in what is spelt like its county, or that county alone."""
    words = " ".join([parts.name, *parts.areas]).split()
    likely: list[County] = []
    for start in range(max(1, len(words) - LONGEST_NAME), len(words)):
        place = " ".join(words[:start])
        for county, likeness in counties_spelt_like(" ".join(words[start:])):
            if likeness >= LIKE_A_COUNTY_ALONE:
                likely.append(county)
            there = Parts(place, areas=(spelled(county.name),))
            alike = with_similar_names(place, there, index)
            if alike:
                return alike
    if not likely:
        return None
    return Answer("in_county", of_county(likely[0], index.record), subject=likely[0].name)


def counties_spelt_like(name: str) -> list[tuple[County, float]]:
    """Return the counties whose names are the most like a spelled one, and how like each is.

    They may be two: Herefordshire and Hertfordshire.
    """
    found = process.extract(
        compact(name),
        list(counties()),
        scorer=fuzz.ratio,
        score_cutoff=LIKE_A_COUNTY,
        limit=MOST_COUNTIES,
    )
    return [(counties()[its_name], likeness) for its_name, likeness, _ in found]


def with_similar_names(name: str, parts: Parts, index: NameIndex) -> Answer | None:
    """Return at most ``MOST_SUGGESTIONS`` councils with similar names, or places of such names.

    Nations of such names, or of such a place, are offered beside them: "Scotlnd", "St Hellier".
    """
    candidates: list[Candidate] = []
    nations: list[str] = []
    for similar in similar_names(name, index.record):
        answer = exact(similar.name, index)
        if answer is None:
            continue
        if answer.case == "county" and not candidates and not parts.areas:
            return answer
        if answer.case == "county":  # some of its councils would be no answer
            continue
        if parts.areas:
            found = those_in_or_by(parts.areas, all_called(similar.name, index), index)
        else:
            found = answer.choices
            nations += answer.all_nations
        for candidate in found:
            candidates.append(candidate._replace(reason=similar.reason))
        candidates = one_for_each_council(candidates)
        if len(candidates) >= MOST_SUGGESTIONS:
            break
    if not candidates and not nations:
        return None
    each_once = list(dict.fromkeys(nations))
    return Answer("similar_names", candidates[:MOST_SUGGESTIONS], nations=each_once)


def names_in_line(asked: str, index: NameIndex) -> list[Candidate]:
    """Return the candidates of the longest names that stand within a line."""
    words = asked.split()
    for length in range(min(len(words), LONGEST_NAME), 0, -1):
        found = []
        for start in range(len(words) - length + 1):
            name = " ".join(words[start : start + length])
            is_last = start + length == len(words)
            stands_like_a_place = start > 0 and (is_last or words[start - 1] in BEFORE_A_PLACE)
            # A small word makes a name no longer: skip "the warwick", and find "warwick" with the
            # names of one word.
            is_cut_well = SMALL_WORDS.isdisjoint((words[start], words[start + length - 1]))
            if is_cut_well and may_be_named(name, stands_like_a_place):
                found += all_called(name, index)
        if found:
            return one_for_each_council(found)[:MOST_WITHIN]
    return []


def may_be_named(name: str, stands_like_a_place: bool) -> bool:
    """Whether words within a line may be a name.

    They stand like a place if "in" is before them, or they end the line. Otherwise short ones are
    left out, and saints: most are those of a school or a church. Wales is a village, too, but in
    "North Wales Police" nobody means it.
    """
    if name in COMMON or name in NATIONS:
        return False
    is_unlikely = len(name) < SHORTEST or name.startswith("st ")
    return stands_like_a_place or not is_unlikely
