from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaign import retention
from campaign.operations.backups import BackupError
from campaign.operations.backups.backup import make
from campaign.operations.backups.keys import write_new_key


class Command(BaseCommand):
    help = (
        "Back up the whole database while the site serves: to FILE, or to a new file in the folder"
        f" FILE. Backups there that are older than {retention.BACKUPS_KEPT.days} days are deleted."
        " It is encrypted if BACKUP_KEY is set."
    )

    # A BackupError says what is wrong with the database.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", metavar="FILE")
        parser.add_argument(
            "--new-key", type=Path, metavar="FILE",
            help="make a pair of keys instead: write the secret one to FILE, print the public one",
        )  # fmt: skip

    def handle(self, *, file: Path | None, new_key: Path | None, **options: Any) -> None:
        try:
            if new_key:
                self.make_key(new_key)
            elif file:
                self.back_up(file)
            else:
                raise CommandError("Name the file, or the folder, to which the backup goes.")
        except BackupError as error:
            raise CommandError(str(error)) from error

    def make_key(self, path: Path) -> None:
        self.stdout.write(
            f"BACKUP_KEY='{write_new_key(path)}'\n"
            f"Put that line in the site’s settings. {path} opens the backups: move it off this"
            " machine, to two places."
        )

    def back_up(self, path: Path) -> None:
        made = make(path, settings.BACKUP_KEY)
        is_encrypted = "encrypted" if settings.BACKUP_KEY else "not encrypted: set BACKUP_KEY"
        self.stdout.write(
            f"{made.path}: {made.rows:,} rows, {made.size / 1e6:,.1f} MB, {is_encrypted}."
        )
        if made.pruned:
            self.stdout.write(f"Deleted {made.pruned} that were no longer kept.")
