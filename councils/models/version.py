"""The version of the record: a number that database triggers raise with every change.

Triggers rather than code, so that bulk updates, loaders and plain SQL raise it too. The page
cache keeps rendered pages by it (councils/page_cache.py).
"""

import datetime as dt
from typing import Any

from django.apps import apps
from django.db import connections, models


class RecordVersion(models.Model):
    """The one row, with primary key 1: the number of changes to published tables."""

    number = models.BigIntegerField(default=0)
    closes_on = models.DateField(null=True)
    """The day on which the campaign closes: from then on the record stands as of that day."""

    def __str__(self) -> str:
        return "the record"

    @classmethod
    def close_on(cls, day: dt.date | None) -> None:
        """Set, move or take back the day of closing, which every page says once it has come."""
        cls.objects.filter(pk=1).update(closes_on=day, number=models.F("number") + 1)


def published_models() -> list[type[models.Model]]:
    """Return the models of any app that public pages show: those with ``published = True``."""
    return [model for model in apps.get_models() if getattr(model, "published", False)]


POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION raise_record_version() RETURNS trigger AS $$
BEGIN
    UPDATE councils_recordversion SET number = number + 1 WHERE id = 1;
    RETURN NULL;
END $$ LANGUAGE plpgsql
"""


def keep_version_by_trigger(using: str = "default", **kwargs: Any) -> None:
    """Create the one row, and triggers on every published table for every kind of change.

    Runs after each migrate of any app; safe to run again.
    """
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if "councils_recordversion" not in tables:
            return
        RecordVersion.objects.using(using).get_or_create(pk=1)
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION)
        for model in published_models():
            table = model._meta.db_table
            if table in tables:
                for statement in trigger_statements(connection.vendor, table):
                    cursor.execute(statement)


def trigger_statements(vendor: str, table: str) -> list[str]:
    """Return the SQL that raises the version on insert, update and delete of ``table``."""
    if vendor == "postgresql":
        return [
            f"DROP TRIGGER IF EXISTS raise_version ON {table}",
            f"CREATE TRIGGER raise_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION raise_record_version()",
        ]
    statements = []
    for change in ("INSERT", "UPDATE", "DELETE"):
        name = f"{table}_{change}_raises_version"
        statements += [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} AFTER {change} ON {table} BEGIN UPDATE councils_recordversion"
            " SET number = number + 1 WHERE id = 1; END",
        ]
    return statements
