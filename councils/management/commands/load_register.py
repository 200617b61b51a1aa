"""The command that loads the shipped register of councils, signatures and figures."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from councils.register.load import load
from councils.register.read import SHIPPED, RegisterError, read


class Command(BaseCommand):
    help = (
        "Load what comes with the site: the register of councils, the signatures, and the figures "
        "of children missing from care. Safe to run again: it adds and corrects, never deletes, "
        "and leaves alone what staff have changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from",
            dest="folder",
            type=Path,
            default=SHIPPED,
            metavar="FOLDER",
            help="a folder with the CSV files (default: the one that comes with the site)",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would change; change nothing"
        )

    def handle(
        self, *args: Any, folder: Path, dry_run: bool, verbosity: int, **options: Any
    ) -> None:
        try:
            tallies = load(read(folder), dry_run=dry_run)
        except RegisterError as error:
            count = len(error.problems)
            raise CommandError(
                f"The register was not loaded: {count} {'fault' if count == 1 else 'faults'}.\n"
                + "\n".join(f"  {problem}" for problem in error.problems)
            ) from error
        if verbosity == 0:
            return
        for tally in tallies:
            self.stdout.write(
                f"{tally.file}: {tally.added} added, {tally.changed} changed,"
                f" {tally.unchanged} unchanged"
                + (f", {len(tally.left)} left as staff have them" if tally.left else "")
            )
            for line in tally.changes:
                self.stdout.write(f"  {line}")
            if dry_run or verbosity > 1:
                for line in tally.left:
                    self.stdout.write(f"  left: {line}")
        if dry_run:
            self.stdout.write("Dry run: nothing was changed.")
