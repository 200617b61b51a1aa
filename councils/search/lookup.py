"""Lead from what a visitor typed in the search box to a council, or to a page that says why not.

Nothing typed is stored: it is read, answered and forgotten.
"""

import datetime as dt
import re
from dataclasses import dataclass, field
from enum import StrEnum

from councils.postcodes import parsing
from councils.postcodes.index import PostcodeFacts
from councils.postcodes.store import active_index
from councils.record import CouncilOnDay, Record
from councils.safeguarding import call_for_help
from councils.search.by_name import called

MAX_LENGTH = 200
"""Characters of the box that are read; longer text is neither a postcode nor a name."""
MAX_CHOICES = 20
"""Councils offered for a name that fits many."""
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
    SEVERAL_COUNCILS = "several_councils"
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
    AnswerKind.EMPTY: "Type a postcode or a council’s name",
    AnswerKind.TOO_LONG: "That is too long for this box",
    AnswerKind.HELPLINES: "Is this about you, now?",
    AnswerKind.NOT_FOUND: "We could not find that",
    AnswerKind.SEVERAL_COUNCILS: "More than one council fits “{typed}”",
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
    AnswerKind.CHANNEL_ISLANDS: "This postcode is in the Channel Islands",
    AnswerKind.ISLE_OF_MAN: "This postcode is on the Isle of Man",
    AnswerKind.WALES: "This place is in Wales",
    AnswerKind.SCOTLAND: "This place is in Scotland",
    AnswerKind.NORTHERN_IRELAND: "This place is in Northern Ireland",
}

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
    choices: list[CouncilOnDay] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    """Postcodes that exist and look like the one typed."""
    place: str = ""
    """The territory of a postcode overseas."""
    ended: str = ""
    """The month in which a postcode ended, in words, where it is known."""
    edition: str = ""
    """The list of postcodes that was searched."""
    show_helplines: bool = False
    """Nothing was found, and the words may be those of somebody who looks for help."""

    @property
    def url(self) -> str:
        """The council's page, which says why it is not the district's where one was asked for."""
        address = self.council.url if self.council else ""
        return f"{address}?from={self.district.slug}" if self.district else address

    def heading(self, typed: str) -> str:
        """Return the heading of the answer's page."""
        if self.ended:
            return f"This postcode ended in {self.ended}"
        return HEADINGS[self.kind].format(typed=typed)


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
            return by_name(typed, record) or typo_suggestions(typed) or Answer(AnswerKind.NOT_FOUND)
        case parsing.Kind.PARTIAL:
            return by_name(typed, record) or partial_postcode(parsed.outward)
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
        return Answer(AnswerKind.NEAR_BORDER, choices=[council, *others], district=district)
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
    """Return the council of a name; a choice where it fits several; None where it fits none."""
    rows = called(record, typed)
    rows = [row for row in rows if row.status != "former"] or rows
    return choose(rows, record) if rows else None


def choose(rows: list[CouncilOnDay], record: Record) -> Answer:
    """Return the one council meant, or offer the choice."""
    if len(rows) == 1:
        return to_council(rows[0], record)
    responsible = [row for row in rows if row.is_responsible]
    if len(responsible) == 1 and len({row.short_name for row in rows}) == 1:
        return to_council(responsible[0], record)
    ordered = sorted(rows, key=lambda row: (not row.is_responsible, row.short_name))
    return Answer(AnswerKind.SEVERAL_COUNCILS, choices=ordered[:MAX_CHOICES])


def to_council(row: CouncilOnDay, record: Record) -> Answer:
    """Return the answer for one council found by its name: a district leads to its county."""
    if row.nation in NATIONS:
        return Answer(NATIONS[row.nation], district=row)
    if row.status in ("former", "forming") and row.is_responsible:
        return Answer(AnswerKind.COUNCIL, council=row)
    council = record.responsible_for(row)
    if council is not None:
        return Answer(AnswerKind.COUNCIL, council=council, district=None if council is row else row)
    if successors := record.successors_of(row):
        return Answer(AnswerKind.SEVERAL_COUNCILS, choices=successors)
    return Answer(AnswerKind.COUNCIL, council=row)
