"""The emails that leave: each a row, changed only by UPDATEs that name what they expect.

    queued ─claim─► sending ─mark─► (handed over) ─► accepted | failed | unsure | deferred

A file for each part, and each imports only those above it:

    states.py         the states, urgency, how often it is tried
    mail_settings.py  what staff have set for all email
    may_run.py        whether email may leave this database at all
    row.py            an email's columns, and the addresses by which what comes back is known
    settling.py       what people, notices and answers make of it, and how its subject is told
    attempt.py        one attempt to send it: the mark before, and the outcome after
    to_send.py        which the worker may send now, and how it claims one
    messages.py       which are there, and how long they are kept
    models.py         the email with all of this, and how one is queued
"""

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from campaign.outbox.attempt import Attempted
from campaign.outbox.mail_settings import LETTERS_NEED, MailSettings
from campaign.outbox.may_run import MailMayRun
from campaign.outbox.messages import MessageQuerySet
from campaign.outbox.mime import readable, serialise
from campaign.outbox.row import new_envelope_token
from campaign.outbox.states import (
    ANSWERED,
    FINISHED,
    MOST_TRIES,
    RECENT,
    WAITING,
    MessageState,
    Outcome,
    Urgency,
    WhyCancelled,
    urgency_of,
)
from campaign.outbox.subjects import Subject, type_of
from campaign.personal import Kept, Personal
from campaign.purposes import TO_COUNCILS, Purpose
from councils.email_addresses import ascii_address, domain_of

__all__ = [
    "FINISHED",
    "LETTERS_NEED",
    "MOST_TRIES",
    "ANSWERED",
    "RECENT",
    "WAITING",
    "MailMayRun",
    "MailSettings",
    "MessageState",
    "Outcome",
    "OutgoingMessage",
    "OutgoingMessageQuerySet",
    "Urgency",
    "WhyCancelled",
    "new_envelope_token",  # the first migration names it here
    "test_label",
]


class OutgoingMessageQuerySet(MessageQuerySet["OutgoingMessage"]):
    """All of that, and how an email is queued."""

    def queue(
        self, purpose: str, key: str, to: str, email: EmailMessage, **more: Any
    ) -> "OutgoingMessage":
        """Queue an email, once per key, in the caller's transaction; return its row.

        A key that was queued before gets its row back unchanged. ``more`` is for ``compose``.
        """
        queued = self.filter(key=key).first()
        if queued:
            return queued
        self.queue_all([self.compose(purpose, key, to, email, **more)])
        return self.get(key=key)

    def queue_all(self, messages: "list[OutgoingMessage]") -> None:
        """Queue emails, each once per key, in the caller's transaction."""
        self.bulk_create(messages, ignore_conflicts=True)

    def compose(
        self,
        purpose: str,
        key: str,
        to: str,
        email: EmailMessage,
        *,
        subject: Subject | None = None,
        told: type[Subject] | None = None,
        council: str = "",
        due_at: dt.datetime | None = None,
        on_behalf: str = "",
        kept_from: dt.datetime | None = None,
    ) -> "OutgoingMessage":
        """Return the row of an email that is not queued yet. Its bytes are fixed now.

        ``subject`` is the row that it is about, whose class is told what becomes of it; ``told`` is
        the class that is told where there is no such row. ``council`` is the code of the council
        whose rate it counts against; ``on_behalf`` the address of the person for whom it is sent,
        by which it is found and erased; ``kept_from`` the day from which its retention runs, if it
        is not today. Raises ValueError for a purpose that is none, and for an address or a header
        that cannot be mailed.
        """
        now = timezone.now()
        message_id = f"<{uuid.uuid4().hex}@{domain_of(settings.DEFAULT_FROM_EMAIL)}>"
        message = self.model(
            key=key,
            purpose=Purpose(purpose),
            to_council=purpose in TO_COUNCILS,
            urgency=urgency_of(purpose),
            recipient=ascii_address(to),
            content=serialise(email, message_id),
            message_id=message_id,
            council=council,
            created_at=kept_from or now,
            due_at=due_at or now,
        )
        if on_behalf:
            message.on_behalf = ascii_address(on_behalf)
        if subject:
            message.subject_type = type_of(subject)  # type: ignore[arg-type]
            message.subject_id = subject.pk  # type: ignore[attr-defined]
        elif told:
            message.subject_type = type_of(told)  # type: ignore[arg-type]
        return message


class OutgoingMessage(Attempted):
    """An email to one address, with its whole way."""

    objects = OutgoingMessageQuerySet.as_manager()
    personal = Personal(
        "emails that went out",
        addresses=("recipient", "on_behalf"),
        words=("content", "server_said", "notice_said"),
        of_nobody=(
            "key",
            "purpose",
            "message_id",
            "token",
            "council",
            "waits_because",
            "cancelled_because",
        ),  # fmt: skip
        shown={
            "what": "purpose",
            "to": "recipient",
            "written": "created_at",
            "state": "get_state_display",
            "since": "outcome_at",
            "the server said": "server_said",
            "subject": lambda message: readable(bytes(message.content))[0],
            "text": lambda message: readable(bytes(message.content))[1],
        },
        kept=(
            Kept("emails", "past_retention"),
            Kept("texts of emails", "past_text_retention", "delete_texts"),
            Kept("emails that told what somebody asked to know", "told_long_ago"),
        ),
    )

    class Meta(Attempted.Meta):
        pass


def test_label() -> str:
    """Return what stands before the subject of an email to a visitor until letters are live.

    Without a mail server every email is a test, and goes to a file.
    """
    if settings.SMTP and not MailSettings.current().is_live:
        return "TEST: "
    return ""
