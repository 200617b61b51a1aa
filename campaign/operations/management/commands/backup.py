"""The nightly backup: the database, the ledger and the settings, off this machine and encrypted.

``pg_dump`` takes the database while the site serves; restic (https://restic.net) encrypts what it
is given, sends it to RESTIC_REPOSITORY, and forgets what is no longer kept. It is chosen because
Debian has it, it stores to a disk, SFTP, S3 and others alike, and it is read back without this
site. Whatever fails fails the whole job, and only a finished one is recorded.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from campaign import retention
from campaign.operations.models import CompletedJob

TAG = "runaways"
UNSEEN = "*mail*may*run"
"""The table whose row lets email leave: no backup has it, so none sends before after_restore."""


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
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            dump(folder / "database.dump")
            for path in (settings.LEDGER, *map(Path, settings.BACKUP_FILES)):
                if path and path.exists():
                    shutil.copy(path, folder / path.name)
            files = sorted(path.name for path in folder.iterdir())
            run("restic", "backup", "--quiet", "--tag", TAG, *files, folder=folder)
        kept = f"{retention.BACKUPS_KEPT.days}d"
        run(
            "restic", "forget", "--quiet", "--tag", TAG, "--group-by", "",
            "--keep-within", kept, "--prune",
        )  # fmt: skip
        CompletedJob.objects.record(CompletedJob.Name.BACKUP, timezone.now())
        self.stdout.write("The backup is made.")


def dump(path: Path) -> None:
    """Dump the database as one moment sees it."""
    arguments, environment = connection.client.settings_to_cmd_args_env(
        connection.settings_dict,
        [
            "--format=custom", "--no-owner", "--no-privileges", "--no-password",
            f"--exclude-table-data={UNSEEN}", f"--file={path}",
        ],
    )  # fmt: skip
    run("pg_dump", *arguments[1:], environment=environment)


def run(
    *command: str, folder: Path | None = None, environment: dict[str, str] | None = None
) -> None:
    """Run a tool in a folder. Raises CommandError with its first words if it fails."""
    try:
        done = subprocess.run(
            command, cwd=folder, env=os.environ | (environment or {}), check=False,
            capture_output=True, text=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise CommandError(f"No backup was made: {command[0]} is not installed.") from error
    if done.returncode:
        words = done.stderr.strip().splitlines() or ["no reason"]
        raise CommandError(f"No backup was made. {command[0]} failed: {words[0]}")
