"""Answer a postcode: with its council, with a choice, or with the reason why there is none."""

import datetime as dt
from collections.abc import Iterable

from councils.postcodes import parsing
from councils.postcodes.index import PostcodeFacts, postcodes
from councils.record import CouncilOnDay, Record
from councils.search.match import Candidate
from councils.search.search_answer import NATIONS, Answer, AnswerKind

NEARLY_ALL = 0.9
"""The share of a sector's postcodes in use from which they show whose a doubtful one is."""
MAX_SUGGESTIONS = 6
"""The most postcodes that are suggested for one that does not exist."""


def partial_postcode(outward: str) -> Answer:
    exists = postcodes().has_outcode(outward)
    return Answer(AnswerKind.PARTIAL if exists else AnswerKind.NOT_FOUND)


def by_postcode(postcode: parsing.Postcode, typed: str, record: Record) -> Answer:
    """Return the answer to a well-formed postcode."""
    index = postcodes()
    facts, edition = index.lookup(postcode), index.public_name.rpartition(", ")[2]
    if facts is None:
        return typo_suggestions(typed) or Answer(AnswerKind.UNKNOWN_POSTCODE, edition=edition)
    if facts.in_use is None:
        return by_doubtful_facts(facts, index.districts_in_sector(postcode), record, edition)
    return by_facts(facts, record, edition)


def typo_suggestions(typed: str) -> Answer | None:
    """Return an answer with existing postcodes that may be meant (0 for O, 1 for I), or None."""
    suggestions = [
        str(postcode)
        for postcode in parsing.candidates(typed)
        if postcodes().exists(postcode) or parsing.is_northern_irish(postcode.outward)
    ]
    if not suggestions:
        return None
    return Answer(AnswerKind.DID_YOU_MEAN, suggestions=suggestions[:MAX_SUGGESTIONS])


def by_facts(facts: PostcodeFacts, record: Record, edition: str) -> Answer:
    """Return the answer to a postcode that exists: its council, or why there is none."""
    if facts.in_use is False:
        return Answer(AnswerKind.ENDED, ended=format_month(facts.ended))
    gss = facts.district_gss or ""
    council = council_at(gss, record)
    if council is None:
        return Answer(AnswerKind.UNKNOWN_POSTCODE, edition=edition)
    near = {council.id: council} | councils_at(facts.nearby, record)
    if len(near) > 1:
        return border(candidates(near))
    if council.nation in NATIONS:
        return Answer(NATIONS[council.nation], district=council)
    district = record.place(gss)
    return Answer(AnswerKind.COUNCIL, council, None if district is council else district)


def by_doubtful_facts(
    facts: PostcodeFacts, sector: dict[str, int], record: Record, edition: str
) -> Answer:
    """Return the answer to a postcode that may have ended.

    The data may place such a postcode at a sorting office far from its homes. Its council is
    probably right if nearly all postcodes in use in the same sector are its own; otherwise the
    visitor is asked. ``sector`` says how many of them each district has, by GSS code.
    """
    answer = by_facts(facts, record, edition)
    council = council_at(facts.district_gss or "", record)
    if council is None:
        return answer
    live = councils_at(sector, record)
    if council.id not in live or share_of(council, sector, record) < NEARLY_ALL:
        nations = {live_council.nation for live_council in live.values()}
        if council.nation in NATIONS and nations <= {council.nation}:
            return Answer(NATIONS[council.nation])  # the nation is certain, the council is not
        return Answer(AnswerKind.DOUBTFUL, choices=candidates({**live, council.id: council}))
    if answer.kind == AnswerKind.COUNCIL:
        choice = Candidate(council, council.name, named=answer.district or council)
        return Answer(AnswerKind.MAYBE_ENDED, choices=[choice])
    return answer


def share_of(council: CouncilOnDay, sector: dict[str, int], record: Record) -> float:
    """Return the share of a sector's postcodes in use that are a council's own."""
    own = sum(number for gss, number in sector.items() if council_at(gss, record) is council)
    return own / sum(sector.values())


def border(choices: list[Candidate]) -> Answer:
    """Return the choice near a border: between councils, or between nations if they differ.

    If all are in one nation outside England, there is nothing to choose.
    """
    nations = {choice.council.nation for choice in choices}
    if len(nations) > 1:
        ordered = sorted(choices, key=lambda choice: choice.council.nation)
        return Answer(AnswerKind.NATION_BORDER, choices=ordered)
    (nation,) = nations
    if nation in NATIONS:
        return Answer(NATIONS[nation])
    return Answer(AnswerKind.NEAR_BORDER, choices=choices)


def format_month(month: str | None) -> str:
    """Return "2013-09" as "September 2013", and None as an empty string."""
    return f"{dt.date.fromisoformat(month + '-01'):%B %Y}" if month else ""


def council_at(gss: str, record: Record) -> CouncilOnDay | None:
    """Return the council that runs children's services in a district (a GSS code), or None.

    Outside England, return the district's own council.
    """
    place = record.place(gss)
    return place if place and place.nation in NATIONS else record.responsible_for(place)


def councils_at(districts: Iterable[str], record: Record) -> dict[int, CouncilOnDay]:
    """Return the councils of districts (GSS codes) by id, in order."""
    councils = (council_at(gss, record) for gss in districts)
    return {council.id: council for council in councils if council is not None}


def candidates(councils: dict[int, CouncilOnDay]) -> list[Candidate]:
    return [Candidate(council, council.name, named=council) for council in councils.values()]
