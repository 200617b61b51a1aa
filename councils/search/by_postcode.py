"""Answer a postcode: with its council, with a choice, or with the reason why there is none."""

import datetime as dt
from collections.abc import Iterable

from councils.postcodes import parsing
from councils.postcodes.index import PostcodeFacts, postcodes
from councils.record import CouncilOnDay, Record
from councils.search.answers import Answer, Candidate
from councils.search.elsewhere import nation_code

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
        if postcodes().exists(postcode) or parsing.is_northern_irish(postcode.outward)
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
    council = council_at(gss, record)
    if council is None:
        return Answer("unknown_postcode")
    near = {council.id: council} | councils_at(facts.nearby, record)
    if len(near) > 1:
        return border([*map(itself, near.values())])
    case = "council" if council.nation == "England" else nation_code(council)
    return Answer(case, [Candidate(council, council.name, named=record.place(gss))])


def by_doubtful_facts(facts: PostcodeFacts, sector: dict[str, int], record: Record) -> Answer:
    """Return the answer to a postcode that may have ended.

    The data may place such a postcode at a sorting office far from its homes. Its council is
    probably right if nearly all postcodes in use in the same sector are its own; otherwise the
    visitor is asked. ``sector`` says how many of them each district has, by GSS code.
    """
    answer = by_facts(facts, record)
    council = council_at(facts.district_gss or "", record)
    if council is None:
        return answer
    own = sum(number for gss, number in sector.items() if council_at(gss, record) is council)
    if not own or own / sum(sector.values()) < NEARLY_ALL:
        live = councils_at(sector, record)
        nations = {there.nation for there in live.values()}
        if council.nation != "England" and nations <= {council.nation}:
            return Answer(nation_code(council))  # the nation is certain, the council is not
        return Answer("doubtful", [*map(itself, {**live, council.id: council}.values())])
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


def council_at(gss: str, record: Record) -> CouncilOnDay | None:
    """Return the council that runs children's services in a district (a GSS code), or None.

    Outside England, return the district's own council.
    """
    place = record.place(gss)
    return place if place and place.nation != "England" else record.responsible_for(place)


def councils_at(districts: Iterable[str], record: Record) -> dict[int, CouncilOnDay]:
    """Return the councils of districts (GSS codes) by id, in order."""
    councils = (council_at(gss, record) for gss in districts)
    return {council.id: council for council in councils if council is not None}


def itself(council: CouncilOnDay) -> Candidate:
    return Candidate(council, council.name, named=council)
