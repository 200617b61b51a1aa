"""Answer what a visitor typed in the search box: with a council, a choice, or the reason why not.

Nothing that is typed is stored.
"""

import re

from django.http import QueryDict

from councils.postcodes import parsing
from councils.postcodes.index import postcodes
from councils.record import Record
from councils.safeguarding import call_for_help
from councils.search.answers import Answer
from councils.search.candidates import (
    Candidate,
    county_or_region,
    itself,
    of_councils,
    of_places,
)
from councils.search.cases import CASES
from councils.search.exact_names import match_county
from councils.search.gazetteer import gazetteer
from councils.search.matcher import match_name
from councils.search.plain_lines import is_plain
from councils.search.postcode_answers import (
    border,
    by_half,
    by_half_and_words,
    by_halves,
    by_postcode,
    typo_suggestions,
)

MAX_LENGTH = 200
"""The most characters that are read: longer text is neither a postcode nor a name."""

HAS_DIGIT = re.compile(r"\d")
"""Every postcode, and half of one, has a digit: of any script."""


def resolve(typed: str, record: Record, go_on: bool = False) -> Answer:
    """Return the answer to what was typed, on the record's day.

    The guard hears the whole line, before any word of it is dropped. With ``go_on`` it is skipped:
    the visitor has seen the helplines and chosen to search.
    """
    typed = typed.replace("\x00", " ").strip()
    if not typed:
        return Answer("empty")
    is_heard = not go_on and not is_plain(typed, record)
    if is_heard and call_for_help.sounds_like_a_call_in_the_box(typed):
        return Answer("helplines")
    if len(typed) > MAX_LENGTH:
        answer = Answer("too_long")
    else:
        answer = look_up(typed, record)
    if CASES[answer.case].may_be_a_call:
        answer.show_helplines = call_for_help.may_be_about_the_writer(typed)
    return answer


def look_up(typed: str, record: Record) -> Answer:
    """Return the answer to a postcode, to half of one, or to a name."""
    parsed = parsing.parse(typed)
    match parsed.kind:
        case parsing.Kind.FULL if parsed.postcode:
            answer = by_postcode(parsed.postcode, typed, record)
            answer.tidy = str(parsed.postcode)
            return answer
        case parsing.Kind.PARTIAL if postcodes().has_outcode(parsed.outward):
            return by_half(parsed.outward, typed, record)
        case parsing.Kind.PARTIAL | parsing.Kind.NOT_A_POSTCODE | parsing.Kind.EMPTY:
            return by_words(typed, record)
    return Answer(parsed.kind, place=parsed.place)


def by_words(typed: str, record: Record) -> Answer:
    """Return the answer to a line that is not one postcode, though it may have some in it."""
    if HAS_DIGIT.search(typed):
        beside = by_postcodes_within(typed, record)
        if beside:
            return beside
    answer = match_name(typed, record)
    if answer.case in ("similar_names", "not_found", "school_or_road", "within"):
        return typo_suggestions(typed) or answer
    return answer


def by_postcodes_within(typed: str, record: Record) -> Answer | None:
    """Return the answer to two postcodes in a line, or to half of one beside words, or None."""
    several = parsing.within(typed)
    if len(several) > 1:
        return Answer("two_postcodes", suggestions=list(map(str, several)))
    within = parsing.halves_within(typed)
    halves = []
    for outward in within.halves:
        if postcodes().has_outcode(outward) or parsing.is_northern_irish(outward):
            halves.append(outward)
    if len(halves) > 1:
        return by_halves(halves, record)
    if len(halves) == 1:
        named = match_name(within.words, record)
        return by_half_and_words(halves[0], named, typed, record)
    return None


def is_postcode(typed: str) -> bool:
    """Return whether a text is a postcode, whole or in part, or one with a likely typo."""
    kind = parsing.parse(typed[:MAX_LENGTH]).kind
    is_name = kind in (parsing.Kind.NOT_A_POSTCODE, parsing.Kind.EMPTY)
    return not is_name or typo_suggestions(typed) is not None


# -- A choice at an address of its own ------------------------------------------------------------


def offer(query: QueryDict, record: Record) -> Answer:
    """Return the choice in a query made by ``Answer.url``, or the empty search box.

    Unknown slugs are ignored.
    """
    county = county_or_region(query.get("county", "").replace("-", " "), record)
    if county:
        return match_county(county, record)
    between = councils_of(query.get("between", ""), record)
    between += places_of(query.get("places", ""), record)
    islands = [nation for nation in query.get("or", "").split(",") if is_island(nation)]
    if not between:
        case = "search"
        if len(islands) == 1:
            case = islands[0]
        return Answer(case)
    why = query.get("why", "")
    if why.endswith("_border"):
        return border(between)
    if why not in CASES or not CASES[why].has_address:
        why = "choices"
    return Answer(why, between, islands=islands)


def is_island(nation: str) -> bool:
    """Whether a word of a query is the case of a nation without councils of ours."""
    return nation in CASES and CASES[nation].is_island


def councils_of(slugs: str, record: Record) -> list[Candidate]:
    """Return the candidates of councils whose slugs stand between commas."""
    found: list[Candidate] = []
    for slug in dict.fromkeys(slugs.split(",")):
        council = record.called(slug)
        if council and council.nation == "England":
            found += of_councils([council], record)
        elif council:
            found.append(itself(council))
    return found


def places_of(slugs: str, record: Record) -> list[Candidate]:
    """Return the candidates of places whose slugs stand between commas."""
    found: list[Candidate] = []
    for slug in dict.fromkeys(slugs.split(",")):
        place = gazetteer().by_slug(slug)
        if place:
            found += of_places([place], record)
    return found
