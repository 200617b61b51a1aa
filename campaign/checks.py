"""System checks of the wiring, and of databases of other versions. Every start runs them."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from campaign.inbox import registry as inbox
from campaign.ledger import Kind
from campaign.operations import after_restore
from campaign.outbox import registry as outbox
from campaign.pages import models as pages
from campaign.purposes import NEEDS_INCOMING, NEEDS_OUTCOME, Purpose
from councils.models import contact

HINT = "Register it in campaign/wiring.py."

OF_ANOTHER_VERSION = (
    "This database was made by another version of this site, which cannot be updated to this one:"
    " move it away, start with an empty one, and load the record again."
)


def register_checks() -> None:
    register(check_wiring)
    register(check_version_of_database, Tags.database)


def check_wiring(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Report each purpose of an email that lacks a handler it needs, and each empty registry."""
    missing = [
        f"Nobody is told what became of emails with the purpose {purpose.value!r}."
        for purpose in sorted(NEEDS_OUTCOME - outbox.outcome_handlers.keys())
    ]
    missing += [
        f"Nobody is told what comes in about emails with the purpose {purpose.value!r}."
        for purpose in sorted(NEEDS_INCOMING - inbox.incoming_handlers.keys())
    ]
    missing += [
        f"Nobody applies lines of the ledger of the kind {kind.value!r} after a restore."
        for kind in sorted(set(Kind) - after_restore.ledger_kinds.keys())
    ]
    registries = {
        "condition for letters to go to councils": outbox.live_requirements,
        "listener for emails that may be calls for help": inbox.call_for_help_handlers,
        "answer to people who write to our sender address": inbox.stranger_handlers,
        "listener for who runs the site": pages.on_organisation_change,
        "listener for contacts of councils": contact.on_contact_change,
        "room that settles what was open after a restore": after_restore.settled_by,
    }
    missing += [f"There is no {name}." for name, registry in registries.items() if not registry]
    errors: list[CheckMessage] = [Error(words, hint=HINT, id="campaign.E001") for words in missing]
    known = {*outbox.outcome_handlers, *inbox.incoming_handlers}
    errors += [
        Error(
            f"{name!r} is not a purpose of an email.",
            hint="Declare it in campaign/purposes.py.",
            id="campaign.E002",
        )
        for name in sorted(known - set(Purpose))
    ]
    return errors


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
