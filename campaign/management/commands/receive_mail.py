"""Take in one email that comes in, from the mail server's pipe; its exit code says what then."""

import logging
import os
import sys
import traceback

from django.core.management.base import BaseCommand

from campaign.inbox.mime import END_BYTES, MAX_BYTES
from campaign.inbox.process import process

log = logging.getLogger("campaign.inbox")

TRY_AGAIN = os.EX_TEMPFAIL
"""Exit code 75: the mail server keeps the email and offers it again later."""


class Command(BaseCommand):
    help = "Take in one email from standard input, as a mail server hands it over (docs/email.md)."
    requires_system_checks = []

    def handle(self, **options: object) -> None:
        # As Postfix and others set it; else it is read from the email's own fields.
        to = os.environ.get("ORIGINAL_RECIPIENT") or os.environ.get("RECIPIENT")
        try:
            log.info("Email came in: %s", process(read_input(), to))
        except Exception as error:
            # Nothing was stored. The mail server keeps the email, so no bounce goes out.
            # The error's message may quote the email, so only its type and place are logged.
            place = "".join(traceback.format_tb(error.__traceback__))
            log.error("An email could not be taken in: %s\n%s", type(error).__name__, place)
            sys.exit(TRY_AGAIN)


def read_input() -> bytes:
    """Return standard input; of a large email its beginning and its end, as ``mime`` reads them."""
    data = sys.stdin.buffer.read(MAX_BYTES)
    end = b""
    while more := sys.stdin.buffer.read(END_BYTES):
        end = (end + more)[-END_BYTES:]
    return data + end
