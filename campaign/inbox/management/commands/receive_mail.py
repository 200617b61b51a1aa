import logging
import os
import sys
import traceback

from django.core.management.base import BaseCommand

from campaign.inbox.process import MOST_BYTES, receive

log = logging.getLogger("campaign.inbox")

TRY_AGAIN = os.EX_TEMPFAIL
"""75: a mail server that is told so keeps the mail and offers it again later."""


class Command(BaseCommand):
    help = "Take in one mail from standard input, as a mail server hands it over (README.md)."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--to",
            metavar="RECIPIENT",
            help="the envelope recipient; else ORIGINAL_RECIPIENT or RECIPIENT as Postfix and Exim"
            " set them, else X-Original-To, Envelope-To or Delivered-To in the mail",
        )

    def handle(self, *, to, **options):
        to = to or os.environ.get("ORIGINAL_RECIPIENT") or os.environ.get("RECIPIENT") or None
        try:
            log.info("Mail came in: %s", receive(whole_input(), to))
        except Exception as error:
            # Nothing was stored. The mail server keeps the mail; nobody is told that it bounced.
            # What an error says may quote the mail, so only where it happened is written down.
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("Mail could not be taken in: %s\n%s", type(error).__name__, where)
            sys.exit(TRY_AGAIN)


def whole_input() -> bytes:
    """Return standard input up to MOST_BYTES, and read the rest so that the server can end."""
    data = sys.stdin.buffer.read(MOST_BYTES)
    while sys.stdin.buffer.read(1024 * 1024):
        pass
    return data
