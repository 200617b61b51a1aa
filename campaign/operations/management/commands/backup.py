"""The nightly backup: the database, the ledger and the settings, off this machine and encrypted.

``pg_dump`` takes the database while the site serves; restic (https://restic.net) encrypts what it
is given, sends it to RESTIC_REPOSITORY, and forgets what is no longer kept. It is chosen because
Debian has it, it stores to a disk, SFTP, S3 and others alike, and it is read back without this
site. Whatever fails fails the whole job, and only a finished one is recorded.
"""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from campaign import retention
from campaign.operations.models import CompletedJob
from campaign.operations.programs import (
    passing_folder,
    run,
    run_on_database,
    unlock_repository,
)
from campaign.outbox.models import MailMayRun

TAG = "runaways"
DUMP = "database.dump"
UNSEEN = "*mail*may*run"
"""The table whose row lets email leave: no backup has it, so none sends before after_restore."""
NOT_MADE = "No backup was made."


class Command(BaseCommand):
    help = (
        "Take the database, the ledger and BACKUP_FILES to RESTIC_REPOSITORY, encrypted, while the"
        f" site serves, and forget what is older than {retention.BACKUPS_KEPT.days} days."
    )
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Backups are of PostgreSQL: of SQLite, copy the file.")
        # In the database before it is dumped, so that a restore knows of when the dump is.
        CompletedJob.objects.record(CompletedJob.Name.DUMP, timezone.now())
        with passing_folder() as folder:
            run_on_database(
                "pg_dump", "--format=custom", "--no-owner", "--no-privileges",
                f"--exclude-table-data={UNSEEN}", f"--file={folder / DUMP}", not_done=NOT_MADE,
            )  # fmt: skip
            for path in files_to_keep():
                copy_into(folder, path)
            unlock_repository(NOT_MADE)
            files = sorted(path.name for path in folder.iterdir())
            command = ["restic", "backup", "--quiet", "--tag", TAG, *files]
            run(*command, folder=folder, not_done=NOT_MADE)
        kept = f"{retention.BACKUPS_KEPT.days}d"
        run(
            "restic", "forget", "--quiet", "--tag", TAG, "--group-by", "",
            "--keep-within", kept, "--prune", not_done="Old backups were not forgotten.",
        )  # fmt: skip
        CompletedJob.objects.record(CompletedJob.Name.BACKUP, timezone.now())
        self.stdout.write("The backup is made.")


def files_to_keep() -> list[Path]:
    """Return the ledger, where there is one, and BACKUP_FILES, whether or not they are there.

    Only a new site has no ledger yet: each email that leaves writes a line.
    """
    paths = [Path(name) for name in settings.BACKUP_FILES]
    own = settings.LEDGER
    has_sent = MailMayRun.objects.filter(sent__gt=0).exists()
    if own and (own.exists() or has_sent):
        paths.append(own)
    return paths


def copy_into(folder: Path, path: Path) -> None:
    """Copy a file into a folder. Raises CommandError if it is missing, unreadable or a namesake."""
    copy = folder / path.name
    if copy.exists():
        raise CommandError(f"{NOT_MADE} It cannot hold two files that are called {path.name}.")
    try:
        shutil.copy(path, copy)
    except OSError as error:
        hint = ""
        if path == settings.LEDGER:
            hint = (
                " Bring the ledger back from an older backup; only if it is lost, make a new one."
            )
        raise CommandError(f"{NOT_MADE} {path} cannot be kept: {error.strerror}.{hint}") from error
