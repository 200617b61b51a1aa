"""The columns that dated facts share: whose they are, when they happened, how they are known."""

import datetime as dt
from typing import Any

from councils.dates import Precision
from councils.models import Event, Progress, Signature, SourceKind
from councils.open_data.tables.columns import (
    EDTF,
    Column,
    code_of_council,
    council_code,
    page_address,
)
from councils.record import Record

Fact = Signature | Event | Progress


def possible_days(fact: Fact, record: Record) -> tuple[dt.date, dt.date]:
    return fact.possible_days(record.by_id[fact.council_id].starts_on)


COUNCIL_NAME: Column[Any] = Column(
    "council_name",
    "Its official name on the day asked for.",
    lambda fact, record: record.by_id[fact.council_id].name,
    required=True,
)
DATE_BOUNDS: tuple[Column[Fact], ...] = (
    Column(
        "precision",
        "How exactly the date is known.",
        lambda fact, record: fact.when.precision,
        required=True,
        allowed_values=tuple(Precision.values),
    ),
    Column(
        "earliest",
        "The first day on which it can have happened: never before 9 July 2012, nor before the"
        " council began.",
        lambda fact, record: possible_days(fact, record)[0],
        "date",
        required=True,
    ),
    Column(
        "latest",
        "The last day on which it can have happened.",
        lambda fact, record: possible_days(fact, record)[1],
        "date",
        required=True,
    ),
    Column(
        "counts_from", "The first day on which the record counts it.", type="date", required=True
    ),
)
EVIDENCE: tuple[Column[Fact], ...] = (
    Column(
        "evidence_kind",
        "What kind of evidence there is.",
        lambda fact, record: fact.source_kind or SourceKind.OTHER.value,
        required=True,
        allowed_values=tuple(SourceKind.values),
    ),
    Column("evidence", "What shows it, in words.", lambda fact, record: fact.source),
    Column(
        "evidence_url",
        "A link to the evidence.",
        lambda fact, record: fact.source_url,
        format="uri",
    ),
    Column("checked_on", "The day somebody read the evidence.", type="date", required=True),
    Column("checked_by", "Who read it.", required=True),
)
COUNCIL_PAGE: Column[Fact] = Column(
    "url",
    "The council’s page here.",
    lambda fact, record: page_address(record.by_id[fact.council_id]),
    required=True,
    format="uri",
)
DISPUTED_SINCE: Column[Fact] = Column(
    "disputed_since",
    "Since when the council disputes it, while we check; empty: it does not, or that is settled.",
    lambda fact, record: fact.disputed_on,
    "date",
)

# Events and progress begin alike, and tell when and what in the same columns.

FACT_AND_COUNCIL: tuple[Column[Event | Progress], ...] = (
    Column("id", "Our own id for this fact. It never changes.", type="integer", required=True),
    council_code("council", "The council: its code in register.", code_of_council, required=True),
    COUNCIL_NAME,
)
DATE: tuple[Column[Event | Progress], ...] = (
    Column(
        "date",
        "When, as exactly as that is known; written as in councils.",
        lambda fact, record: fact.when.edtf,
        required=True,
        pattern=EDTF,
    ),
    *DATE_BOUNDS,
)


def text_column(description: str) -> Column[Event | Progress]:
    return Column("text", description, required=True)


def council_words_column(description: str) -> Column[Event | Progress]:
    return Column("council_words", description)
