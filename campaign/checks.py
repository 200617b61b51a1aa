"""System checks of the wiring, and of databases from before 1.0. Every start runs them."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from campaign.inbox import registry as inbox
from campaign.ledger import Kind
from campaign.operations.backups import registry as backups
from campaign.outbox import registry as outbox
from campaign.pages import models as pages
from campaign.privacy import registry as privacy
from campaign.purposes import NEEDS_INCOMING, NEEDS_OUTCOME, Purpose
from councils.models import contact, import_batch

HINT = "Register it in campaign/wiring.py."

APPS_BEFORE_SQUASH = ("limits", "tips")
MIGRATIONS_BEFORE_SQUASH = (
    ("councils", "0002_changes_of_the_charter_too"),
    ("letters", "0002_counted_once"),
    ("outbox", "0002_mail_to_councils_apart"),
    ("inbox", "0002_what_a_writer_shows"),
)
"""Migrations since squashed: each was applied to every database made before 1.0."""
MADE_BEFORE_SQUASH = (
    "This database was made by a version before 1.0 and cannot be updated:"
    " move it away, start with an empty one, and load the record again."
)


def register_checks() -> None:
    register(check_wiring)
    register(check_database_age, Tags.database)


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
        for kind in sorted(set(Kind) - backups.ledger_kinds.keys())
    ]
    registries = {
        "purpose of an email to a council": outbox.council_purposes,
        "condition for letters to go to councils": outbox.live_requirements,
        "listener for emails that may be calls for help": inbox.call_for_help_handlers,
        "answer to people who write to our sender address": inbox.stranger_handlers,
        "listener for who runs the site": pages.on_organisation_change,
        "listener for contacts of councils": contact.on_contact_change,
        "listener for lists taken in": import_batch.on_import,
        "purge": privacy.purges,
        "holder of personal data": privacy.personal_data,
        "room that settles what was open after a restore": backups.after_restore,
    }
    missing += [f"There is no {name}." for name, registry in registries.items() if not registry]
    errors: list[CheckMessage] = [Error(words, hint=HINT, id="campaign.E001") for words in missing]
    known = {*outbox.outcome_handlers, *inbox.incoming_handlers, *outbox.council_purposes}
    errors += [
        Error(
            f"{name!r} is not a purpose of an email.",
            hint="Declare it in campaign/purposes.py.",
            id="campaign.E002",
        )
        for name in sorted(known - set(Purpose))
    ]
    return errors


def check_database_age(
    app_configs: Sequence[AppConfig] | None = None,
    databases: Sequence[str] | None = None,
    **kwargs: Any,
) -> list[CheckMessage]:
    """Refuse a database from before 1.0: today's migrations would mistake its tables for theirs."""
    return [
        Error(MADE_BEFORE_SQUASH, id="campaign.E003")
        for alias in databases or ()
        if is_from_before_squash(alias)
    ]


def is_from_before_squash(alias: str = "default") -> bool:
    """Whether a database has applied migrations of a version before 1.0, which were squashed."""
    recorder = MigrationRecorder(connections[alias])
    if not recorder.has_table():
        return False
    applied = recorder.applied_migrations()
    return any(
        app in APPS_BEFORE_SQUASH or (app, name) in MIGRATIONS_BEFORE_SQUASH
        for app, name in applied
    )
