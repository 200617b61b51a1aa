"""The decisions of councils that are due: which, and what settles them."""

import datetime as dt
from typing import NamedTuple

from councils.dates import Precision
from councils.models import Event, EventKind
from councils.record import CouncilOnDay, Record, cached_with_record

SETTLES = (EventKind.DECIDED, EventKind.REFUSES, EventKind.WITHDRAWN)
"""Events after which a decision is no longer due."""


class Decision(NamedTuple):
    """A decision that is due: whose, the event that announces it, and the day it is seen from."""

    row: CouncilOnDay
    event: Event
    on: dt.date

    @property
    def last_day(self) -> dt.date:
        return self.event.when.last_day or dt.date.max

    @property
    def decides(self) -> str:
        """When the council decides, to follow its name: "decides on 14 January".

        With its year if it is far off.
        """
        when = self.event.when
        if when.last_day is None:
            return "will decide on a day we do not know"
        near = when.last_day - self.on < dt.timedelta(days=300)
        if near and when.precision != Precision.YEAR:
            return f"decides {when.words.removesuffix(f' {when.last_day.year}')}"
        return f"decides {when.words}"


@cached_with_record
def decisions_ahead(record: Record) -> list[Decision]:
    """Return the next decision of each council due on a record's day or later, the soonest first.

    A withdrawal after a decision was announced settles it before its day. A council that has signed
    has decided.
    """
    counting = Event.objects.counting(record.on).order_by("counted_from", "pk")
    announced = counting.filter(kind=EventKind.DECISION_DUE)
    due = [Decision(record.by_id[event.council_id], event, record.on) for event in announced]
    if not due:
        return []
    settled = {event.council_id: event.counts_from for event in counting.filter(kind__in=SETTLES)}
    first: dict[int, Decision] = {}
    for decision in sorted(due, key=lambda decision: (decision.last_day, decision.row.short_name)):
        row, announced_on = decision.row, decision.event.counts_from
        is_open = announced_on >= settled.get(row.id, dt.date.min)
        may_decide = row.is_responsible and row.is_current(record.on) and not row.signature
        if is_open and may_decide and decision.last_day >= record.on:
            first.setdefault(row.id, decision)
    return list(first.values())
