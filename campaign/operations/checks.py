"""What ``manage.py check --deploy`` says about settings, backups and the ledger."""

import os
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connection
from django.http.request import validate_host

from campaign import ledger
from campaign.operations.backup_health import check_backups

DISCREET = {
    "log_min_messages": "fatal",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
"""Settings with which PostgreSQL's own log has neither a row nor a statement that failed."""


@register(Tags.security, deploy=True)
def check_ledger(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Check that a ledger is set and can be written."""
    if settings.LEDGER is None:
        return [
            Warning(
                "LEDGER is not set: after a restore, people who were erased would be back.",
                hint="Name a file outside the database and the backups: docs/deploy.md.",
                id="operations.W001",
            )
        ]
    if not ledger.why_not_writable():
        return []
    return [
        Error(
            f"The ledger {settings.LEDGER} cannot be written: nobody could be erased or"
            " unsubscribe.",
            hint="Make its folder, and let the user that runs the site write there.",
            id="operations.E001",
        )
    ]


@register(Tags.database, deploy=True)
def check_last_backup(
    app_configs: Any, databases: Sequence[str] | None = None, **options: Any
) -> list[CheckMessage]:
    """Check how old the last backup is, if the database may be queried."""
    if not databases:
        return []
    try:
        problem = check_backups().problem
    except DatabaseError:  # for example, before the first migrate
        return []
    return [Warning(problem, id="operations.W003")] if problem else []


@register(Tags.database, deploy=True)
def check_log_of_database(
    app_configs: Any, databases: Sequence[str] | None = None, **options: Any
) -> list[CheckMessage]:
    """Check that PostgreSQL does not repeat in its own log what it was given."""
    if not databases or connection.vendor != "postgresql":
        return []
    try:
        with connection.cursor() as cursor:
            names = [[*DISCREET]]
            cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", names)
            if dict(cursor.fetchall()) == DISCREET:
                return []
    except DatabaseError:
        return []
    return [
        Warning(
            "PostgreSQL repeats rows and statements that fail in its own log, and so letters.",
            hint="The last lines of docs/deploy/database.sql change that. Its superuser runs them.",
            id="operations.W018",
        )
    ]


@register(Tags.security, deploy=True)
def check_settings(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Return a message for each setting that does not suit a real site."""
    return [
        (Error if code.startswith("E") else Warning)(
            words, hint="docs/deploy.md says how.", id=f"operations.{code}"
        )
        for code, words in problems()
    ]


def problems() -> list[tuple[str, str]]:
    """Return a code and a sentence for each setting that does not suit a real site."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    sentences = {
        "E010": settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
        and "The database is SQLite, which is for development: use PostgreSQL.",
        "W011": not (settings.TRUSTED_PROXIES or settings.PROXIES)
        and "Neither TRUSTED_PROXIES nor PROXIES is set: behind a proxy all visitors share one"
        " limit, and the site does not see that they came by HTTPS.",
        "W012": "*" in settings.ALLOWED_HOSTS
        and "ALLOWED_HOSTS has *: a stranger could make the site link to another host.",
        "W013": not validate_host(host, settings.ALLOWED_HOSTS)
        and f"SITE_URL is at {host or 'no host'}, which ALLOWED_HOSTS does not have: every link in"
        " an email would be refused.",
        "W014": not settings.SMTP_URL
        and "SMTP_URL is not set: no email leaves this machine, so nobody can confirm a letter.",
        "W002": not settings.RESTIC_REPOSITORY
        and "RESTIC_REPOSITORY is not set: no backup leaves this machine.",
        "W015": not is_positive(os.environ.get("WEB_WORKERS", "2"))
        and "WEB_WORKERS is not a whole number from 1, so gunicorn cannot start.",
        "W016": not is_web_address(settings.HEARTBEAT_URL)
        and "HEARTBEAT_URL is not the address of a monitor: none would hear of this site.",
        "W017": not is_collected()
        and "Style sheets and scripts are not collected, so every page would be an error: run"
        " manage.py collectstatic.",
    }
    return [(code, words) for code, words in sentences.items() if words]


def is_positive(number: str) -> bool:
    return number.isdecimal() and int(number) > 0


def is_web_address(url: str) -> bool:
    """Whether ``url`` can be requested; true of none at all."""
    return not url or url.startswith(("http://", "https://")) and bool(urlsplit(url).hostname)


def is_collected() -> bool:
    """Whether there are static files to serve, where they are served by their hashed names."""
    return not hasattr(staticfiles_storage, "manifest_name") or staticfiles_storage.exists(
        staticfiles_storage.manifest_name
    )
