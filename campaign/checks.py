"""The system check of databases of other versions. Every start runs it."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.loader import MigrationLoader

OF_ANOTHER_VERSION = (
    "This database was made by another version of this site, which cannot be updated to this one:"
    " move it away, start with an empty one, and load the record again."
)


def register_checks() -> None:
    register(check_version_of_database, Tags.database)


def check_version_of_database(
    app_configs: Sequence[AppConfig] | None = None,
    databases: Sequence[str] | None = None,
    **kwargs: Any,
) -> list[CheckMessage]:
    """Refuse a database of another version: our migrations would mistake its tables for theirs."""
    return [
        Error(OF_ANOTHER_VERSION, id="campaign.E003")
        for alias in databases or ()
        if is_of_another_version(alias)
    ]


def is_of_another_version(alias: str = "default") -> bool:
    """Whether a migration was applied that this version does not have."""
    loader = MigrationLoader(connections[alias])
    return any(
        app in loader.migrated_apps and (app, name) not in loader.disk_migrations
        for app, name in loader.applied_migrations
    )
