"""The council that somebody who records means by a name or a code."""

from dataclasses import dataclass, field

from councils.record import CouncilOnDay, Record
from councils.search.known_names import spelled
from councils.search.matcher import match_name, name_index

MOST_CHOICES = 8

COMPASS = {"n": "North", "s": "South", "e": "East", "w": "West", "ne": "North East"}
"""How people shorten the first word of a name."""


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
    first, _, rest = text.partition(" ")
    text = f"{COMPASS.get(first.lower().strip('.'), first)} {rest}".strip()
    row = record.by_code.get(text.upper())
    if row and row.is_responsible and not (current and row.status == "former"):
        return Called(row)
    match = match_name(text, record)
    named = [choice.council for choice in match.choices if choice.named is choice.council]
    if match.case in ("council", "choices") and len(named) == 1:
        return Called(named[0])
    closed = [] if current else closed_councils(text, record)
    meant = [*closed, *(named or [choice.council for choice in match.choices])]
    choices = list({row.id: row for row in meant if row.nation == "England"}.values())
    wrong = "is not a council in England that runs children’s services"
    if closed or (len(choices) > 1 and match.case != "county"):
        wrong = "matches several councils"
    codes = " or ".join(f"{row.code} for {row.name}" for row in choices[:4])
    reason = f"“{text}” {wrong}. Write {codes or 'its whole name, or its code'}."
    return Called(None, reason, choices[:MOST_CHOICES])


def closed_councils(text: str, record: Record) -> list[CouncilOnDay]:
    """Return the councils that ran children's services under exactly this name, and closed."""
    called = name_index(record).councils_called(spelled(text))
    return [row for row in called if row.is_responsible and row.status == "former"]
