import logging
import os
import sys
import traceback

from django.core.management.base import BaseCommand, CommandParser

from campaign.inbox.process import MAX_BYTES, process

log = logging.getLogger("campaign.inbox")

TRY_AGAIN = os.EX_TEMPFAIL
"""75: a mail server that gets this exit code keeps the email and offers it again later."""


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
            log.info("Email came in: %s", process(whole_input(), to))
        except Exception as error:
            # Nothing was stored. The mail server keeps the email; nobody is told that it bounced.
            # What an error says may quote the email, so only where it happened is logged.
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("An email could not be taken in: %s\n%s", type(error).__name__, where)
            sys.exit(TRY_AGAIN)


def whole_input() -> bytes:
    """Return standard input up to MAX_BYTES, and read the rest so that the server can end."""
    data = sys.stdin.buffer.read(MAX_BYTES)
    while sys.stdin.buffer.read(1024 * 1024):
        pass
    return data
