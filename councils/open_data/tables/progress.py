"""progress: one row for each thing that a council which signed stated, showed or had checked."""

from django.db.models import QuerySet

from councils.models import Commitment, Event, EventKind, EvidenceLevel, Progress
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
from councils.record import Record


def public_progress(record: Record) -> QuerySet[Progress]:
    """Return what council pages show: only of councils that were asked since they signed."""
    last_asked = Event.objects.filter(kind=EventKind.CONTACTED).last_of_each_council(record.on)
    asked_since_signing = [
        council_id
        for council_id, asked_from in last_asked.values_list("council_id", "counted_from")
        if (council := record.by_id[council_id]).status == "signed"
        and council.signature
        and asked_from >= council.signature.counts_from
    ]
    return (
        Progress.objects.counting(record.on)
        .filter(council_id__in=asked_since_signing)
        .order_by("pk")
    )


PROGRESS: Table[Progress] = Table(
    name="progress",
    title="Since signing",
    description="One row for each thing that a council which signed stated, showed or had"
    " checked, under one of the charter’s four words. Only of councils that were asked about it"
    " since they signed. A council without a row may have done much: nobody has asked, or we"
    " found nothing. Rows are no marks and add up to nothing.",
    primary_key=("id",),
    columns=(
        *FACT_AND_COUNCIL,
        Column(
            "verb",
            "Under which of the four words.",
            lambda progress, record: progress.commitment,
            required=True,
            allowed_values=tuple(Commitment.values),
        ),
        Column(
            "step",
            "promised: the council states it, as done or to come; evidenced: something published"
            " shows it; checked: somebody outside the council has looked.",
            lambda progress, record: progress.evidence_level,
            required=True,
            allowed_values=tuple(EvidenceLevel.values),
        ),
        *DATE,
        text_column("What it is, in one sentence."),
        council_words_column("What the council says about it, in its own words."),
        *EVIDENCE,
        COUNCIL_PAGE,
        DISPUTED_SINCE,
    ),
    items=public_progress,
)
