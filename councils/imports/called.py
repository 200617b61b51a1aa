"""The lines of a list, each matched to a council: certain, ambiguous or unknown."""

import datetime as dt
from dataclasses import dataclass, field

from councils.dates import format_date
from councils.record import CouncilOnDay, Record
from councils.search.answers import AnswerKind
from councils.search.known_names import spelled
from councils.search.matcher import match_name, name_index

MOST_CHOICES = 8
ENGLAND_ONLY = "The charter is for councils in England, and none there has this name."
LEAVE_OUT = "leave"
"""What staff choose instead of a council to leave a line out."""


@dataclass(slots=True)
class Called:
    """The council meant, or a sentence on why that is unclear and the councils to choose from."""

    row: CouncilOnDay | None = None
    reason: str = ""
    choices: list[CouncilOnDay] = field(default_factory=list)


@dataclass(slots=True)
class ListLine:
    """A line of a list: its cells, and the council that staff chose for it."""

    number: int
    cells: dict[str, str]
    chosen: str = ""
    """A code, or ``LEAVE_OUT``; empty until somebody chooses."""
    choices: list[CouncilOnDay] = field(default_factory=list)

    @property
    def would_do(self) -> str:
        """What it would add or change, and what is there now; "" if it would do nothing."""
        raise NotImplementedError

    @property
    def field_name(self) -> str:
        """The name of the form field that settles it."""
        return f"line-{self.number}"

    def council(self, record: Record, *, current: bool = False) -> Called:
        """Match its council, and set the choices to what the cell can mean."""
        called = council_called(self.cells["council"], record, current=current)
        self.choices = called.choices
        return council_called(self.chosen, record, current=current) if self.chosen else called


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
    if match.kind in (AnswerKind.COUNCIL, AnswerKind.CHOOSE) and len(named) == 1:
        return Called(named[0])
    candidates = named or [choice.council for choice in match.choices]
    if abroad := next((row for row in candidates if row.nation != "England"), None):
        candidates = [row for row in candidates if row.nation == "England"]
        if not candidates:
            return Called(None, f"{abroad.name} is in {abroad.nation}. {ENGLAND_ONLY}")
    if not current and (closed := closed_council(text, record)):
        return or_its_successors(text, closed, candidates)
    unique = list({row.id: row for row in candidates}.values())[:MOST_CHOICES]
    names = [row.name for row in unique[:4]]
    if len(candidates) > 1 and match.kind != AnswerKind.COUNTY:
        return Called(None, f"“{text}” matches several councils: {', '.join(names)}.", unique)
    hint = f" Is it {' or '.join(names)}?" if names else ""
    reason = f"“{text}” is not a council that runs children’s services.{hint}"
    return Called(None, reason, unique)


def closed_council(text: str, record: Record) -> CouncilOnDay | None:
    """Return a closed council that ran children's services under exactly this name, or None."""
    called = name_index(record).councils_called(spelled(text))
    return next((row for row in called if row.is_responsible and row.status == "former"), None)


def or_its_successors(text: str, closed: CouncilOnDay, successors: list[CouncilOnDay]) -> Called:
    """Let somebody choose between a closed council and those that took over from it."""
    assert closed.ends_on
    last_day = format_date(closed.ends_on - dt.timedelta(days=1))
    names = ", ".join(row.name for row in successors)
    reason = f"“{text}” was a council until {last_day}. Choose it for what it did itself, or"
    return Called(None, f"{reason} one that took over from it: {names}.", [closed, *successors])
