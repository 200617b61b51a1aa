"""The council that somebody who records means by a name or a code."""

from dataclasses import dataclass, field

from councils.record import CouncilOnDay, Record
from councils.search.known_names import spelled
from councils.search.matcher import match_name, name_index

MOST_CHOICES = 8


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
    codes = " or ".join(f"{row.code} for {row.name}" for row in choices[:4])
    reason = f"“{text}” {wrong}. Write {codes or 'its whole name, or its code'}."
    return Called(None, reason, choices[:MOST_CHOICES])
