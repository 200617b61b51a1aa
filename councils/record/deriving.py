"""How a council’s status on a day follows from the facts on record and from lineage."""

import datetime as dt
from collections.abc import Sequence

from councils.models import Event, EventKind, Signature
from councils.record.council_on_day import CouncilOnDay
from councils.record.status import Confirmation, Status


def derive_statuses(councils: Sequence[CouncilOnDay], on: dt.date) -> None:
    """Set the status of every council of a day, from signatures, events and lineage."""
    signatures = list(Signature.objects.counting(on).order_by("counted_from", "pk"))
    last_signature = {signature.council_id: signature for signature in signatures}
    listed = {signature.council_id for signature in signatures if signature.register_key}
    events = last_events(on)
    for row in councils:
        row.signature = last_signature.get(row.id)
        row.is_listed = row.id in listed
        row.reaffirmed = events.get((row.id, EventKind.REAFFIRMED))
        row.refusal = refusal_that_stands(row, events)
        withdrawn = events.get((row.id, EventKind.WITHDRAWN))
        intends = events.get((row.id, EventKind.INTENDS))
        row.status = own_status(row, withdrawn, None if row.refusal else intends)
        signature = row.signature if row.status == Status.SIGNED else None
        if signature:
            row.confirmation = confirmation_of(row, signature, on)
        if not row.is_current(on):
            has_ended = row.ends_on is not None and row.ends_on <= on
            row.status = Status.FORMER if has_ended else Status.FORMING
    for row in councils:
        may_inherit = row.status.may_have_signed_unseen and not row.has_withdrawn
        if may_inherit and row.is_responsible:
            inherit(row, on)
        if row.status not in (Status.NOT_SIGNED, Status.INHERITED):
            row.refusal = None


KINDS_READ = (
    EventKind.WITHDRAWN,
    EventKind.INTENDS,
    EventKind.REAFFIRMED,
    EventKind.REFUSES,
    EventKind.REPLY,
)
"""The kinds of event that a status can rest on, that confirm a signature, or say no to one."""


def refusal_that_stands(row: CouncilOnDay, events: dict[tuple[int, str], Event]) -> Event | None:
    """Return the event in which a council said that it will not sign, unless it said more since."""
    refusal = events.get((row.id, EventKind.REFUSES))
    if refusal is None:
        return None
    for kind in (EventKind.INTENDS, EventKind.REPLY):
        later = events.get((row.id, kind))
        if later and later.counts_from > refusal.counts_from:
            return None
    return refusal


def last_events(on: dt.date) -> dict[tuple[int, str], Event]:
    """Return the last event of each kind that counts on a day, by council id and kind."""
    events = Event.objects.counting(on).filter(kind__in=KINDS_READ).order_by("counted_from", "pk")
    return {(event.council_id, event.kind): event for event in events}


def own_status(row: CouncilOnDay, withdrawn: Event | None, intends: Event | None) -> Status:
    """Return a council's status by its own facts, and set ``has_withdrawn`` and ``status_event``.

    The last of signature and withdrawal counts, the withdrawal if both are of the same day. An
    intention counts only without a signature, or after the withdrawal.
    """
    if row.signature and (not withdrawn or row.signature.counts_from > withdrawn.counts_from):
        return Status.SIGNED
    row.has_withdrawn = withdrawn is not None
    if withdrawn and not (intends and intends.counts_from > withdrawn.counts_from):
        row.status_event = withdrawn
        return Status.WITHDRAWN
    if intends:
        row.status_event = intends
        return Status.INTENDS
    return Status.NOT_SIGNED


def confirmation_of(row: CouncilOnDay, signature: Signature, on: dt.date) -> Confirmation:
    """Return how a council itself stands on a day behind a signature of its own."""
    if signature.confirmed_on and signature.confirmed_on <= on:
        return Confirmation.TO_US
    if row.reaffirmation_of(signature):
        return Confirmation.REAFFIRMED
    if signature.is_shown_by_the_council:
        return Confirmation.SHOWN
    return Confirmation.NONE


def inherit(row: CouncilOnDay, on: dt.date) -> None:
    """Make a council inherit the signature of its nearest predecessor that signed, if any.

    A council that withdrew passes nothing on, neither its own signature nor an inherited one.
    """
    pending = row.predecessors
    visited = set()
    while pending:
        before = pending.pop(0)
        if before.id in visited or before.ends_on is None or before.ends_on > on:
            continue
        visited.add(before.id)
        if before.has_withdrawn:
            continue
        if before.signature:
            row.status = Status.INHERITED
            row.inherited_from = before
            row.signature = before.signature
            return
        pending.extend(before.predecessors)
