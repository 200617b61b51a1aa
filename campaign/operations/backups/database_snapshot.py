"""The database at one moment, in the same form from PostgreSQL and SQLite."""

from typing import IO, Any, Protocol

from django.db import connection


class Snapshot(Protocol):
    """The database at one moment: its migrations, its numbers of rows, and its dump."""

    vendor: str
    migrations: list[list[str]]
    """App and name of each migration."""
    totals: dict[str, int]
    """Rows by table."""

    def dump(self, to: IO[bytes]) -> None:
        """Write it in the format of the database's own tools. Raises BackupError if they fail."""


def count_rows(cursor: Any) -> dict[str, int]:
    """Return the number of rows of each table in the database that Django uses."""
    totals = {}
    for table in sorted(connection.introspection.table_names(cursor)):
        if not table.startswith("sqlite_"):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            totals[table] = cursor.fetchone()[0]
    return totals
