"""A backup, brought back into an empty database: the one that DATABASE_URL names.

It destroys nothing: a database that holds anything is refused. docs/deploy/restore, which runs as
root, makes the empty database beside the one that serves, and changes their names afterwards.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format

from campaign.ledger import ledger as ledgers
from campaign.letters.models import Letter
from campaign.operations.management.commands.after_restore import state_of
from campaign.operations.management.commands.backup import DUMP, TAG
from campaign.operations.programs import (
    passing_folder,
    run,
    run_on_database,
    unlock_repository,
)
from councils.models import Signature

NOT_RESTORED = "Nothing was restored, and the database is as empty as before."
TABLES = """
    SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
"""


class Command(BaseCommand):
    help = (
        "Fill the empty database that DATABASE_URL names from a backup in RESTIC_REPOSITORY, and"
        " settle it as after_restore does. One that is not empty is refused."
    )
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "backup", nargs="?", default="latest",
            help="the name of a backup, of those that “restic snapshots” lists; else the newest",
        )  # fmt: skip
        parser.add_argument(
            "--ledger", type=Path, nargs="+", action="extend", default=[], metavar="FILE",
            help="more ledgers than the backup's and this machine's: those of other machines",
        )  # fmt: skip
        parser.add_argument(
            "--other-secret-key", action="store_true",
            help="the SECRET_KEY that the backup was made with is lost",
        )  # fmt: skip

    def handle(
        self, *, backup: str, ledger: list[Path], other_secret_key: bool, **options: Any
    ) -> None:
        refuse_unless_empty()
        with passing_folder() as folder:
            fetch(backup, folder)
            known = [*ledger, *ledgers_here(folder)]
            read_all(known, other_secret=other_secret_key)
            run_on_database(
                "pg_restore", "--no-owner", "--no-privileges", "--single-transaction",
                str(folder / DUMP), not_done=NOT_RESTORED,
            )  # fmt: skip
            try:
                call_command("migrate", verbosity=0, interactive=False, skip_checks=False)
                made_at = timezone.localtime(state_of())
                call_command(
                    "after_restore", ledger=known, other_secret_key=other_secret_key,
                    stdout=self.stdout, stderr=self.stderr,
                )  # fmt: skip
            except CommandError as error:
                raise CommandError(
                    f"The database {database_name()} holds the backup, but is not settled, so no"
                    f" email leaves it: {error} Then empty it, and restore once more."
                ) from error
            keep_lines(folder)
        day = date_format(made_at, "j F Y, H:i")
        self.stdout.write(
            f"The database {database_name()} holds the backup of {day}:"
            f" {Signature.objects.count():,} signatures, {Letter.objects.count():,} letters."
        )


def database_name() -> str:
    return str(connection.settings_dict["NAME"])


def refuse_unless_empty() -> None:
    if connection.vendor != "postgresql":
        raise CommandError("Backups are of PostgreSQL: of SQLite, copy the file.")
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        (tables,) = cursor.fetchone()
    if tables:
        raise CommandError(
            f"The database {database_name()} is not empty: nothing was restored, and nothing in it"
            " was changed. Make an empty database, and let DATABASE_URL name that."
        )


def fetch(backup: str, folder: Path) -> None:
    """Put the files of a backup into a folder. Raises CommandError, also if it has no database."""
    unlock_repository(NOT_RESTORED)
    command = ["restic", "restore", backup, "--quiet", "--tag", TAG, "--target", str(folder)]
    run(*command, not_done=NOT_RESTORED)
    if not (folder / DUMP).exists():
        raise CommandError(f"{NOT_RESTORED} “{backup}” is no backup of this site.")


def ledgers_here(folder: Path) -> list[Path]:
    """Return the ledger of the backup, and this machine's own, which knows what came since."""
    own = settings.LEDGER
    if not own:
        return []
    of_backup = folder / own.name
    if not of_backup.exists():
        return [own] if own.exists() else []
    # A new machine may have begun its own with another SECRET_KEY, before the old settings came.
    if not own.exists() or ledgers.is_unused(own):
        return [of_backup]
    return [of_backup, own]


def read_all(paths: list[Path], *, other_secret: bool) -> None:
    """Raise CommandError if a ledger cannot be read, before anything is filled."""
    try:
        ledgers.read(paths, other_secret=other_secret)
    except (OSError, ValueError) as error:
        raise CommandError(f"{NOT_RESTORED} {error}") from error


def keep_lines(folder: Path) -> None:
    """Add to this machine's ledger what only the backup's knows, as on a new machine.

    A later restore of an older backup needs these lines, too.
    """
    own = settings.LEDGER
    if not own or not (folder / own.name).exists():
        return
    with ledgers.locked(own):
        known = set(ledgers.read([own], other_secret=True)) if own.exists() else set()
        missing = []
        for line in ledgers.read([folder / own.name], other_secret=True):
            if line not in known:
                missing.append(line)
        ledgers.append(own, missing)
