"""The signatures over time as rows of a table, and in sentences."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from councils.dates import Precision, format_date
from councils.names import join_names
from councils.signature_history.periods import SignedPeriod, Timeline

MAX_ROWS = 200
"""The most rows in the table, the newest ones."""


class TableRow(NamedTuple):
    """One row of the table: what happened when, and the count from then on."""

    day: dt.date
    when: str
    what: str
    signed: int
    total: int


def table(timeline: Timeline, on: dt.date) -> list[TableRow]:
    """Return the chart's data as rows, by the day from which each counts."""
    rows = [*signing_rows(timeline, on), *ending_rows(timeline, on)]
    return sorted(rows, key=lambda row: row.day)[-MAX_ROWS:]


def signing_rows(timeline: Timeline, on: dt.date) -> Iterator[TableRow]:
    periods = [period for period in timeline.periods if period.latest <= on]

    def days(period: SignedPeriod) -> tuple[dt.date, dt.date]:
        return period.latest, period.earliest

    for (latest, earliest), same in groupby(sorted(periods, key=days), key=days):
        names = sorted(period.council.short_name for period in same)
        yield table_row(
            timeline, latest, when_signed(earliest, latest), f"{names_or_count(names)} signed"
        )


def when_signed(earliest: dt.date, latest: dt.date) -> str:
    if earliest == latest:
        return f"On {format_date(latest)}"
    return f"At some time from {format_date(earliest)} to {format_date(latest)}"


def ending_rows(timeline: Timeline, on: dt.date) -> Iterator[TableRow]:
    ended: dict[tuple[dt.date, bool], list[str]] = {}
    for period in timeline.periods:
        if period.until and period.until <= on:
            ending = (period.until, period.is_withdrawal)
            ended.setdefault(ending, []).append(period.council.short_name)
    for (day, is_withdrawal), council_names in sorted(ended.items()):
        names = names_or_count(sorted(council_names))
        what = f"{names} withdrew" if is_withdrawal else f"{names} closed, and kept the signature"
        yield table_row(timeline, day, f"On {format_date(day)}", what)


def table_row(timeline: Timeline, day: dt.date, when: str, what: str) -> TableRow:
    return TableRow(day, when, what, timeline.signed(day), timeline.total(day))


def names_or_count(names: list[str]) -> str:
    """Return up to three names, or else their number."""
    if len(names) > 3:
        return f"{len(names)} councils"
    return join_names(names)


def description_sentences(timeline: Timeline, on: dt.date) -> list[str]:
    """Return what the chart shows as sentences, for those who cannot see it."""
    newest = [f"{row.when}, on record: {row.what}." for row in table(timeline, on)[-6:]]
    return [*newest, f"{timeline.signed(on)} of {timeline.total(on)} on {format_date(on)}."]


KNOWN_INSTEAD = {
    Precision.BY: "a day by which the council had signed",
    Precision.MONTH: "the month",
    Precision.YEAR: "the year",
    Precision.UNKNOWN: "that the council had signed when we read the evidence",
}
"""What is known about a signature whose day is not known."""


def unknown_days_sentence(timeline: Timeline, on: dt.date) -> str:
    """Return for how many signatures in the chart the day is not known, and what is known instead.

    Empty if every day is known. Signatures of councils that have since withdrawn or closed are
    included, as in the chart.
    """
    periods = [period for period in timeline.periods if period.latest <= on]
    counts = Counter(period.when.precision for period in periods)
    parts = [
        (counts[precision], words)
        for precision, words in KNOWN_INSTEAD.items()
        if counts[precision]
    ]
    number, total = sum(count for count, _ in parts), len(periods)
    if not parts:
        return ""
    if number < total:
        which = f"{number} of the {total} signatures in the chart"
    else:
        which = "the one signature" if total == 1 else f"any of the {total} signatures"
        which += " in the chart"
    not_known = f"The day is not known for {which}."
    if len(parts) == 1:
        return f"{not_known} We know {parts[0][1]}."
    clauses = [f"for {count} {words}" for count, words in parts]
    return f"{not_known} We know, {join_names(clauses)}."
