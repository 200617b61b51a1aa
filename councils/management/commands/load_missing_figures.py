"""The command that loads the figures on children missing from care."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from councils.register.dfe_missing import load, read
from councils.register.load import RegisterError


class Command(BaseCommand):
    help = (
        "Load the Department for Education's figures on children missing from care (a CSV of its"
        ' release "Children looked after in England including adoptions"). Safe to run again.'
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the CSV as the department publishes it")
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would change; change nothing"
        )

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        try:
            tally = load(read(file), file.name, dry_run=dry_run)
        except RegisterError as error:
            raise CommandError(
                f"{file.name} was not loaded.\n"
                + "\n".join(f"  {problem}" for problem in error.problems)
            ) from error
        years = ", ".join(str(year) for year in tally.years)
        self.stdout.write(
            f"{tally.councils} councils, years ending March {years}: {tally.added} added,"
            f" {len(tally.changes)} councils corrected, {tally.unchanged} as they were."
        )
        for line in tally.changes:
            self.stdout.write(f"  {line}")
        if dry_run:
            self.stdout.write("Dry run: nothing was changed.")
