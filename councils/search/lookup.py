"""Answer what a visitor typed in the search box: with a council, a choice, or the reason why not.

Nothing that is typed is stored.
"""

import datetime as dt
import re
from collections.abc import Iterable

from django.http import QueryDict

from councils.postcodes import parsing
from councils.postcodes.index import PostcodeFacts, postcodes
from councils.record import CouncilOnDay, Record
from councils.safeguarding import call_for_help
from councils.search.answers import NOT_FOUND, WITH_ADDRESS, Answer, Candidate, nation_code
from councils.search.gazetteer import gazetteer
from councils.search.known_names import counties
from councils.search.matcher import (
    is_councils_name,
    match_county,
    match_name,
    of_councils,
    of_places,
)

MAX_LENGTH = 200
"""The most characters that are read: longer text is neither a postcode nor a name."""

BARE_POSTCODE = re.compile(r"\s*[A-Za-z]{1,2}[0-9][A-Za-z0-9]?\s?[0-9][A-Za-z]{2}\s*")
"""A postcode and nothing else, as most people type it. The guard need not read it."""


def resolve(typed: str, record: Record, go_on: bool = False) -> Answer:
    """Return the answer to what was typed, on the record's day.

    With ``go_on`` the guard is skipped: the visitor has seen the helplines and chosen to search.
    """
    typed = typed.replace("\x00", " ").strip()
    if not typed:
        return Answer("empty")
    is_plain = go_on or BARE_POSTCODE.fullmatch(typed) or is_councils_name(typed, record)
    if not is_plain and call_for_help.sounds_like_a_call_for_help(typed):
        return Answer("helplines")
    answer = Answer("too_long") if len(typed) > MAX_LENGTH else look_up(typed, record)
    if answer.case in NOT_FOUND:
        answer.show_helplines = call_for_help.may_be_about_the_writer(typed)
    return answer


def look_up(typed: str, record: Record) -> Answer:
    """Return the answer to a postcode or a name."""
    parsed = parsing.parse(typed)
    match parsed.kind:
        case parsing.Kind.FULL if parsed.postcode:
            return by_postcode(parsed.postcode, typed, record)
        case parsing.Kind.PARTIAL:
            exists = postcodes().has_outcode(parsed.outward)
            return Answer("partial" if exists else "not_found")
        case parsing.Kind.NOT_A_POSTCODE | parsing.Kind.EMPTY:
            answer = match_name(typed, record)
            if answer.case in ("similar_names", "not_found"):
                return typo_suggestions(typed) or answer
            return answer
    return Answer(parsed.kind, place=parsed.place)


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
    if county := counties().get(query.get("county", "").replace("-", " ")):
        return match_county(county, record)
    between: list[Candidate] = []
    for slug in dict.fromkeys(query.get("between", "").split(",")):
        if (council := record.called(slug)) and council.nation == "England":
            between += of_councils([council], record)
        elif council:
            between.append(itself(council))
    slugs = dict.fromkeys(query.get("places", "").split(","))
    between += of_places(filter(None, map(gazetteer().by_slug, slugs)), record)
    if not between:
        return Answer("search")
    why = query.get("why", "")
    if why.endswith("_border"):
        return border(between)
    return Answer(why if why in WITH_ADDRESS else "choices", between)


# -- A postcode: its council, a choice, or the reason why there is none ---------------------------

NEARLY_ALL = 0.9
"""The share of a sector's postcodes in use from which they show whose a doubtful one is."""
MAX_SUGGESTIONS = 6
"""The most postcodes that are suggested for one that does not exist."""


def by_postcode(postcode: parsing.Postcode, typed: str, record: Record) -> Answer:
    """Return the answer to a well-formed postcode."""
    facts = postcodes().lookup(postcode)
    if facts is None:
        return typo_suggestions(typed) or Answer("unknown_postcode")
    if facts.in_use is None:
        return by_doubtful_facts(facts, postcodes().districts_in_sector(postcode), record)
    return by_facts(facts, record)


def typo_suggestions(typed: str) -> Answer | None:
    """Return an answer with existing postcodes that may be meant (0 for O, 1 for I), or None."""
    suggestions = [
        str(postcode)
        for postcode in parsing.candidates(typed)
        if postcodes().lookup(postcode) or parsing.is_northern_irish(postcode.outward)
    ]
    return (
        Answer("did_you_mean", suggestions=suggestions[:MAX_SUGGESTIONS]) if suggestions else None
    )


def by_facts(facts: PostcodeFacts, record: Record) -> Answer:
    """Return the answer to a postcode that exists: its council, or why there is none."""
    if facts.in_use is False:
        ended = dt.date.fromisoformat(f"{facts.ended}-01")
        return Answer("ended", place=f"{ended:%B %Y}")
    gss = facts.district_gss or ""
    near = councils_at([gss], record)
    if not near:
        return Answer("unknown_postcode")
    (council, *_) = near.values()
    near |= councils_at(facts.nearby, record)
    if len(near) > 1:
        return border([*map(itself, near.values())])
    case = "council" if council.nation == "England" else nation_code(council)
    return Answer(case, [Candidate(council, council.name, named=record.with_gss(gss))])


def by_doubtful_facts(facts: PostcodeFacts, sector: dict[str, int], record: Record) -> Answer:
    """Return the answer to a postcode that may have ended.

    The data may place such a postcode at a sorting office far from its homes. Its council is
    probably right if nearly all postcodes in use in the same sector are its own; otherwise the
    visitor is asked. ``sector`` says how many of them each district has, by GSS code.
    """
    answer = by_facts(facts, record)
    here = councils_at([facts.district_gss or ""], record)
    if len(here) != 1:
        return answer
    (council,) = here.values()
    own = sum(number for gss, number in sector.items() if [*councils_at([gss], record)] == [*here])
    if not own or own / sum(sector.values()) < NEARLY_ALL:
        live = councils_at(sector, record)
        nations = {there.nation for there in live.values()}
        if council.nation != "England" and nations <= {council.nation}:
            return Answer(nation_code(council))  # the nation is certain, the council is not
        return Answer("doubtful", [*map(itself, {**live, **here}.values())])
    return Answer("maybe_ended", answer.choices) if answer.case == "council" else answer


def border(choices: list[Candidate]) -> Answer:
    """Return the choice near a border: between councils, or between nations if they differ.

    If all are in one nation outside England, there is nothing to choose.
    """
    nations = {choice.council.nation for choice in choices}
    if len(nations) > 1:
        return Answer("nation_border", sorted(choices, key=lambda choice: choice.council.nation))
    if nations != {"England"}:
        return Answer(nation_code(choices[0].council))
    return Answer("near_border", choices)


def councils_at(districts: Iterable[str], record: Record) -> dict[int, CouncilOnDay]:
    """Return the councils that run children's services in districts (GSS codes), by id, in order.

    Outside England, these are the districts' own councils.
    """
    found = {}
    for gss in districts:
        own = record.with_gss(gss)
        elsewhere = own is not None and own.nation != "England"
        for council in [own] if own and elsewhere else record.responsible_in(gss):
            found[council.id] = council
    return found


def itself(council: CouncilOnDay) -> Candidate:
    return Candidate(council, council.name, named=council)
