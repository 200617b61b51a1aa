"""What home shows as newest: latest signatures, or facts from the record when none is young."""

import datetime as dt
from dataclasses import dataclass

from councils.models import Signature
from councils.record.snapshot import CouncilOnDay, Record

YOUNG = dt.timedelta(days=365)
"""A signature no older than twelve months makes the block "Latest signatures"."""
SHOWN = 5


@dataclass(slots=True)
class Latest:
    """The block on home: its heading, and the councils in it."""

    heading: str
    rows: list[CouncilOnDay]


type Signed = tuple[CouncilOnDay, Signature]


def latest(record: Record) -> Latest:
    """Return the newest facts and what to call them.

    Where many share a day, those known most exactly come first, then by name.
    """
    signed = [
        (row, row.signature)
        for row in sorted(record.councils, key=lambda row: row.short_name)
        if row.status == "signed" and row.signature
    ]
    signed.sort(key=lambda pair: pair[1].date_precision != "day")
    signed.sort(key=lambda pair: pair[1].counts_from, reverse=True)
    young = [row for row, signature in signed if signature.counts_from > record.on - YOUNG]
    if young:
        return Latest("Latest signatures", young[:SHOWN])
    return Latest("From the record", from_the_record(signed)[:SHOWN])


def from_the_record(signed: list[Signed]) -> list[CouncilOnDay]:
    """Return signed councils as they were recorded, the newest checked first.

    Those that staff recorded come before those that shipped; of one day the best dated come first,
    so that no day stands for a guess.
    """
    best = sorted(signed, key=lambda pair: pair[1].when.last_day or dt.date.max)
    best.sort(key=lambda pair: pair[1].register_key is not None)
    best.sort(key=lambda pair: pair[1].checked_on, reverse=True)
    return [row for row, _ in best]
