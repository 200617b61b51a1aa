"""Incoming emails about messages of ours, kept no longer than the text of those messages."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone

from campaign import retention
from campaign.inbox.parsed_mail import MailKind
from campaign.outbox.models import OutgoingMessage
from campaign.personal import Kept, Personal
from councils.email_addresses import is_address


class IncomingMessageQuerySet(models.QuerySet["IncomingMessage"]):
    """Queries for incoming emails by age and by person."""

    def expired(self, now: dt.datetime) -> "IncomingMessageQuerySet":
        """Return emails past their time: by their own age, or by the age of their message."""
        return self.filter(
            Q(received_at__lte=now - retention.TEXTS_AFTER_OUTCOME)
            | Q(message__outcome_at__lte=now - retention.TEXTS_AFTER_OUTCOME)
            | Q(message__created_at__lte=now - retention.TEXTS_AT_MOST)
        )

    def erase_words(self) -> int:
        """Blank the sender and the text; the kind of email, and when it came, stay."""
        return self.update(diagnostic="", sender="", subject="", text="")

    def for_email(self, email: str) -> "IncomingMessageQuerySet":
        """Return emails from a person, or about messages to them or on their behalf."""
        return self.filter(
            is_address("sender", email)
            | is_address("message__on_behalf", email)
            | is_address("message__recipient", email)
        )


class IncomingMessage(models.Model):
    """One incoming email. Its ``fingerprint`` shows whether it has come before."""

    fingerprint = models.CharField(max_length=64, unique=True)
    message = models.ForeignKey(
        OutgoingMessage, on_delete=models.CASCADE, related_name="incoming_messages"
    )
    kind = models.CharField(max_length=12, choices=MailKind)
    status = models.CharField("code of the mail server", max_length=12, blank=True)
    diagnostic = models.TextField("what the server said", blank=True)
    sender = models.CharField("from", max_length=254, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField(blank=True)
    wants_form = models.BooleanField("asks to use a form", default=False)
    received_at = models.DateTimeField(default=timezone.now)

    objects = IncomingMessageQuerySet.as_manager()
    personal = Personal(
        "incoming emails",
        addresses=("sender",),
        words=("subject", "text", "diagnostic"),
        of_nobody=("fingerprint", "status"),
        shown={
            "what": "get_kind_display",
            "received": "received_at",
            "from": "sender",
            "subject": "subject",
            "text": "text",
            "the server said": "diagnostic",
        },
        erase="delete",
        kept=(Kept("incoming emails", "expired", "delete"),),
    )

    class Meta:
        ordering = ["-received_at"]
        verbose_name = "incoming email"
        verbose_name_plural = "incoming emails"

    def __str__(self) -> str:
        # Without an address: the admin's log keeps this, and outlives the email.
        return f"{self.get_kind_display()}, {self.pk}"
