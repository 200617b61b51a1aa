"""What is kept of mail that came in about a message of ours, for as long as its words are kept."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone

from campaign import retention
from campaign.email_addresses import is_address
from campaign.inbox.parsed_mail import Kind
from campaign.outbox.models import OutgoingMessage


class IncomingMessageQuerySet(models.QuerySet):
    def past_keeping(self, now: dt.datetime):
        """Mail whose words are no longer kept: so long after it came, or after its cause."""
        return self.filter(
            Q(received_at__lte=now - retention.TEXTS_AFTER_OUTCOME)
            | Q(message__outcome_at__lte=now - retention.TEXTS_AFTER_OUTCOME)
            | Q(message__created_at__lte=now - retention.TEXTS_AT_MOST)
        )

    def forget_words(self) -> int:
        """Delete what they say and whom they are from; what came, and when, stays."""
        return self.update(said="", sender="", subject="", text="")

    def of(self, email: str):
        """Mail from a person, or about mail to them or on their behalf."""
        return self.filter(
            is_address("sender", email)
            | is_address("message__on_behalf", email)
            | is_address("message__recipient", email)
        )


class IncomingMessage(models.Model):
    """One mail that came in. ``fingerprint`` tells whether the same one has come before."""

    fingerprint = models.CharField(max_length=64, unique=True)
    message = models.ForeignKey(OutgoingMessage, on_delete=models.CASCADE, related_name="received")
    kind = models.CharField(max_length=12, choices=Kind)
    status = models.CharField(max_length=12, blank=True)
    said = models.TextField("what the server said", blank=True)
    sender = models.CharField("from", max_length=254, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField(blank=True)
    wants_form = models.BooleanField("asks to use a form", default=False)
    received_at = models.DateTimeField(default=timezone.now)

    objects = IncomingMessageQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        verbose_name = "mail that came in"
        verbose_name_plural = "mail that came in"

    def __str__(self):
        # Without an address: this is kept in the admin's log, which outlives the mail.
        return f"{self.get_kind_display()}, {self.pk}"
