"""What a table and a column are."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from councils.record import CouncilOnDay, Record

Value = str | int | float | list[str] | list[int] | None
JsonRow = dict[str, Value]

EDTF = r"(\d{4}(-\d{2}){0,2}|\.\./\d{4}-\d{2}-\d{2}|XXXX)"
"""How a date is written: a day, a month, a year, by a day, or not known."""
CODE = r"[A-Z0-9-]{2,8}"
GSS = r"[ENSW]\d{8}"


@dataclass(frozen=True)
class Column[Item]:
    """One column: its name, what it means, its value, and its type as Table Schema calls it."""

    name: str
    description: str
    value: Callable[[Item, Record], Value | dt.date] | None = None
    """By default the attribute of the item that has the column's name."""
    type: str = "string"
    required: bool = False
    allowed_values: tuple[str, ...] = ()
    """All values there can be, where there are few."""
    pattern: str = ""
    format: str = ""
    in_register: bool = False
    """Whether it names a council by its code in the register."""

    def of(self, item: Item, record: Record) -> Value:
        """Return the value for an item: a day in ISO 8601, and None for an empty text."""
        value = self.value(item, record) if self.value else getattr(item, self.name)
        if isinstance(value, dt.date):
            return value.isoformat()
        return None if value == "" else value


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

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def rows(self, record: Record) -> list[JsonRow]:
        return [
            {column.name: column.of(item, record) for column in self.columns}
            for item in self.items(record)
        ]


def council_code[Item](
    name: str,
    description: str,
    value: Callable[[Item, Record], str | None] | None = None,
    required: bool = False,
) -> Column[Item]:
    """Return a column that names a council by its code in the register."""
    return Column(name, description, value, required=required, pattern=CODE, in_register=True)


def code_of_council(item: Any, record: Record) -> str:
    """Return the code of the council that an item is about."""
    return record.by_id[item.council_id].code


def page_address(council: CouncilOnDay) -> str:
    return settings.SITE_URL + council.url
