import argparse

from django.core.management.base import BaseCommand, CommandError

from campaign.outbox.models import State
from campaign.outbox.worker import Delivery


class Command(BaseCommand):
    help = (
        "Deliver the mail that is due, and stop; with --watch, go on as mail comes. Run as many"
        " as wanted on PostgreSQL; on SQLite the next waits until the one before has gone."
    )

    def add_arguments(self, parser):
        parser.add_argument("--watch", action="store_true", help="go on until SIGTERM")
        parser.add_argument(
            "--connections", type=int, default=1, metavar="N",
            help="connections to the mail server at once, for one that takes its time",
        )  # fmt: skip
        parser.add_argument("--parent", type=int, help=argparse.SUPPRESS)

    def handle(self, *, watch, connections, parent, **options):
        if not 1 <= connections <= 64:
            raise CommandError("--connections must be 1 to 64.")
        delivery = Delivery(connections, watch, parent)
        delivery.run()
        done = delivery.tally
        for state in (State.ACCEPTED, State.DEFERRED, State.FAILED, State.UNSURE):
            if done[state] and options["verbosity"]:
                self.stdout.write(f"{state.label}: {done[state]}")
        if delivery.has_failed:
            raise CommandError("A fault stopped it; what was being sent is safe. See the log.")
        if delivery.trouble and not watch:
            raise CommandError(f"No mail can leave: {delivery.trouble}")
