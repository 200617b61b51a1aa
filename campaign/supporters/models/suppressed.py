"""Which addresses we must not write to."""

from typing import Self

from django.db import models
from django.utils import timezone

from campaign.inbox.parsed_mail import ParsedMail
from campaign.outbox.models import OutgoingMessage
from campaign.personal import Personal
from campaign.subjects import Subject
from councils.dates import format_date


class SuppressionReason(models.TextChoices):
    """Why we must not write to an address."""

    NOT_ME = "not_me", "said: this was not me"
    ASKED = "asked", "asked us never to write"
    COMPLAINED = "complained", "reported our email as spam"
    STAFF = "staff", "added by staff"


class SuppressedQuerySet(models.QuerySet["SuppressedAddress"]):
    """Addresses never to write to."""

    def for_email(self, email: str) -> Self:
        from campaign.supporters.suppression import address_hashes  # it knows this list as well

        return self.filter(address_hash__in=address_hashes(email))


class SuppressedAddress(Subject, models.Model):
    """An address we never write to, kept only as a keyed hash (see suppression.py)."""

    address_hash = models.CharField(max_length=26, unique=True, editable=False)
    reason = models.CharField(
        max_length=10, choices=SuppressionReason, default=SuppressionReason.ASKED
    )
    since = models.DateTimeField(default=timezone.now)

    objects = SuppressedQuerySet.as_manager()
    personal = Personal(
        "on the list of addresses we never write to",
        names=("address_hash",),
        shown={"since": "since", "why": "get_reason_display"},
        erase=None,  # it holds no address
    )

    class Meta:
        ordering = ["-since"]
        verbose_name = "suppressed address"
        verbose_name_plural = "suppressed addresses"

    def __str__(self) -> str:
        return f"an address, since {format_date(timezone.localdate(self.since))}"

    @classmethod
    def on_arrival(cls, message: OutgoingMessage, mail: ParsedMail) -> None:
        """Take in what comes back of an email to an address that is about nothing else."""
        from campaign.supporters import incoming  # it knows this list as well

        incoming.arrived(message, mail)
