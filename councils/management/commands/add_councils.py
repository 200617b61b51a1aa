"""The command that adds new councils, and what they take over, from a CSV file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from councils.register.load import add_councils


class Command(BaseCommand):
    help = (
        "Add the councils of a CSV file, which has the columns of councils/register/councils.csv"
        " and may have takes_over_from and takes_part_of: codes of councils, with spaces between."
        " Without --apply it only says what it would do. It changes no council that is there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="add them")
        parser.add_argument(
            "--why",
            default="A reorganisation of councils.",
            help="the reason in the public log, such as the order and where it can be read",
        )

    def handle(self, *, file: Path, apply: bool, why: str, **options: Any) -> None:
        for line in add_councils(file, why, apply):
            self.stdout.write(line)
        if apply:
            self.stdout.write("Added. End the councils that they replace in the admin.")
        else:
            self.stdout.write("Nothing was changed. Add --apply to do it.")
