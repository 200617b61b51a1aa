"""The command that fills an empty database with the shipped councils, signatures and figures."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from councils.register.load import SHIPPED, RegisterError, load


def refused(error: RegisterError) -> CommandError:
    count = len(error.problems)
    lines = "\n".join(f"  {problem}" for problem in error.problems)
    return CommandError(f"Nothing was added: {count} fault{'' if count == 1 else 's'}.\n{lines}")


class Command(BaseCommand):
    help = (
        "Fill an empty database with what comes with the site: the register of councils, the"
        " signatures, and the figures of children missing from care."
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

    def handle(self, *, folder: Path, verbosity: int, **options: Any) -> None:
        try:
            added = load(folder)
        except RegisterError as error:
            raise refused(error) from error
        if verbosity:
            self.stdout.write(f"Loaded the register: {added} rows.")
