"""Match a cell of a list to a council: certain, ambiguous or unknown."""

from dataclasses import dataclass, field

from councils.record import CouncilOnDay, Record
from councils.search.matcher import Kind, match_name

MOST_CHOICES = 8


@dataclass(slots=True)
class Called:
    """The council meant, or a sentence on why that is unclear and the councils to choose from."""

    row: CouncilOnDay | None = None
    reason: str = ""
    choices: list[CouncilOnDay] = field(default_factory=list)


def council_called(text: str, record: Record, *, current: bool = False) -> Called:
    """Return the council with a code or an exact name; a similar name is only suggested.

    A district's county and a closed council's successors are suggested as well. With ``current``, a
    closed council does not match even by its code, as it cannot receive letters.
    """
    row = record.by_code.get(text.upper())
    if row and row.is_responsible and not (current and row.status == "former"):
        return Called(row)
    match = match_name(text, record)
    named = [choice.council for choice in match.candidates if choice.named is choice.council]
    if match.kind in (Kind.EXACT, Kind.SEVERAL) and len(named) == 1:
        return Called(named[0])
    candidates = named or [choice.council for choice in match.candidates]
    unique = list({row.id: row for row in candidates}.values())[:MOST_CHOICES]
    names = [row.name for row in unique[:4]]
    if len(candidates) > 1 and match.kind != Kind.COUNTY:
        return Called(None, f"“{text}” matches several councils: {', '.join(names)}.", unique)
    hint = f" Is it {' or '.join(names)}?" if names else ""
    reason = f"“{text}” is not a council that runs children’s services.{hint}"
    return Called(None, reason, unique)
