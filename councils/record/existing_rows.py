"""Which councils have any rows of a kind at all, so that pages ask only for rows that exist.

Most councils have no event, no progress and no letter on record.
"""

from django.db.models import Exists, Model, OuterRef

from councils.models import (
    Change,
    Contact,
    Council,
    DailyLetterCount,
    Event,
    Progress,
    Signature,
    UnansweredAsk,
)
from councils.record.council_on_day import CouncilOnDay
from councils.record.snapshot import Record, cached_with_record

KINDS: tuple[type[Model], ...] = (
    *(Signature, Event, Progress, Change),
    *(Contact, DailyLetterCount, UnansweredAsk),
)


def has_any(record: Record, row: CouncilOnDay, kind: type[Model]) -> bool:
    """Whether a council has any row of one of ``KINDS``, of whatever day."""
    return kind in existing_rows(record)[row.id]


@cached_with_record
def existing_rows(record: Record) -> dict[int, set[type[Model]]]:
    """Return the kinds of which each council has rows, by council id: one index look-up each."""
    exists = {
        kind.__name__: Exists(kind._default_manager.filter(council=OuterRef("pk")))
        for kind in KINDS
    }
    councils = Council.objects.order_by().annotate(**exists).values_list("pk", *exists)
    return {
        council_id: {kind for kind, found in zip(KINDS, found, strict=True) if found}
        for council_id, *found in councils
    }
