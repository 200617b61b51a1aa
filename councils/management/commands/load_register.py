"""The command that fills an empty database with the shipped councils, signatures and figures."""

from typing import Any

from django.core.management.base import BaseCommand

from councils.register.load import load


class Command(BaseCommand):
    help = (
        "Fill an empty database with what comes with the site: the register of councils, the"
        " signatures, and the figures of children missing from care."
    )

    def handle(self, *, verbosity: int, **options: Any) -> None:
        added = load()
        if verbosity:
            self.stdout.write(f"Loaded the register: {added} rows.")
