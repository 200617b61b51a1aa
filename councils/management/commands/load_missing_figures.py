"""The command that loads the figures on children missing from care."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from councils.register.dfe_missing import load


class Command(BaseCommand):
    help = (
        "Load the Department for Education's figures on children missing from care (a CSV of its"
        ' release "Children looked after in England including adoptions"). Safe to run again.'
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the CSV as the department publishes it")

    def handle(self, *, file: Path, **options: Any) -> None:
        said = load(file)
        for line in said:
            self.stdout.write(line)
        self.stdout.write(f"Lines in the public log: {len(said)}.")
