"""Emails as tests write and read them."""

import email
import email.message
import email.policy

from django.core.mail import EmailMessage
from django.core.management import call_command

from campaign.outbox.models import MessageState, OutgoingMessage

US = "Make Runaways Safe <letters@runaways.example>"
MESSAGE_ID = "<one@runaways.example>"


def compose(text="Please sign.", subject="Please sign", **more):
    return EmailMessage(subject, text, US, ["leader@kent.example"], **more)


def parse(content: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)


def text_of(message) -> str:
    return message.get_content().replace("\r\n", "\n").rstrip("\n")


def delivered(to: str = "") -> list[email.message.EmailMessage]:
    """Let the worker deliver, and return the emails that left, oldest first: all, or to one."""
    call_command("deliver", verbosity=0)
    rows = OutgoingMessage.objects.filter(state=MessageState.ACCEPTED).order_by("outcome_at")
    return [parse(bytes(row.content)) for row in rows if to in ("", row.recipient)]


def again(message: OutgoingMessage) -> OutgoingMessage:
    """Return a message, refreshed from its row."""
    message.refresh_from_db()
    return message
