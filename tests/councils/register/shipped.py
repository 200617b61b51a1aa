"""The shipped files as rows, without the database."""

import datetime as dt
from types import SimpleNamespace

from councils.dates import ActivePeriod
from councils.register.disclosure_control import FIGURES
from councils.register.load import SHIPPED, rows_of

TABLES = ("councils", "names", "codes", "lineage", "signatures", "missing_from_care")
DAYS = ("starts_on", "ends_on", "on", "date", "edition", "checked_on")


class Row(SimpleNamespace, ActivePeriod):
    """A row, with its days and its year as such."""

    @property
    def figures(self):
        return {name: getattr(self, name) for name in FIGURES}


def read():
    """Return the rows of each file; those of councils by code."""
    tables = {}
    for name in TABLES:
        tables[name] = [
            Row(**{key: value_of(key, cell) for key, cell in row.items()})
            for row in rows_of(SHIPPED / f"{name}.csv")
        ]
    councils = {row.code: row for row in tables.pop("councils")}
    return SimpleNamespace(councils=councils, **tables)


def value_of(name, cell):
    if name in DAYS:
        return dt.date.fromisoformat(cell) if cell else None
    return int(cell) if name == "year" else cell
