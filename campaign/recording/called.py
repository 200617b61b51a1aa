"""The council that somebody who records means by a name or a code."""

import datetime as dt
from dataclasses import dataclass, field

from councils.dates import format_date
from councils.record import CouncilOnDay, Record
from councils.search.known_names import spelled
from councils.search.matcher import match_name, name_index

MOST_CHOICES = 8
ENGLAND_ONLY = "The charter is for councils in England, and none there has this name."

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
    candidates = named or [choice.council for choice in match.choices]
    if abroad := next((row for row in candidates if row.nation != "England"), None):
        candidates = [row for row in candidates if row.nation == "England"]
        if not candidates:
            return Called(None, f"{abroad.name} is in {abroad.nation}. {ENGLAND_ONLY}")
    if not current and (closed := closed_council(text, record)):
        return or_its_successors(text, closed, candidates)
    unique = list({row.id: row for row in candidates}.values())[:MOST_CHOICES]
    if len(unique) > 1 and match.case != "county":
        return Called(None, f"“{text}” matches several councils. {to_write(unique)}", unique)
    reason = f"“{text}” is not a council that runs children’s services. {to_write(unique)}"
    return Called(None, reason, unique)


def to_write(rows: list[CouncilOnDay]) -> str:
    """Say what to write for each council that may be meant: its code, or its whole name."""
    words = [f"{row.code} for {row.name}" for row in rows[:4]]
    return f"Write {' or '.join(words)}." if words else "Write its whole name, or its code."


def closed_council(text: str, record: Record) -> CouncilOnDay | None:
    """Return a closed council that ran children's services under exactly this name, or None."""
    called = name_index(record).councils_called(spelled(text))
    return next((row for row in called if row.is_responsible and row.status == "former"), None)


def or_its_successors(text: str, closed: CouncilOnDay, successors: list[CouncilOnDay]) -> Called:
    """Let somebody choose between a closed council and those that took over from it."""
    assert closed.ends_on
    last_day = format_date(closed.ends_on - dt.timedelta(days=1))
    reason = f"“{text}” was a council until {last_day}. Write {closed.code} for what it did itself;"
    took_over = to_write(successors).replace("Write ", "")
    return Called(None, f"{reason} what took over: {took_over}", [closed, *successors])
