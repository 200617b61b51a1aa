import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from campaign import retention
from campaign.ledger import is_own_secret
from campaign.operations.backups import BackupError
from campaign.operations.backups.archive import Manifest
from campaign.operations.backups.backup_health import date_and_time
from campaign.operations.backups.restore import restore


class Command(BaseCommand):
    help = (
        "Replace the database by a backup. Afterwards email is paused, emails that may have been"
        " sent are unsure, and whatever is past its time is deleted. Stop the site first."
    )
    # The database may be missing, damaged or from another release: that is what a restore is for.
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--ledger", type=Path, nargs="+", action="extend", default=[], metavar="FILE",
            help="the ledger of each machine: it keeps people who were erased from coming back",
        )  # fmt: skip
        parser.add_argument("--key", type=Path, metavar="FILE", help="the secret key of a backup")
        parser.add_argument(
            "--other-secret-key", action="store_true",
            help="the SECRET_KEY that the backup was made with is lost",
        )  # fmt: skip
        parser.add_argument(
            "--no-input", action="store_true", help="do not ask whether to replace what is there"
        )

    def handle(
        self,
        *,
        file: Path,
        ledger: list[Path],
        key: Path | None,
        other_secret_key: bool,
        no_input: bool,
        **options: Any,
    ) -> None:
        if not no_input and sys.stdin.isatty() and not self.is_sure():
            raise CommandError("Nothing was changed.")
        try:
            restored = restore(file, ledger, key, other_secret=other_secret_key)
        except BackupError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        rows = sum(restored.manifest.totals.values())
        self.stdout.write(
            f"Restored the backup of {date_and_time(restored.manifest.made_at)}: {rows:,} rows,"
            " all that were backed up."
        )
        for kind, number in restored.done.items():
            self.stdout.write(f"  {number:>7,}  {kind}")
        for warning in self.warnings(restored.manifest, ledger):
            self.stderr.write(self.style.WARNING(warning))
        self.stdout.write(
            "Email is paused. Look at what is unsure, in the admin under Emails, then let it leave"
            " again, under Mail settings."
        )

    def warnings(self, manifest: Manifest, ledgers: list[Path]) -> Iterator[str]:
        """Yield a warning for each way in which something that was deleted may be back."""
        if manifest.secret_mark and not is_own_secret(manifest.secret_mark):
            yield (
                "The SECRET_KEY of this backup is lost: no ledger was applied, and the list of"
                " people never to write to names nobody. Before you let email leave, think of them."
            )
        if not ledgers:
            own = settings.LEDGER
            here = f" That of this machine is {own}." if own and own.exists() else ""
            yield (
                "No ledger was given: people who were erased since, or asked us to stop, may be"
                " back. Leave email paused, and restore once more with --ledger FILE, one for each"
                f" machine.{here}"
            )
        if manifest.made_at < timezone.now() - retention.BACKUPS_KEPT:
            yield (
                f"This backup is older than {retention.BACKUPS_KEPT.days} days, and no ledger"
                " reaches back so far: people who were erased since may be back."
            )

    def is_sure(self) -> bool:
        name = connection.settings_dict["NAME"]
        answer = input(f"This replaces everything in the database {name} by the backup. Type yes: ")
        return answer.strip().lower() == "yes"
