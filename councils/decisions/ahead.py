"""The decisions of councils that are due, and what settles them before their day."""

import datetime as dt
from typing import NamedTuple

from django.db.models import Q

from councils.council_page.timeline import decides, decision_ahead
from councils.models import Event, EventKind, Signature
from councils.record import CouncilOnDay, Record, cached_with_record

SETTLES = (EventKind.DECIDED, EventKind.WITHDRAWN)
"""Events after which a decision is no longer due. A signature settles it too."""

LONGEST_DATE = dt.timedelta(days=366)
"""The longest time that a date can stand for, a year: one from before is over, and not read."""


class Decision(NamedTuple):
    """A decision that is due: whose, and the event that announces it."""

    row: CouncilOnDay
    event: Event

    def decides(self, on: dt.date) -> str:
        """Return when the council decides, to follow its name: "decides on 14 January"."""
        return decides(self.event.when, on)


@cached_with_record
def decisions_ahead(record: Record) -> list[Decision]:
    """Return the decisions that are due on a record's day or later, the soonest first."""
    counting = Event.objects.counting(record.on).order_by("counted_from", "pk")
    due: dict[int, list[Event]] = {}
    recent = Q(date=None) | Q(date__gt=record.on - LONGEST_DATE)
    for event in counting.filter(recent, kind=EventKind.DECISION_DUE):
        due.setdefault(event.council_id, []).append(event)
    if not due:
        return []
    settled: dict[int, list[Event | Signature]] = {}
    for event in counting.filter(kind__in=SETTLES, council__in=list(due)):
        settled.setdefault(event.council_id, []).append(event)
    undecided = []
    for council_id, events in due.items():
        row = record.by_id[council_id]
        signed = [row.signature] if row.signature else []
        ahead = decision_ahead(events, [*settled.get(council_id, ()), *signed], record.on)
        if ahead and row.is_responsible and row.is_current(record.on):
            undecided.append(Decision(row, ahead))
    return sorted(
        undecided,
        key=lambda due: (due.event.when.last_day or dt.date.max, due.row.short_name),
    )
