"""Lead from what a visitor typed in the search box to a council, or to a page that says why not.

Nothing typed is stored: it is read, answered and forgotten.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.text import slugify

from councils.postcodes import parsing
from councils.postcodes.index import PostcodeFacts
from councils.postcodes.store import active_index
from councils.record import CouncilOnDay, Record
from councils.safeguarding import call_for_help
from councils.search.matcher import (
    Candidate,
    Match,
    counties,
    match_county,
    match_name,
    of_councils,
    of_places,
)
from councils.search.matcher import Kind as MatchKind
from councils.search.places.gazetteer import Place, gazetteer

MAX_LENGTH = 200
"""Characters of the box that are read; longer text is neither a postcode nor a name."""
MAX_CHOICES = 40
"""Councils and places that one address may offer; one made by hand may name more."""
MAX_SUGGESTIONS = 6
"""Postcodes offered for one that does not exist."""

BARE_POSTCODE = re.compile(r"\s*[A-Za-z]{1,2}[0-9][A-Za-z0-9]?\s?[0-9][A-Za-z]{2}\s*")
"""A postcode and nothing else, as most people type it: there are no words to be guarded."""


class AnswerKind(StrEnum):
    """A redirect to a council, or the page of this name in templates/councils/answers/."""

    COUNCIL = "council"
    SEARCH = "search"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    HELPLINES = "helplines"
    NOT_FOUND = "not_found"
    CHOICES = "choices"
    COUNTY = "county"
    SIMILAR_NAMES = "similar_names"
    DID_YOU_MEAN = "did_you_mean"
    NO_POSTCODES = "no_postcodes"
    UNKNOWN_POSTCODE = "unknown_postcode"
    PARTIAL = "partial"
    MAYBE_ENDED = "maybe_ended"
    ENDED = "ended"
    NEAR_BORDER = "near_border"
    BFPO = "bfpo"
    GIRO = "giro"
    OVERSEAS = "overseas"
    CHANNEL_ISLANDS = "channel_islands"
    ISLE_OF_MAN = "isle_of_man"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"


HEADINGS = {
    AnswerKind.SEARCH: "Find your council",
    AnswerKind.EMPTY: "Type a postcode, a town or a council",
    AnswerKind.TOO_LONG: "That is too long for this box",
    AnswerKind.HELPLINES: "Is this about you, now?",
    AnswerKind.NOT_FOUND: "We could not find that",
    AnswerKind.CHOICES: "Which one do you mean?",
    AnswerKind.COUNTY: "{place} has more than one council",
    AnswerKind.SIMILAR_NAMES: "We have no council or place called “{typed}”",
    AnswerKind.DID_YOU_MEAN: "Did you mean…?",
    AnswerKind.NO_POSTCODES: "Our list of postcodes is not loaded",
    AnswerKind.UNKNOWN_POSTCODE: "We do not have this postcode",
    AnswerKind.PARTIAL: "That is the first half of a postcode",
    AnswerKind.MAYBE_ENDED: "This postcode may not be in use now",
    AnswerKind.ENDED: "This postcode ended",
    AnswerKind.NEAR_BORDER: "Which of these is your council?",
    AnswerKind.BFPO: "This is a Forces address (BFPO)",
    AnswerKind.GIRO: "This postcode was a bank’s",
    AnswerKind.OVERSEAS: "This postcode is outside the UK",
    AnswerKind.CHANNEL_ISLANDS: "This place is in the Channel Islands",
    AnswerKind.ISLE_OF_MAN: "This place is on the Isle of Man",
    AnswerKind.WALES: "This place is in Wales",
    AnswerKind.SCOTLAND: "This place is in Scotland",
    AnswerKind.NORTHERN_IRELAND: "This place is in Northern Ireland",
}

CHANNEL_ISLANDS = {"jersey": "Jersey", "guernsey": "Guernsey"}
NATIONS = {
    "Wales": AnswerKind.WALES,
    "Scotland": AnswerKind.SCOTLAND,
    "Northern Ireland": AnswerKind.NORTHERN_IRELAND,
}
"""The answers for councils outside England."""


@dataclass(slots=True)
class Answer:
    """What the search box leads to."""

    kind: AnswerKind
    council: CouncilOnDay | None = None
    district: CouncilOnDay | None = None
    """The district that was asked for, where another council runs children's services there."""
    town: Place | None = None
    """The place that was asked for, of which the council answers for most or all."""
    choices: list[Candidate] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    """Postcodes that exist and look like the one typed."""
    place: str = ""
    """The territory of a postcode overseas, an island, or a historic county."""
    ended: str = ""
    """The month in which a postcode ended, in words, where it is known."""
    edition: str = ""
    """The list of postcodes that was searched."""
    show_helplines: bool = False
    """Nothing was found, and the words may be those of somebody who looks for help."""

    @property
    def council_url(self) -> str:
        """The council's page, with the district or place that explains why it is this one."""
        if self.council is None:
            return ""
        return Candidate(self.council, "", self.district, self.town).url

    @property
    def url(self) -> str:
        """Where the answer has an address of its own; empty for a page that quotes what was typed.

        It is made of what is offered, never of what was typed, so that Back leads to it.
        """
        match self.kind:
            case AnswerKind.COUNCIL:
                return self.council_url
            case AnswerKind.COUNTY:
                return search_url(county=[slugify(self.place)])
            case AnswerKind.NEAR_BORDER:
                return search_url(border=[choice.council.slug for choice in self.choices])
            case AnswerKind.CHOICES:
                return search_url(
                    between=[choice.named.slug for choice in self.choices if choice.named],
                    places=[choice.place.slug for choice in self.choices if choice.place],
                )
        return ""

    def heading(self, typed: str) -> str:
        """Return the heading of the answer's page."""
        if self.ended:
            return f"This postcode ended in {self.ended}"
        if self.kind == AnswerKind.CHANNEL_ISLANDS and self.place:
            return f"This place is in {self.place}"
        return HEADINGS[self.kind].format(typed=typed, place=self.place)


def search_url(**slugs: list[str]) -> str:
    """Return the address of a choice among slugs, by the name of their parameter."""
    query = {name: ",".join(dict.fromkeys(values)) for name, values in slugs.items() if values}
    return f"{reverse('councils:find')}?{urlencode(query, safe=',')}"


def resolve(typed: str, record: Record, go_on: bool = False) -> Answer:
    """Return the answer to what was typed, on the record's day.

    ``go_on``: the visitor has seen the helplines and said that they are looking for a council.
    """
    typed = typed.replace("\x00", " ").strip()
    if not typed:
        return Answer(AnswerKind.EMPTY)
    has_words = not go_on and not BARE_POSTCODE.fullmatch(typed)
    if has_words and call_for_help.sounds_like_a_call_for_help(typed):
        return Answer(AnswerKind.HELPLINES)
    answer = look_up(typed, record)
    if answer.kind in (AnswerKind.NOT_FOUND, AnswerKind.TOO_LONG):
        answer.show_helplines = call_for_help.may_be_about_the_writer(typed)
    return answer


def look_up(typed: str, record: Record) -> Answer:
    """Return the answer to a postcode or a name."""
    if len(typed) > MAX_LENGTH:
        return Answer(AnswerKind.TOO_LONG)
    parsed = parsing.parse(typed)
    match parsed.kind:
        case parsing.Kind.FULL if parsed.postcode:
            return by_postcode(parsed.postcode, typed, record)
        case parsing.Kind.NOT_A_POSTCODE:
            return by_name_or_slip(typed, record)
        case parsing.Kind.PARTIAL:
            return partial_postcode(parsed.outward)
        case parsing.Kind.EMPTY:
            return Answer(AnswerKind.NOT_FOUND)
    return Answer(AnswerKind(parsed.kind), place=parsed.place)


def partial_postcode(outward: str) -> Answer:
    index = active_index()
    may_exist = index is None or index.has_outcode(outward)
    return Answer(AnswerKind.PARTIAL if may_exist else AnswerKind.NOT_FOUND)


def by_postcode(postcode: parsing.Postcode, typed: str, record: Record) -> Answer:
    """Return the answer to a well-formed postcode."""
    index = active_index()
    if index is None:
        return Answer(AnswerKind.NO_POSTCODES)
    facts = index.lookup(postcode)
    if facts is None:
        return typo_suggestions(typed) or Answer(AnswerKind.UNKNOWN_POSTCODE, edition=index.edition)
    return by_facts(facts, record, index.edition)


def typo_suggestions(typed: str) -> Answer | None:
    """Offer the postcodes that exist among likely slips (O and 0, I and 1), or None."""
    index = active_index()
    if index is None:
        return None
    suggestions = [
        str(postcode) for postcode in parsing.candidates(typed) if index.exists(postcode)
    ]
    if not suggestions:
        return None
    return Answer(AnswerKind.DID_YOU_MEAN, suggestions=suggestions[:MAX_SUGGESTIONS])


def by_facts(facts: PostcodeFacts, record: Record, edition: str) -> Answer:
    """Return who is responsible at a postcode that exists, or why no council of England is."""
    if facts.in_use is False:
        return Answer(AnswerKind.ENDED, ended=format_month(facts.ended), edition=edition)
    gss = facts.district_gss or ""
    if gss.startswith("L"):
        return Answer(AnswerKind.CHANNEL_ISLANDS)
    if gss.startswith("M"):
        return Answer(AnswerKind.ISLE_OF_MAN)
    district = record.place(gss) if gss else None
    if district is None:
        return Answer(AnswerKind.UNKNOWN_POSTCODE, edition=edition)
    if district.nation in NATIONS:
        return Answer(NATIONS[district.nation], district=district)
    council = record.responsible_for(district)
    if council is None:
        return Answer(AnswerKind.UNKNOWN_POSTCODE, edition=edition)
    if others := others_near(facts, council, record):
        near = [Candidate(one, one.name, named=one) for one in (council, *others)]
        return Answer(AnswerKind.NEAR_BORDER, choices=near)
    kind = AnswerKind.COUNCIL if facts.in_use else AnswerKind.MAYBE_ENDED
    return Answer(kind, council=council, district=None if district is council else district)


def format_month(month: str | None) -> str:
    """Return "2013-09" as "September 2013", and None as the empty text."""
    return f"{dt.date.fromisoformat(month + '-01'):%B %Y}" if month else ""


def others_near(facts: PostcodeFacts, council: CouncilOnDay, record: Record) -> list[CouncilOnDay]:
    """Return the other responsible councils of England among the nearest postcodes."""
    near = [record.responsible_for(record.place(gss)) for gss in facts.nearby]
    others = {other.code: other for other in near if other is not None and other is not council}
    return list(others.values())


def by_name(typed: str, record: Record) -> Answer | None:
    """Return the answer to a name of a council or a place; None where it fits nothing."""
    match = match_name(typed, record)
    match match.kind:
        case MatchKind.EXACT:
            return to_council(match.candidates[0])
        case MatchKind.SEVERAL:
            return Answer(AnswerKind.CHOICES, choices=match.candidates)
        case MatchKind.COUNTY:
            return Answer(AnswerKind.COUNTY, choices=match.candidates, place=match.county)
        case MatchKind.ELSEWHERE:
            return elsewhere(match)
        case MatchKind.NEAR:
            return Answer(AnswerKind.SIMILAR_NAMES, choices=match.candidates)
    return None


def to_council(candidate: Candidate) -> Answer:
    """Return the redirect to a council, with the district or place that explains it."""
    named = candidate.named if candidate.named is not candidate.council else None
    return Answer(AnswerKind.COUNCIL, candidate.council, named, town=candidate.place)


def elsewhere(match: Match) -> Answer:
    """Return the page of a nation or island that the charter never reached."""
    if match.nation in CHANNEL_ISLANDS:
        return Answer(AnswerKind.CHANNEL_ISLANDS, place=CHANNEL_ISLANDS[match.nation])
    council = match.candidates[0].council if match.candidates else None
    return Answer(AnswerKind(match.nation), district=council)


def by_name_or_slip(typed: str, record: Record) -> Answer:
    """Return the answer to a right name; else to a postcode with a slip; else to a near name."""
    answer = by_name(typed, record)
    if answer is None or answer.kind == AnswerKind.SIMILAR_NAMES:
        return typo_suggestions(typed) or answer or Answer(AnswerKind.NOT_FOUND)
    return answer


# -- A choice at an address of its own ------------------------------------------------------------


def offer(query: QueryDict, record: Record) -> Answer:
    """Return the choice that the address of ``Answer.url`` offers; the box where there is none.

    Slugs that the record and the gazetteer do not know are left out.
    """
    if county := counties().get(query.get("county", "").replace("-", " ")):
        match = match_county(county, record)
        return Answer(AnswerKind.COUNTY, choices=match.candidates, place=match.county)
    if border := list(_councils(query.get("border", ""), record)):
        return Answer(AnswerKind.NEAR_BORDER, choices=border)
    choices = [
        *_councils(query.get("between", ""), record),
        *_places(query.get("places", ""), record),
    ]
    return Answer(AnswerKind.CHOICES if choices else AnswerKind.SEARCH, choices=choices)


def _councils(slugs: str, record: Record) -> Iterator[Candidate]:
    for slug in slugs.split(",")[:MAX_CHOICES]:
        council = record.by_slug.get(slug)
        if council is not None and council.nation == "England":
            yield from of_councils([council], record)
        elif council is not None:
            yield Candidate(council, council.name, named=council)


def _places(slugs: str, record: Record) -> Iterator[Candidate]:
    for slug in dict.fromkeys(slugs.split(",")[:MAX_CHOICES]):
        if (place := gazetteer().by_slug(slug)) is not None:
            yield from of_places([place], record)
