"""The command that lists what staff should look at in the record."""

from typing import Any

from django.core.management.base import BaseCommand

from councils.data_quality import to_look_at
from councils.record import record_on


class Command(BaseCommand):
    help = "List what in the record needs a person. Changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        lines = to_look_at(record_on())
        for line in lines:
            self.stdout.write(f"- {line}")
        self.stdout.write(f"{len(lines)} to look at." if lines else "Nothing needs a person.")
