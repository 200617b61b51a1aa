"""What home shows as newest: latest signatures, or facts from the record when none is young."""

import datetime as dt
from dataclasses import dataclass

from councils.record.snapshot import CouncilOnDay, Record

YOUNG = dt.timedelta(days=365)
"""A signature no older than twelve months makes the block "Latest signatures"."""
SHOWN = 5


@dataclass(slots=True)
class Latest:
    heading: str
    rows: list[CouncilOnDay]


def latest(record: Record) -> Latest:
    """Return the newest facts and what to call them.

    Where many share a day, those known most exactly come first, then by name.
    """
    signed = [row for row in record.councils if row.status == "signed"]
    signed.sort(key=lambda row: row.short_name)
    signed.sort(key=lambda row: row.signature.date_precision != "day")
    signed.sort(key=lambda row: row.signature.counts_from, reverse=True)
    young = [row for row in signed if row.signature.counts_from > record.on - YOUNG]
    if young:
        return Latest("Latest signatures", young[:SHOWN])
    return Latest("From the record", from_the_record(signed)[:SHOWN])


def from_the_record(signed: list[CouncilOnDay]) -> list[CouncilOnDay]:
    """Return signed councils as they were recorded: the newest checked first, staff's own before
    those that shipped; of one day the best dated, so that no day stands for a guess.
    """
    best = sorted(signed, key=lambda row: (row.when.last_day is None, row.when.last_day))
    best.sort(key=lambda row: row.signature.register_key is not None)
    return sorted(best, key=lambda row: row.signature.checked_on, reverse=True)
