"""lineage: one row for each pair of an old and a new council, with changes still to come."""

import datetime as dt
from typing import NamedTuple

from councils.models import LineageKind
from councils.open_data.tables.columns import Column, Table, council_code
from councils.record import STATUS_WORDS, CouncilOnDay, Record


class Succession(NamedTuple):
    """A new council that takes over from an old one on a day, wholly or in part."""

    on: dt.date
    old: CouncilOnDay
    new: CouncilOnDay
    kind: str


def successions(record: Record) -> list[Succession]:
    """Return every succession by its day, then by the code of the old council."""
    pairs = [
        Succession(day, record.by_id[old], record.by_id[new], kind)
        for old, links in record.successors.items()
        for day, new, kind in links
    ]
    return sorted(pairs, key=lambda pair: (pair.on, pair.old.code))


def signing_status(council: CouncilOnDay) -> str | None:
    """Return the status, but None for a district that exists: it never signs."""
    can_sign = council.is_responsible or council.status in ("former", "forming")
    return council.status if can_sign else None


LINEAGE: Table[Succession] = Table(
    name="lineage",
    title="Which council took over from which",
    description="One row for each pair of an old and a new council. A council that went on under a"
    " new name has none: it is one council with two names.",
    primary_key=("old", "new"),
    columns=(
        council_code(
            "old",
            "The council before: its code in register.",
            lambda pair, record: pair.old.code,
            required=True,
        ),
        council_code(
            "new",
            "The council after: its code in register.",
            lambda pair, record: pair.new.code,
            required=True,
        ),
        Column("on", "The day of the change. It may lie ahead.", type="date", required=True),
        Column(
            "kind",
            "replaces: the new council takes over, and a signature of the old one shows as"
            " inherited; part: it takes a small part and inherits nothing.",
            required=True,
            allowed_values=tuple(LineageKind.values),
        ),
        Column(
            "old_name",
            "The old council’s official name.",
            lambda pair, record: pair.old.name,
            required=True,
        ),
        Column(
            "old_status",
            "Its status on the day asked for, as in councils; former: it has closed. Empty for a"
            " district, which never signs.",
            lambda pair, record: signing_status(pair.old),
            allowed_values=tuple(STATUS_WORDS),
        ),
        Column(
            "new_name",
            "The new council’s official name.",
            lambda pair, record: pair.new.name,
            required=True,
        ),
        Column(
            "new_status",
            "Its status on the day asked for; forming: it starts later. Empty for a district.",
            lambda pair, record: signing_status(pair.new),
            allowed_values=tuple(STATUS_WORDS),
        ),
    ),
    items=successions,
)
