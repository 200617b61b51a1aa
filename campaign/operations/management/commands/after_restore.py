from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaign.operations.after_restore import AfterRestoreError, run


class Command(BaseCommand):
    help = (
        "Run this after any restore, before the site starts: email is paused, what may have been"
        " sent is unsure, and whoever asked to be forgotten since is forgotten again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--ledger", type=Path, nargs="+", action="extend", default=[], metavar="FILE",
            help="the ledger of each machine: it keeps people who were erased from coming back",
        )  # fmt: skip
        parser.add_argument(
            "--other-secret-key", action="store_true",
            help="the SECRET_KEY that the old state was made with is lost",
        )  # fmt: skip

    def handle(self, *, ledger: list[Path], other_secret_key: bool, **options: Any) -> None:
        try:
            done = run(ledger, other_secret=other_secret_key)
        except AfterRestoreError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        for kind, number in done.items():
            self.stdout.write(f"{number:>7,}  {kind}")
        if other_secret_key:
            self.warn(
                "The SECRET_KEY of this state is lost: no ledger names anybody, nor does the list"
                " of people never to write to. Before you let email leave, think of them."
            )
        if not ledger:
            own = settings.LEDGER
            here = f" That of this machine is {own}." if own and own.exists() else ""
            self.warn(
                "No ledger was given: people who were erased since, or asked us to stop, may be"
                " back. Leave email paused, and run this once more with --ledger FILE, one for each"
                f" machine.{here}"
            )
        self.stdout.write(
            "Email is paused. Look at what is unsure, in the admin under Emails we sent, then let"
            " it leave again, on the desk."
        )

    def warn(self, sentence: str) -> None:
        self.stderr.write(self.style.WARNING(sentence))
