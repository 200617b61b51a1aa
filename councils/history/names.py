"""Whether the names stop, begin again or go on, as the record of a day has it.

=========================================================  =======================
no council has signed, and none had                        No name yet.
none has signed, but some had                              No name today.
every council has signed                                   Every window is lit.
no name for two years                                      Then the names stop.
two years or more without one, and then names with a date  The names begin again.
anything else                                              33 names so far.
=========================================================  =======================

A signature whose day is not known may be of any day since the launch, so no silence ends with it.
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.text import capfirst

from councils.dates import RECORD_BEGINS
from councils.history.steps import signed_on, steps
from councils.names import number_word
from councils.record import CouncilOnDay, Record, cached_with_record
from councils.record.status import Status
from councils.record.tallies import REPORTED_IN_2014

SILENCE = dt.timedelta(days=730)
"""How long there is no new name before we say that the names stop."""
TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
)  # fmt: skip
REPORT = f"An undated report, probably of 2014, counts {REPORTED_IN_2014}"


class Name(NamedTuple):
    """A council that has signed, and between which days it did."""

    first: dt.date
    last: dt.date
    row: CouncilOnDay


class Names(NamedTuple):
    """The names of a day, before and after the longest silence."""

    early: list[Name]
    late: list[Name]
    silence: dt.timedelta

    @property
    def until(self) -> dt.date:
        """The day by which the early names had signed."""
        return self.early[-1].last

    @property
    def newest(self) -> dt.date:
        return max(name.last for name in (*self.early, *self.late))


class Telling(NamedTuple):
    """A heading, and the sentences below it."""

    heading: str
    words: str


def tell(record: Record, signed_what: str = "") -> Telling:
    """Say what the names of a record do, and how many there are from when."""
    names = names_of(record)
    if not names.early:
        return without_names(record)
    if record.signed == record.total:
        words = f"All {record.total} councils have signed, as far as we know."
        return Telling("Every window is lit.", words)
    early = [early_words(record, names, signed_what), lost_words(record, names)]
    if record.on - names.newest > SILENCE:
        return Telling("Then the names stop.", joined(*early, silence_words(record, names)))
    report = report_words(record)
    if names.late:
        late = [pause_words(names), late_words(names.late)]
        return Telling("The names begin again.", joined(*early, report, *late))
    return going_on(record, report)


def without_names(record: Record) -> Telling:
    """Say that none has signed, which is told apart from none any more."""
    had_signed = any(step.signed for step in steps(record))
    heading = "No name today." if had_signed else "No name yet."
    none = "No council has signed, as far as we know."
    return Telling(heading, joined(none, report_words(record)))


def going_on(record: Record, report: str) -> Telling:
    """Say how many there are so far, without a silence before or after them."""
    one = record.signed == 1
    so_far = "One name" if one else f"{record.signed} names"
    have = "One council has" if one else f"{record.signed} councils have"
    return Telling(f"{so_far} so far.", joined(f"{have} signed, as far as we know.", report))


def joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


@cached_with_record
def names_of(record: Record) -> Names:
    """Return the names of a record, divided where there was none for longest."""
    names = [as_name(row) for row in record.councils if row.status == Status.SIGNED]
    names.sort(key=lambda name: (name.last, name.row.short_name))
    longest = Names(names, [], SILENCE)
    for at in range(1, len(names)):
        silence = min(name.first for name in names[at:]) - names[at - 1].last
        if silence > longest.silence:
            longest = Names(names[:at], names[at:], silence)
    return longest


def as_name(row: CouncilOnDay) -> Name:
    signature = row.signature
    if signature is None:  # never so for a council that has signed
        return Name(RECORD_BEGINS, RECORD_BEGINS, row)
    first = signature.when.first_day or RECORD_BEGINS
    return Name(max(first, RECORD_BEGINS), signature.counts_from, row)


def early_words(record: Record, names: Names, what: str) -> str:
    """Say how many signed before the silence, and in how many months or by when."""
    count = signed_on(record, names.until)
    councils = "One council" if count == 1 else f"{count} councils"
    signed = f"signed {what}".strip()
    months = (names.until - RECORD_BEGINS).days * 12 // 365
    if 1 < months <= 24:
        return f"{councils} {signed} in {spelled(months)} months."
    return f"{councils} {signed} by {names.until:%B %Y}."


def lost_words(record: Record, names: Names) -> str:
    """Say how many of the first names still count, if some were lost since; else ""."""
    if signed_on(record, names.until) <= len(names.early):
        return ""
    return f"{capfirst(spelled(len(names.early)))} of them still count."


def silence_words(record: Record, names: Names) -> str:
    """Say whom we can't name, where the names have stopped."""
    if names.late:
        return joined(late_words(names.late), report_words(record), "We can’t name any since.")
    if record.not_named:
        return f"{REPORT}. We can’t name the others, or any since."
    return "We can’t name any since."


def report_words(record: Record) -> str:
    """Say what the report of 2014 counts, and how many of those have no name; "" if all have."""
    if not record.not_named:
        return ""
    others = f"{spelled(record.not_named)} of them" if record.named_of_2014 else "any of them"
    return f"{REPORT}, and we can’t name {others}."


def pause_words(names: Names) -> str:
    """Say how long there was no name."""
    return f"Then we know of none for {spelled(names.silence.days // 365)} years."


def late_words(late: Sequence[Name]) -> str:
    """Say who signed after the silence."""
    if len(late) == 1:
        row = late[0].row
        return f"{capfirst(row.short_name_in_sentence)} signed {row.when_words}."
    since = min(name.first for name in late)
    return f"{capfirst(spelled(len(late)))} more have signed since {since:%B %Y}."


def spelled(number: int) -> str:
    """Return a number below twenty as a word."""
    if 10 <= number < 20:
        return TEENS[number - 10]
    return number_word(number)
