"""What ``manage.py check`` says of the database, and of settings that a real site would regret."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connections
from django.db.migrations.loader import MigrationLoader
from django.http.request import validate_host

from campaign.ledger import ledger
from campaign.pages.models import Organisation

OF_ANOTHER_VERSION = (
    "This database was made by another version of this site. If a newer one made it, and you went"
    " back, run no migrate: its tables serve this one too. If an older one did, it cannot be"
    " updated: keep it, start with an empty one, and load the record again."
)


@register(Tags.database)
def check_version_of_database(
    app_configs: Any, databases: Sequence[str] | None = None, **options: Any
) -> list[CheckMessage]:
    """Refuse a database of another version: our migrations would mistake its tables for theirs."""
    errors: list[CheckMessage] = []
    for alias in databases or ():
        loader = MigrationLoader(connections[alias])
        if any(
            app in loader.migrated_apps and (app, name) not in loader.disk_migrations
            for app, name in loader.applied_migrations
        ):
            errors.append(Error(OF_ANOTHER_VERSION, id="campaign.E003"))
    return errors


@register(Tags.security, deploy=True)
def check_settings(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Return a message for each setting that does not suit a real site."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    sentences = {
        "E010": settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
        and "The database is SQLite, which is for development: use PostgreSQL.",
        "E001": ledger.why_not_writable()
        and f"The ledger {settings.LEDGER} cannot be written: letters would wait.",
        "W001": not settings.LEDGER
        and "LEDGER is not set: after a restore, people who were erased would be back.",
        "W002": not settings.RESTIC_REPOSITORY
        and "RESTIC_REPOSITORY is not set: no backup leaves this machine.",
        "W004": settings.RESTIC_REPOSITORY.startswith("/")
        and "RESTIC_REPOSITORY is a folder of this machine: unless that is another disk elsewhere,"
        " the backups are lost with it.",
        "W003": not settings.SECOND_FACTOR
        and "SECOND_FACTOR is off: whoever learns a password can read people’s letters.",
        "W011": not (settings.TRUSTED_PROXIES or settings.PROXIES)
        and "Neither TRUSTED_PROXIES nor PROXIES is set: behind a proxy all visitors share one"
        " limit, and the site does not see that they came by HTTPS.",
        "W013": not validate_host(host, settings.ALLOWED_HOSTS)
        and f"SITE_URL is at {host}, which ALLOWED_HOSTS does not have: every link in an email"
        " would be refused.",
        "W014": not settings.SMTP_URL
        and "SMTP_URL is not set: no email leaves this machine, so nobody can confirm a letter.",
    }
    return [
        (Error if code.startswith("E") else Warning)(words, id=f"operations.{code}")
        for code, words in sentences.items()
        if words
    ]


@register(Tags.security, deploy=True)
def check_safeguarding(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Say that an open site tells nobody of calls for help; nothing where no database answers."""
    try:
        lacks_it = Organisation.current().lacks_safeguarding
    except DatabaseError:
        return []
    words = (
        "The site is open, and nobody has confirmed the address for safeguarding: no call is read."
    )
    return [Error(words, id="operations.E020")] if lacks_it else []
