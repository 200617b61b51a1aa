"""Take in email that comes in, from a mailbox of the mail server."""

import imaplib
import logging
import ssl
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from campaign.inbox.mime import END_BYTES, MAX_BYTES
from campaign.inbox.process import process
from campaign.operations.models import CompletedJob

log = logging.getLogger("campaign.inbox")


class Command(BaseCommand):
    help = (
        "Take in what has come to the mailbox of IMAP_URL, and delete it there: for a site whose"
        " mail server cannot start receive_mail. Run it every few minutes."
    )

    def handle(self, **options: Any) -> None:
        where = settings.IMAP
        if not where:
            raise CommandError("IMAP_URL is not set: imap+ssl://user:password@host:993/INBOX.")
        try:
            with opened(where) as mailbox:
                mailbox.login(where["username"], where["password"])
                answer, said = mailbox.select(f'"{where["mailbox"]}"')
                if answer != "OK":
                    raise CommandError(f"{where['mailbox']} cannot be opened: {said[0]!r}")
                taken = take_in_all(mailbox)
        except (imaplib.IMAP4.error, OSError) as error:
            raise CommandError(f"The mailbox cannot be read: {error}") from error
        CompletedJob.objects.record(CompletedJob.Name.FETCH, timezone.now())
        self.stdout.write(f"Emails that came in: {taken}")


def opened(where: dict[str, Any]) -> imaplib.IMAP4:
    """Return a connection, encrypted as IMAP_URL says."""
    server = {"host": where["host"], "port": where["port"], "timeout": where["timeout"]}
    if where["use_ssl"]:
        return imaplib.IMAP4_SSL(**server, ssl_context=ssl.create_default_context())
    mailbox = imaplib.IMAP4(**server)
    if where["use_tls"]:
        mailbox.starttls(ssl.create_default_context())
    return mailbox


def take_in_all(mailbox: imaplib.IMAP4) -> int:
    """Take in each email and only then delete it: one that a killed run took in is known again.

    Raises what the database raises; the rest is fetched at the next run.
    """
    numbers = mailbox.uid("SEARCH", "UNDELETED")[1][0].split()
    for number in numbers:
        data = fetched(mailbox, number)
        if data:
            log.info("Email came in: %s", process(data))
        mailbox.uid("STORE", number, "+FLAGS", r"(\Deleted)")
        mailbox.expunge()
    return len(numbers)


def fetched(mailbox: imaplib.IMAP4, number: bytes) -> bytes:
    """Return an email; of a large one its beginning and its end: all would fill the memory."""
    data = piece = some_of(mailbox, number, 0)
    at = MAX_BYTES
    while len(piece) == MAX_BYTES:
        piece = some_of(mailbox, number, at)
        at += MAX_BYTES
        data = data[:MAX_BYTES] + (data[MAX_BYTES:] + piece)[-END_BYTES:]
    return data


def some_of(mailbox: imaplib.IMAP4, number: bytes, at: int) -> bytes:
    """Return at most MAX_BYTES of an email from ``at`` on."""
    # PEEK leaves it unread for a person who looks.
    parts = mailbox.uid("FETCH", number.decode(), f"(BODY.PEEK[]<{at}.{MAX_BYTES}>)")[1]
    for part in parts:
        if isinstance(part, tuple):
            return bytes(part[1])
    return b""
