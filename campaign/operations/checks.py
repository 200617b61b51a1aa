"""What ``manage.py check --deploy`` says about backups and the ledger."""

import os
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError

from campaign.operations.backups import BackupError
from campaign.operations.backups.backup_health import check_backups


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
    file = settings.LEDGER
    writable = os.access(file if file.exists() else file.parent, os.W_OK)
    if file.is_file() and writable or not file.exists() and file.parent.is_dir() and writable:
        return []
    return [
        Error(
            f"The ledger {file} cannot be written: nobody could be erased or unsubscribe.",
            hint="Make its folder, and let the user that runs the site write there.",
            id="operations.E001",
        )
    ]


@register(Tags.security, deploy=True)
def check_backup_key(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Check that backups are encrypted, and that the key is a public one."""
    if not settings.BACKUP_KEY:
        return [
            Warning(
                "BACKUP_KEY is not set: whoever gets a backup can read people's letters.",
                hint="Make a key: manage.py backup --new-key FILE.",
                id="operations.W002",
            )
        ]
    from campaign.operations.backups.keys import read_recipient  # a library few processes need

    try:
        read_recipient(settings.BACKUP_KEY)
    except BackupError as error:
        return [Error(str(error), id="operations.E002")]
    return []


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
