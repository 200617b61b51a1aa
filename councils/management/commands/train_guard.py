"""The command that makes the guard's weights from its example sentences."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from councils.safeguarding import examples
from councils.safeguarding.model import SHIPPED


class Command(BaseCommand):
    help = (
        "Make the guard's weights again from councils/safeguarding/examples/, and say how it does"
        " on examples that it was not trained on. Needs the packages in requirements-dev.txt."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="report only; write nothing")
        parser.add_argument(
            "--list", action="store_true", help="list what was missed and what was stopped"
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        try:
            from councils.safeguarding.training import train
        except ImportError as error:
            raise CommandError(f"{error}. Run ./dev install-dev first.") from error
        model, figures = train(examples.shipped())
        if options["list"]:
            for heading, texts in (("Missed", figures.missed), ("Stopped", figures.stopped)):
                self.stdout.write("\n  ".join([f"{heading}:", *texts]))
        heard = figures.calls - len(figures.missed)
        self.stdout.write(
            f"In cross-validation, on examples that it was not trained on, it heard {heard:,} of"
            f" {figures.calls:,} calls for help ({heard / figures.calls:.1%}) and stopped"
            f" {len(figures.stopped):,} of {figures.others:,} others"
            f" ({len(figures.stopped) / figures.others:.1%})."
        )
        data = model.to_bytes()
        if not dry_run:
            SHIPPED.write_bytes(data)
        outcome = "Nothing was written" if dry_run else f"{SHIPPED.name} was written"
        self.stdout.write(f"{outcome}: {len(data):,} bytes.")
