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
from councils.search.beyond_england import GOVERNMENTS
from councils.search.candidates import (
    Candidate,
    county_or_region,
    itself,
    name_index,
    of_councils,
    of_places,
)
from councils.search.cases import ISLANDS, UNSURE, WITH_ADDRESS
from councils.search.exact_names import match_county
from councils.search.gazetteer import gazetteer
from councils.search.known_names import authorities, compact, county_called, spelled
from councils.search.matcher import match_name
from councils.search.parts import has_only_names
from councils.search.postcode_answers import (
    border,
    by_half,
    by_half_and_place,
    by_postcode,
    typo_suggestions,
)

MAX_LENGTH = 200
"""The most characters that are read: longer text is neither a postcode nor a name."""

HAS_DIGIT = re.compile(r"\d")
"""Every postcode, and half of one, has a digit: of any script."""

BESIDE_A_HALF = (*GOVERNMENTS, "council", "choices", "divided", "county")
"""The answers to a place that half a postcode beside it can make narrower: "Leeds LS1"."""

BARE_POSTCODE = re.compile(r"\s*[A-Za-z]{1,2}[0-9][A-Za-z0-9]?\s?[0-9][A-Za-z]{2}\s*")
"""A postcode and nothing else, as most people type it. The guard need not read it."""


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
    if answer.case in UNSURE:
        answer.show_helplines = call_for_help.may_be_about_the_writer(typed)
    return answer


def is_plain(typed: str, record: Record) -> bool:
    """Whether a line is a postcode, or names with commas between them, and nothing else.

    The guard need not read it: no word of it can be a call for help.
    """
    if BARE_POSTCODE.fullmatch(typed):
        return True
    asked = spelled(typed)
    index = name_index(record)
    if asked in index.full or county_called(asked) or compact(asked) in authorities():
        return True
    return has_only_names(typed, index.knows)


def look_up(typed: str, record: Record) -> Answer:
    """Return the answer to a postcode, to half of one, or to a name."""
    parsed = parsing.parse(typed)
    match parsed.kind:
        case parsing.Kind.FULL if parsed.postcode:
            answer = by_postcode(parsed.postcode, typed, record)
            answer.tidy = str(parsed.postcode)
            return answer
        case parsing.Kind.PARTIAL:
            return by_half(parsed.outward, typed, record)
        case parsing.Kind.NOT_A_POSTCODE | parsing.Kind.EMPTY:
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
    """Return the answer to two postcodes in a line, or to half of one beside a place, or None."""
    several = parsing.within(typed)
    if len(several) > 1:
        return Answer("two_postcodes", suggestions=list(map(str, several)))
    half = parsing.half_within(typed)
    if not half.outward:
        return None
    named = match_name(half.words, record)
    if parsing.is_northern_irish(half.outward):
        if named.case == "northern_ireland":
            return named
        return Answer("northern_ireland")
    if not postcodes().has_outcode(half.outward):
        return None
    if named.choices and named.case in BESIDE_A_HALF:
        return by_half_and_place(half.outward, named, record)
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
    islands = [nation for nation in query.get("or", "").split(",") if nation in ISLANDS]
    if not between:
        case = "search"
        if len(islands) == 1:
            case = islands[0]
        return Answer(case)
    why = query.get("why", "")
    if why.endswith("_border"):
        return border(between)
    if why not in WITH_ADDRESS:
        why = "choices"
    return Answer(why, between, islands=islands)


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
