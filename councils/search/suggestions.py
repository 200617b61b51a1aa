"""Offer what is spelt like a name that nobody has, or stands within a line: only suggestions."""

from councils.names import NOISE, without_kind
from councils.search.answers import Answer
from councils.search.areas import those_in
from councils.search.candidates import (
    Candidate,
    NameIndex,
    all_called,
    county_or_region,
    of_county,
    one_for_each_council,
)
from councils.search.cases import BUILDINGS
from councils.search.exact_names import exact
from councils.search.parts import LONGEST_NAME, Parts
from councils.search.similar import similar_names

MOST_SUGGESTIONS = 3
"""The most suggestions for a misspelt name."""
MOST_WITHIN = 6
"""The most councils that are offered for the names within a line."""
SHORTEST = 4
"""The fewest letters of a name for which others are suggested, and of one within a line."""
COMMON = NOISE.union(BUILDINGS.split("|"))
"""Words within a line that are no name there, though Street is one."""


def near_names(asked: str, parts: Parts, index: NameIndex) -> Answer | None:
    """Return what is spelt like a place, in its county if there is one, or stands within a line.

    ``asked`` is the whole line, spelled; ``parts`` what it was read as.
    """
    bare = without_kind(parts.place)
    is_long_enough = len(bare) >= SHORTEST and bool(set(bare.split()) - NOISE)
    if is_long_enough:
        answer = spelt_alike(bare, parts, index)
        if answer:
            return answer
    named = within(asked, index)
    if named and not parts.areas:
        return Answer("within", named)
    for area in parts.areas:
        county = county_or_region(area, index.record)
        if county:
            return Answer("in_county", of_county(county, index.record), place=county.name)
    if named:
        return Answer("within", named)
    return None


def spelt_alike(bare: str, parts: Parts, index: NameIndex) -> Answer | None:
    """Return at most ``MOST_SUGGESTIONS`` councils with similar names, or places of such names."""
    candidates: list[Candidate] = []
    for similar in similar_names(bare, index.record):
        answer = exact(similar.name, index)
        if answer is None:
            continue
        if answer.case == "county" and not candidates and not parts.areas:
            return answer
        if answer.case == "county":  # some of its councils would be no answer
            continue
        if parts.areas:
            found = those_in(parts.areas, all_called(similar.name, index), index)
        else:
            found = answer.choices
        for candidate in found:
            candidates.append(candidate._replace(reason=similar.reason))
        candidates = one_for_each_council(candidates)
        if len(candidates) >= MOST_SUGGESTIONS:
            break
    if not candidates:
        return None
    return Answer("similar_names", candidates[:MOST_SUGGESTIONS])


def within(asked: str, index: NameIndex) -> list[Candidate]:
    """Return the candidates of the longest names that stand within a line.

    Saints are left out: most of them are those of a school or a church.
    """
    words = asked.split()
    for length in range(min(len(words), LONGEST_NAME), 0, -1):
        found = []
        for start in range(len(words) - length + 1):
            name = " ".join(words[start : start + length])
            if len(name) < SHORTEST or name.startswith("st ") or name in COMMON:
                continue
            found += all_called(name, index)
        if found:
            return one_for_each_council(found)[:MOST_WITHIN]
    return []
