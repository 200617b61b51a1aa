"""Emails as tests write and read them."""

import email
import email.message
import email.policy

from django.core.mail import EmailMessage

from campaign.outbox.models import OutgoingMessage

US = "Make Runaways Safe <letters@runaways.example>"
MESSAGE_ID = "<one@runaways.example>"


def compose(text="Please sign.", subject="Please sign", **more):
    return EmailMessage(subject, text, US, ["leader@kent.example"], **more)


def parse(content: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)


def text_of(message) -> str:
    return message.get_content().replace("\r\n", "\n").rstrip("\n")


def again(message: OutgoingMessage) -> OutgoingMessage:
    """Return a message, refreshed from its row."""
    message.refresh_from_db()
    return message
