import logging
import os
import sys
import traceback

from django.core.management.base import BaseCommand, CommandParser

from campaign.arrivals import process
from campaign.inbox.mime import MAX_BYTES

log = logging.getLogger("campaign.inbox")

TRY_AGAIN = os.EX_TEMPFAIL
"""Exit code 75: the mail server keeps the email and offers it again later."""


class Command(BaseCommand):
    help = "Take in one email from standard input, as a mail server hands it over (docs/email.md)."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--to",
            metavar="RECIPIENT",
            help="the envelope recipient; else ORIGINAL_RECIPIENT or RECIPIENT as Postfix and Exim"
            " set them, else X-Original-To, Envelope-To or Delivered-To in the email",
        )

    def handle(self, *, to: str | None, **options: object) -> None:
        to = to or os.environ.get("ORIGINAL_RECIPIENT") or os.environ.get("RECIPIENT") or None
        try:
            log.info("Email came in: %s", process(read_input(), to))
        except Exception as error:
            # Nothing was stored. The mail server keeps the email, so no bounce goes out.
            # The error's message may quote the email, so only its type and place are logged.
            place = "".join(traceback.format_tb(error.__traceback__))
            log.error("An email could not be taken in: %s\n%s", type(error).__name__, place)
            sys.exit(TRY_AGAIN)


def read_input() -> bytes:
    """Return standard input up to MAX_BYTES; read the rest too, so that the mail server can end."""
    data = sys.stdin.buffer.read(MAX_BYTES)
    while sys.stdin.buffer.read(1024 * 1024):
        pass
    return data
