from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from campaign.operations import watch


class Command(BaseCommand):
    help = (
        "Look whether all is well: print what is not, email the administrators once a day at most,"
        " and ask ALERT_URL if nothing is unwell. A timer runs this every five minutes."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--also", nargs=2, action="append", default=[], metavar=("NAME", "SENTENCE"),
            help="what is unwell, too, as only root can see it",
        )  # fmt: skip

    def handle(self, *, also: list[list[str]], **options: Any) -> None:
        for trouble in watch.look([watch.Trouble(*each) for each in also]):
            self.stdout.write(str(trouble))
