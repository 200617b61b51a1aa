"""The backup module for the kind of database that this site uses."""

from types import ModuleType

from django.db import connection

from campaign.operations.backups import BackupError, postgresql, sqlite

ENGINES = {"postgresql": postgresql, "sqlite": sqlite}
NAMES = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}
"""What people call each kind of database."""


def current() -> ModuleType:
    """Return the module for this site's database. Raises BackupError if there is none."""
    try:
        return ENGINES[connection.vendor]
    except KeyError:
        raise BackupError(f"There are no backups of {connection.vendor}.") from None
