"""The council that somebody who records means by a name or a code."""

from dataclasses import dataclass, field

from rapidfuzz import fuzz

from councils.names import without_kind
from councils.record import CouncilOnDay, Record
from councils.search.known_names import spelled
from councils.search.matcher import match_name, name_index

MOST_CHOICES = 8
CLOSE = 85
"""Similarity (0 to 100) of two names from which one is taken for the other, mistyped."""


@dataclass(slots=True)
class Called:
    """The council meant, or a sentence on why that is unclear and the councils to choose from."""

    row: CouncilOnDay | None = None
    reason: str = ""
    choices: list[CouncilOnDay] = field(default_factory=list)


def council_called(text: str, record: Record, *, current: bool = False) -> Called:
    """Return the council with a code or an exact name; a similar name is only suggested.

    A district's county is suggested as well, and a closed council with its successors. With
    ``current``, a closed council does not match even by its code, as it cannot receive letters.
    """
    row = record.by_code.get(text.upper())
    if row and row.is_responsible and not (current and row.status == "former"):
        return Called(row)
    in_full = [
        row
        for row in name_index(record).full.get(spelled(text), [])
        if row.is_responsible and spelled(row.name) == spelled(text)
    ]
    if len(in_full) == 1 and not (current and in_full[0].status == "former"):
        return Called(in_full[0])
    match = match_name(text, record)
    named = [choice.council for choice in match.choices if choice.named is choice.council]
    if match.case in ("council", "choices") and len(named) == 1:
        return Called(named[0])
    called = [] if current else name_index(record).councils_called(spelled(text))
    closed = [row for row in called if row.is_responsible and row.status == "former"]
    meant = [*closed, *(named or [choice.council for choice in match.choices])]
    choices = list({row.id: row for row in meant if row.nation == "England"}.values())
    wrong = "is not a council in England that runs children’s services"
    if closed or (len(choices) > 1 and match.case != "county"):
        wrong = "matches several councils"
    told = [row for row in choices if match.case != "similar_name" or is_close(text, row)]
    codes = " or ".join(f"{row.code} for {row.name}" for row in told[:4])
    write = codes or "its name as on the list of councils, or its code"
    reason = f"“{text}” {wrong}. Write {write}."
    return Called(None, reason, choices[:MOST_CHOICES])


def is_close(text: str, row: CouncilOnDay) -> bool:
    """Whether a text is almost the council's name: a weak guess is no instruction."""
    names = map(spelled, row.called)
    asked = without_kind(spelled(text))
    return any(fuzz.ratio(asked, without_kind(name)) >= CLOSE for name in names)
