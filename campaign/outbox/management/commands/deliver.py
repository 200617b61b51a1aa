import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaign.outbox.models import MessageState
from campaign.outbox.worker import Delivery


class Command(BaseCommand):
    help = (
        "Deliver the email that is due, and stop; with --watch, go on as email comes. On PostgreSQL"
        " run as many as you want; on SQLite the next waits until the one before has gone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--watch", action="store_true", help="go on until SIGTERM")
        parser.add_argument(
            "--connections", type=int, default=1, metavar="N",
            help="connections to the mail server at once, for a slow one",
        )  # fmt: skip
        parser.add_argument("--parent", type=int, help=argparse.SUPPRESS)

    def handle(self, *, watch: bool, connections: int, parent: int | None, **options: Any) -> None:
        if not 1 <= connections <= 64:
            raise CommandError("--connections must be 1 to 64.")
        delivery = Delivery(connections, watch, parent)
        delivery.run()
        for state in (
            MessageState.ACCEPTED,
            MessageState.DEFERRED,
            MessageState.FAILED,
            MessageState.UNSURE,
        ):
            if delivery.tally[state] and options["verbosity"]:
                self.stdout.write(f"{state.label}: {delivery.tally[state]}")
        if delivery.has_failed:
            raise CommandError("An error stopped it; what was being sent is safe. See the log.")
        if delivery.server_error and not watch:
            raise CommandError(f"No email can leave: {delivery.server_error}")
