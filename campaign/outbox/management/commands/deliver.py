import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaign.ledger import ledger
from campaign.outbox.models import MailMayRun, OutgoingMessage
from campaign.outbox.only_worker import MayNotRunError
from campaign.outbox.worker import Worker, stop_on_signals


class Command(BaseCommand):
    help = (
        "Deliver the email that is due, and stop; with --watch, go on as email comes. A second"
        " worker waits, and takes over when the first is gone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--watch", action="store_true", help="go on until SIGTERM")
        parser.add_argument(
            "--new-database", action="store_true",
            help="let the email of a new database leave, in which there is none yet",
        )  # fmt: skip
        parser.add_argument("--parent", type=int, help=argparse.SUPPRESS)

    def handle(
        self, *, watch: bool, parent: int | None, new_database: bool, **options: Any
    ) -> None:
        if new_database:
            if OutgoingMessage.objects.exists():
                raise CommandError("This database is not new. Restored? manage.py after_restore")
            try:
                ledger.sign()
            except OSError as error:
                raise CommandError(f"The ledger cannot be made: {error}") from error
            MailMayRun.allow()
            self.stdout.write("Email may leave this database.")
        worker = Worker(watch, parent)
        if watch:
            stop_on_signals(worker.stop)
        try:
            worker.run()
        except MayNotRunError as error:
            raise CommandError(str(error)) from error
        if worker.server_error and not watch:
            raise CommandError(f"No email can leave: {worker.server_error}")
