"""The command that writes the whole public record into one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from councils.dates import format_date
from councils.open_data.register_file import register_file
from councils.record import record_on


class Command(BaseCommand):
    help = (
        "Write the whole public record of today into one HTML file with map, search and evidence,"
        " which works from a memory stick when the site is gone. Changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="where to write it, such as record.html")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        record = record_on()
        content = register_file(record).encode()
        try:
            file.write_bytes(content)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        self.stdout.write(
            f"{file}: {record.total} councils, {record.signed} on record as signed on"
            f" {format_date(record.on)}; {len(content) // 1000} kB."
        )
