"""The council that somebody who records means by a name or a code."""

import re
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from councils.names import without_kind
from councils.record import CouncilOnDay, Record
from councils.record.status import Status
from councils.search.answers import Answer
from councils.search.candidates import Candidate
from councils.search.cases import CASES
from councils.search.known_names import meant_by_nickname, spelled
from councils.search.matcher import match_name
from councils.search.name_index import name_index
from councils.search.nations import GOVERNMENTS

MOST_CHOICES = 4
OFFERED_FROM = 80
"""Similarity (0 to 100) of two names from which one is offered for the other."""
READ_FROM = 88
"""Similarity from which one is read as the other, if no other council is nearly as similar."""
BEHIND = 5
"""How far behind every other council must be then."""
DEPARTMENT = re.compile(r"\W*\bchild\w*\W+(?:s\W+)?(?:social|services|dep).*$", re.IGNORECASE)
"""What may stand after a council's name: "Children’s Services"."""


@dataclass(slots=True)
class Called:
    """The council meant, or a sentence on why that is unclear and the councils to choose from."""

    row: CouncilOnDay | None = None
    reason: str = ""
    choices: list[CouncilOnDay] = field(default_factory=list)
    is_guess: bool = False
    """Whether somebody must see how it was read."""


def council_called(text: str, record: Record, *, current: bool = False) -> Called:
    """Return the council with a code, a name, or almost that name.

    A district's county is suggested, and a closed council with its successors. With ``current``,
    a closed council does not match even by its code, as it cannot receive letters.
    """
    name = DEPARTMENT.sub("", text)
    rows = exactly_called(name, record, current)
    if len(rows) == 1:
        return Called(rows[0], is_guess=name != text)
    match = match_name(name, record)
    named = called_so_themselves(match.choices)
    if match.case in ("council", "choices") and len(named) == 1:
        is_shortened = name != text
        is_guess = is_shortened or is_a_guess(name, named[0], match, record)
        return Called(named[0], is_guess=is_guess)
    meant: list[CouncilOnDay] = []
    if not current:
        meant = closed_councils_called(name, record)
    meant += named or [choice.council for choice in match.choices]
    choices = in_england_once(meant)
    if match.case == "similar_names":
        return nearest(name, choices)
    return unclear(text, match, choices)


def exactly_called(name: str, record: Record, current: bool) -> list[CouncilOnDay]:
    """Return the councils with a code or a full name, that run children's services once or now."""
    by_code = record.by_code.get(name.upper()) or record.with_gss(name.upper())
    if by_code:
        rows = [by_code]
    else:
        rows = []
        for row in name_index(record).full.get(spelled(name), []):
            if spelled(row.name) == spelled(name):
                rows.append(row)
    found = []
    for row in rows:
        is_over = current and row.status == Status.FORMER
        if row.is_responsible and not is_over:
            found.append(row)
    return found


def is_a_guess(name: str, row: CouncilOnDay, match: Answer, record: Record) -> bool:
    """Whether somebody must see that a council was read for a name that may mean another."""
    if match.case == "choices" and spelled(name) != spelled(row.short_name):
        return True
    return row not in name_index(record).councils_called(spelled(name))


def closed_councils_called(name: str, record: Record) -> list[CouncilOnDay]:
    """Return the closed councils with a name that ran children's services."""
    closed = []
    for row in name_index(record).councils_called(spelled(name)):
        if row.is_responsible and row.status == Status.FORMER:
            closed.append(row)
    return closed


def in_england_once(rows: list[CouncilOnDay]) -> list[CouncilOnDay]:
    """Return those of England, each once, in order."""
    once: dict[int, CouncilOnDay] = {}
    for row in rows:
        if row.nation == "England":
            once[row.id] = row
    return list(once.values())


def unclear(text: str, match: Answer, choices: list[CouncilOnDay]) -> Called:
    """Return why a text is no one council, with those to choose from if they are few."""
    if match.case in GOVERNMENTS:
        return Called(reason=f"“{text}” is not in England.")
    if len(choices) == 1 and not CASES[match.case].is_place:
        reason = f"We know no council “{text}”. Do you mean {choices[0].name}?"
    elif len(choices) == 1:
        reason = f"“{text}” runs no children’s services: {choices[0].name} does. Is that meant?"
    elif choices:
        reason = f"“{text}” may be {len(choices)} councils. Say which."
    else:
        reason = f"We know no council “{text}”. Write its name or its code."
    if len(choices) > MOST_CHOICES:
        choices = []
    return Called(None, reason, choices)


def called_so_themselves(choices: list[Candidate]) -> list[CouncilOnDay]:
    """Return England's councils that have a name themselves, and not a district or place there."""
    named = []
    for choice in choices:
        if choice.named_council is choice.council and choice.council.nation == "England":
            named.append(choice.council)
    return named


def nearest(text: str, rows: list[CouncilOnDay]) -> Called:
    """Return the council that is almost called so, or else those to choose from."""
    asked = without_kind(spelled(text))
    asked = without_kind(meant_by_nickname(asked) or asked)
    likeness = {row.id: likeness_to(asked, row) for row in rows}
    like = [row for row in rows if likeness[row.id] >= OFFERED_FROM]
    like.sort(key=lambda row: -likeness[row.id])
    if not like:
        return Called(None, f"We know no council “{text}”. Write its name or its code.")
    best = likeness[like[0].id]
    is_alone = len(like) == 1 or best - likeness[like[1].id] >= BEHIND
    if best >= READ_FROM and is_alone:
        return Called(like[0], is_guess=True)
    return Called(None, f"We know no council “{text}”. Do you mean one of these?", like)


def likeness_to(asked: str, row: CouncilOnDay) -> float:
    """Return how like a name is to the likest of a council's, from 0 to 100."""
    likest = 0.0
    for name in row.all_names:
        likest = max(likest, fuzz.ratio(asked, without_kind(spelled(name))))
    return likest
