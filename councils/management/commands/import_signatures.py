"""Read a list of signatures, match it to councils, and say what it would do; or do it."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from councils.imports.signature_list import read
from councils.imports.table import text_of_file
from councils.record import record_on


class Command(BaseCommand):
    help = "Print what a list of signatures (CSV or .xlsx) would do; with --apply, do all of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="all of it, or nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            text = text_of_file(path.read_bytes())
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        sheet = read(text, record_on())
        for line in sheet.lines:
            council = line.row.name if line.row else line.cells["council"]
            self.stdout.write(f"{line.number}: {line.effect}: {council} {line.when}. {line.reason}")
        if sheet.errors:
            raise CommandError(" ".join(sheet.errors))
        self.stdout.write(sheet.counts)
        if not options["apply"]:
            return
        if not sheet.can_be_applied:
            raise CommandError("Nothing was changed: a line is open, or there is nothing to do.")
        try:
            batch = sheet.apply("the command import_signatures", path.name)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{batch} was applied. It can be undone in the admin.")
