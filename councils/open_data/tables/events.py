"""events: one row for each other dated fact between a council and the charter."""

from councils.models import Event, EventKind
from councils.open_data.tables.columns import Column, Table
from councils.open_data.tables.facts import (
    COUNCIL_PAGE,
    DATE,
    DISPUTED_SINCE,
    EVIDENCE,
    FACT_AND_COUNCIL,
    council_words_column,
    text_column,
)

EVENTS: Table[Event] = Table(
    name="events",
    title="Other facts",
    description="One row for each other dated fact between a council and the charter: that it was"
    " asked, says it will sign, decided, re-affirmed, replied, showed progress, or has withdrawn.",
    primary_key=("id",),
    columns=(
        *FACT_AND_COUNCIL,
        Column(
            "kind",
            "What happened.",
            required=True,
            allowed_values=tuple(EventKind.values),
        ),
        *DATE,
        text_column("What happened, in one sentence."),
        council_words_column("The council’s own written words, where it has withdrawn."),
        *EVIDENCE,
        COUNCIL_PAGE,
        DISPUTED_SINCE,
    ),
    items=lambda record: Event.objects.counting(record.on).order_by("pk"),
)
