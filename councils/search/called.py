"""The council that somebody who records means by a name or a code."""

import re
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from councils.names import without_kind
from councils.record import CouncilOnDay, Record
from councils.record.status import Status
from councils.search.beyond_england import GOVERNMENTS
from councils.search.candidates import Candidate, name_index
from councils.search.known_names import nicknames, spelled
from councils.search.matcher import match_name

MOST_CHOICES = 4
LIKE, NEAR, CLEAR = 80, 88, 5
"""Similarity (0 to 100) of two names from which one is offered for the other, from which it is
read as that, and how far any other council must be behind then."""
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
    exact = [
        row
        for row in name_index(record).full.get(spelled(name), [])
        if spelled(row.name) == spelled(name)
    ]
    if by_code := record.by_code.get(name.upper()):
        exact = [by_code]
    rows = [row for row in exact if row.is_responsible]
    if current:
        rows = [row for row in rows if row.status != Status.FORMER]
    if len(rows) == 1:
        return Called(rows[0], is_guess=name != text)
    match = match_name(name, record)
    named = called_so_themselves(match.choices)
    if match.case in ("council", "choices") and len(named) == 1:
        by_half = match.case == "choices" and spelled(name) != spelled(named[0].short_name)
        is_its_name = named[0] in name_index(record).councils_called(spelled(name))
        return Called(named[0], is_guess=name != text or by_half or not is_its_name)
    called = [] if current else name_index(record).councils_called(spelled(name))
    closed = [row for row in called if row.is_responsible and row.status == Status.FORMER]
    meant = [*closed, *(named or [choice.council for choice in match.choices])]
    choices = list({row.id: row for row in meant if row.nation == "England"}.values())
    if match.case == "similar_names":
        return nearest(name, choices)
    if match.case in GOVERNMENTS:
        return Called(reason=f"“{text}” is not in England.")
    if len(choices) == 1:
        reason = f"“{text}” runs no children’s services: {choices[0].name} does. Is that meant?"
    elif choices:
        reason = f"“{text}” may be {len(choices)} councils. Say which."
    else:
        reason = f"We know no council “{text}”. Write its name or its code."
    return Called(None, reason, choices if len(choices) <= MOST_CHOICES else [])


def called_so_themselves(choices: list[Candidate]) -> list[CouncilOnDay]:
    """Return England's councils that have a name themselves, and not a district or place there."""
    named = []
    for choice in choices:
        if choice.named is choice.council and choice.council.nation == "England":
            named.append(choice.council)
    return named


def nearest(text: str, rows: list[CouncilOnDay]) -> Called:
    """Return the council that is almost called so, or else those to choose from."""
    asked = without_kind(spelled(text))
    asked = without_kind(spelled(nicknames().get(asked.replace(" ", ""), asked)))
    likeness = {
        row.id: max(fuzz.ratio(asked, without_kind(spelled(name))) for name in row.called)
        for row in rows
    }
    like = [row for row in rows if likeness[row.id] >= LIKE]
    like.sort(key=lambda row: -likeness[row.id])
    best, second = [*(likeness[row.id] for row in like), 0, 0][:2]
    if best >= NEAR and best - second >= CLEAR:
        return Called(like[0], is_guess=True)
    more = "Do you mean one of these?" if like else "Write its name or its code."
    return Called(None, f"We know no council “{text}”. {more}", like)
