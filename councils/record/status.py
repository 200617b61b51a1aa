"""Every status a council can have, and how it follows from signatures, events and lineage."""

import datetime as dt
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from councils.models import Event, EventKind, Signature

if TYPE_CHECKING:
    from councils.record.council_on_day import CouncilOnDay
    from councils.record.snapshot import Record

STATUS_WORDS = {
    "signed": "Signed",
    "intends": "Says it will sign",
    "inherited": "Signed by the council before it",
    "not_signed": "No signature on record",
    "withdrawn": "Has withdrawn",
    "forming": "Starts",
    "former": "Closed",
}
"""Every status and the words the public reads, in the order of the legend."""

CURRENT_STATUSES = ("signed", "intends", "inherited", "not_signed", "withdrawn")
"""The statuses a council that exists on the day can have."""


def derive_statuses(record: "Record") -> None:
    """Give every row its status on the record's day, from signatures, events and lineage."""
    on = record.on
    signatures, events = last_facts(on)
    for row in record.rows:
        row.signature = signatures.get(row.id)
        withdrawn, intends = (events.get((row.id, kind)) for kind in SPELLS)
        row.status = own_status(row, withdrawn, intends)
        if not row.is_current(on):
            row.status = "former" if row.ends_on and row.ends_on <= on else "forming"
    for row in record.rows:
        may_inherit = row.status in ("not_signed", "intends") and not row.has_withdrawn
        if may_inherit and row.is_responsible:
            inherit(record, row)
    for row in record.rows:
        row.put_in_words()


SPELLS = (EventKind.WITHDRAWN, EventKind.INTENDS)
"""The events that a status can rest on."""


def last_facts(on: dt.date) -> tuple[dict, dict]:
    """Return the last signature by council, and the last event by council and kind, of a day."""
    signatures = Signature.objects.last_of_each_council(on)
    of_each_kind = [Event.objects.filter(kind=kind).last_of_each_council(on) for kind in SPELLS]
    events = reduce(or_, of_each_kind)  # both in one query
    return (
        {signature.council_id: signature for signature in signatures},
        {(event.council_id, event.kind): event for event in events},
    )


def own_status(row: "CouncilOnDay", withdrawn: Event | None, intends: Event | None) -> str:
    """Derive a council's status from its own facts: the last spell wins.

    A withdrawal outweighs a signature of the same day; a signature outweighs an intention of any
    day before a withdrawal.
    """
    if row.signature and (not withdrawn or row.signature.counts_from > withdrawn.counts_from):
        return "signed"
    row.has_withdrawn = withdrawn is not None
    if withdrawn and not (intends and intends.counts_from > withdrawn.counts_from):
        row.spell = withdrawn
        return "withdrawn"
    if intends:
        row.spell = intends
        return "intends"
    return "not_signed"


def inherit(record: "Record", row: "CouncilOnDay") -> None:
    """Show the signature of the council before, through chains of successors, as inherited.

    A council that withdrew passes on nothing, neither of its own nor of those before it.
    """
    pending, seen = record.predecessors_of(row), set()
    while pending:
        before = pending.pop(0)
        if before.id in seen or before.ends_on is None or before.ends_on > record.on:
            continue
        seen.add(before.id)
        if before.has_withdrawn:
            continue
        if before.signature:
            row.status, row.inherited_from = "inherited", before
            row.signature = before.signature
            return
        pending.extend(record.predecessors_of(before))
