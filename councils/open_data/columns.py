"""What a table of the open data is made of, and the columns that several tables have."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from councils.dates import Precision
from councils.models import Event, Signature, SourceKind
from councils.record import CouncilOnDay, Record

Value = str | int | float | list[str] | list[int] | None
JsonRow = dict[str, Value]


@dataclass(frozen=True)
class Column[Item]:
    """One column: its name, what it means, its value, and its type as Table Schema calls it."""

    name: str
    description: str
    value: Callable[[Item, Record], Value | dt.date] | None = None
    """By default the attribute of the item that has the column's name."""
    type: str = "string"
    allowed_values: tuple[str, ...] = ()
    """All values there can be, where there are few."""

    def of(self, item: Item, record: Record) -> Value:
        """Return the value for an item: a day in ISO 8601, and None for an empty text."""
        value = self.value(item, record) if self.value else getattr(item, self.name)
        if isinstance(value, dt.date):
            return value.isoformat()
        if value == "":
            return None
        return value


@dataclass(frozen=True)
class Table[Item]:
    """One table: its columns, and the items that its rows are about on any day."""

    name: str
    title: str
    description: str
    primary_key: tuple[str, ...]
    columns: tuple[Column[Item], ...]
    items: Callable[[Record], Iterable[Item]]
    extra_file: str = ""
    """A file of the same facts in another format, such as GeoJSON."""
    takes_a_day: bool = False
    """Whether the file can be had for any day with ``?at=``."""

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def rows(self, record: Record, items: Iterable[Item]) -> list[JsonRow]:
        return [self.row(item, record) for item in items]

    def row(self, item: Item, record: Record) -> JsonRow:
        return {column.name: column.of(item, record) for column in self.columns}


def code_of_council(item: Any, record: Record) -> str:
    """Return the code of the council that an item is about."""
    return record.by_id[item.council_id].code


def page_address(council: CouncilOnDay) -> str:
    return settings.SITE_URL + council.url


Fact = Signature | Event


def days_of(fact: Fact, record: Record) -> tuple[dt.date, dt.date]:
    return fact.possible_days(record.by_id[fact.council_id].starts_on)


COUNCIL_NAME: Column[Any] = Column(
    "council_name",
    "Its official name on the day asked for.",
    lambda fact, record: record.by_id[fact.council_id].name,
)
DATE_BOUNDS: tuple[Column[Fact], ...] = (
    Column(
        "precision",
        "How exactly the date is known.",
        lambda fact, record: fact.when.precision,
        allowed_values=tuple(Precision.values),
    ),
    Column(
        "earliest",
        "The first day on which it can have happened: never before 9 July 2012, nor before the"
        " council began.",
        lambda fact, record: days_of(fact, record)[0],
        "date",
    ),
    Column(
        "latest",
        "The last day on which it can have happened.",
        lambda fact, record: days_of(fact, record)[1],
        "date",
    ),
    Column("counts_from", "The day from which we count it.", type="date"),
)
EVIDENCE: tuple[Column[Fact], ...] = (
    Column(
        "evidence_kind",
        "What kind of evidence there is.",
        lambda fact, record: fact.source_kind or SourceKind.OTHER.value,
        allowed_values=tuple(SourceKind.values),
    ),
    Column("evidence", "What shows it, in words.", lambda fact, record: fact.source),
    Column(
        "evidence_url",
        "A link to the evidence.",
        lambda fact, record: fact.source_url,
    ),
    Column("checked_on", "The day somebody read the evidence.", type="date"),
    Column("checked_by", "Who read it."),
)
COUNCIL_PAGE: Column[Fact] = Column(
    "url",
    "The council’s page here.",
    lambda fact, record: page_address(record.by_id[fact.council_id]),
)
REDACTED: Column[Any] = Column(
    "redacted",
    "Whether we took words out of this row, because they could show who somebody is or for a legal"
    " reason. What stands in their place says the day.",
    lambda row, record: row.redacted_at is not None,
    "boolean",
)
DISPUTED_SINCE: Column[Fact] = Column(
    "disputed_since",
    "Since when the council disputes it, while we check; empty: it doesn’t, or that’s settled.",
    lambda fact, record: fact.disputed_on,
    "date",
)
