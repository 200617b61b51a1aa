"""A minimal writer: the rows that a release writes and deletes in each of its acts.

During an update the old release still runs on the new schema. So its writes are kept as data
(last_release.json), with only the columns that it knows.
"""

import base64
import datetime as dt
import json
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import connection

WRITTEN = (
    "letters_letter",
    "outbox_outgoingmessage",
    "inbox_incomingmessage",
    "tasks_task",
    "councils_signature",
    "councils_change",
    "councils_dailylettercount",
)
"""Tables whose rows are kept; those that refer to others stand below them. The rest hold counts,
times and sessions."""

type Row = dict[str, Any]
type Tables = dict[str, dict[int, Row]]


def rows() -> Tables:
    """Return all rows of the tables that the writer writes, by primary key."""
    tables: Tables = {}
    for model in apps.get_models():
        if model._meta.db_table in WRITTEN:
            columns = [f.attname for f in model._meta.local_concrete_fields if not f.generated]
            written = model._base_manager.values(*columns)
            tables[model._meta.db_table] = {row["id"]: row for row in written}
    return tables


def writes_of(act: Callable[[], object]) -> list[Row]:
    """Call ``act``; return the rows it added, the columns it changed and the rows it deleted."""
    before = rows()
    act()
    writes, now = [], rows()
    for table in WRITTEN:
        after = now[table]
        for key, row in after.items():
            old = before[table].get(key)
            changed = {name: value for name, value in row.items() if not old or old[name] != value}
            if changed:
                writes.append({"table": table, "id": key, "is_new": old is None, "values": changed})
    for table in reversed(WRITTEN):
        gone = before[table].keys() - now[table].keys()
        writes += [{"table": table, "id": key, "is_deleted": True} for key in sorted(gone)]
    return writes


def write(writes: list[Row], placeholders: dict[str, Any], ids: dict[tuple[str, int], int]) -> None:
    """Write rows as the release did, and collect in ``ids`` the primary keys that they get."""
    with connection.cursor() as cursor:
        for row in writes:
            table, key = row["table"], (row["table"], row["id"])
            if "is_deleted" in row:
                cursor.execute(f"DELETE FROM {table} WHERE id = %s", [ids.pop(key)])
                continue
            values = {
                column: as_stored(value, placeholders, ids)
                for column, value in row["values"].items()
                if column != "id"
            }
            columns, parameters = list(values), list(values.values())
            if row["is_new"]:
                marks = ", ".join(["%s"] * len(columns))
                cursor.execute(
                    f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) RETURNING id",
                    parameters,
                )
                ids[key] = cursor.fetchone()[0]
            else:
                changes = ", ".join(f"{column} = %s" for column in columns)
                cursor.execute(
                    f"UPDATE {table} SET {changes} WHERE id = %s", [*parameters, ids[key]]
                )


def as_json(value: Any) -> Any:
    """Return a column's value in a form that JSON can hold."""
    if isinstance(value, bytes | memoryview):
        return {"bytes": base64.b64encode(bytes(value)).decode()}
    if isinstance(value, list | dict):
        return {"json": value}
    return value.isoformat() if isinstance(value, dt.date) else value


def as_stored(value: Any, placeholders: dict[str, Any], ids: dict[tuple[str, int], int]) -> Any:
    """Return a column's value from the form in which JSON holds it."""
    if isinstance(value, dict) and "row" in value:
        table, key = value["row"]
        return ids[table, key]
    if isinstance(value, dict) and "json" in value:
        return json.dumps(value["json"])
    if isinstance(value, dict):
        return base64.b64decode(value["bytes"])
    return placeholders.get(value, value) if isinstance(value, str) else value
