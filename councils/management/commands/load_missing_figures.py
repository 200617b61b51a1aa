"""The command that loads the figures on children missing from care."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from councils.management.commands.load_register import refused
from councils.register.dfe_missing import load
from councils.register.load import RegisterError


class Command(BaseCommand):
    help = (
        "Load the Department for Education's figures on children missing from care (a CSV of its"
        ' release "Children looked after in England including adoptions"). Safe to run again.'
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the CSV as the department publishes it")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            said = load(file)
        except RegisterError as error:
            raise refused(error) from error
        for line in said:
            self.stdout.write(line)
        self.stdout.write(f"Lines in the public log: {len(said)}.")
