"""The row of an email: its columns, and the addresses by which what comes back is known.

It changes nothing; ``models.py`` says which file does.
"""

import secrets
from pathlib import Path
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from campaign.outbox.states import PROBLEMS, WAITING, MessageState, Urgency, WhyCancelled
from campaign.outbox.subjects import About

NOTICED = Q(taken_at__isnull=False) | Q(relayed_at__isnull=False)
"""A server has reported that it delivered it or passed it on."""


def new_envelope_token() -> str:
    """Return an unguessable token that survives mail systems that change case."""
    return secrets.token_hex(16)


class MessageRow(About):
    """An email to one address, as bytes, and its progress, as the database holds it."""

    key = models.CharField(max_length=120, unique=True)
    """Queues it once, and means nothing else."""
    purpose = models.CharField(max_length=20)
    urgency = models.PositiveSmallIntegerField(choices=Urgency, default=Urgency.PERSON)
    recipient = models.CharField("to", max_length=254)
    on_behalf = models.CharField(max_length=254, blank=True)
    """The address of the person for whom it is sent to another, if it is."""
    content = models.BinaryField()
    message_id = models.CharField("Message-ID", max_length=200)
    token = models.CharField(max_length=32, unique=True, default=new_envelope_token)
    council = models.CharField(max_length=9, blank=True)
    """The code of the council whose rate it counts against; "" for none."""
    to_council = models.BooleanField(default=False)
    """Whether it goes to a council, and so is never sent twice by itself. Any other is, where it is
    not known whether it went."""

    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.QUEUED)
    is_test = models.BooleanField("sent to nobody", default=False)
    created_at = models.DateTimeField("queued", default=timezone.now)
    due_at = models.DateTimeField("due", default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    """The fence (``attempt.py``): it only ever rises, also when a person has the message sent
    again."""
    attempts_before = models.PositiveSmallIntegerField(default=0)
    """Attempts that do not count as tries: those before somebody had it sent again."""
    last_attempt_at = models.DateTimeField(null=True)
    data_started_at = models.DateTimeField("handed over", null=True, blank=True)
    """The mark of this attempt, committed just before the server is asked to take the content."""
    outcome_at = models.DateTimeField("outcome known", null=True, blank=True)
    cancelled_because = models.CharField(
        "why it was cancelled", max_length=8, blank=True, db_default="", choices=WhyCancelled
    )
    """Also "" for one that was cancelled before December 2026, or again after a restore."""
    server_said = models.TextField("the server said", blank=True)
    tell_at = models.DateTimeField(null=True)
    """When to tell the outcome once more; empty if there is nothing to tell."""
    taken_at = models.DateTimeField("taken by the recipient’s server", null=True, blank=True)
    """When it was delivered, according to a notice (RFC 3464)."""
    relayed_at = models.DateTimeField("passed on", null=True, blank=True)
    """When it was passed on to a server without notices, according to a notice."""
    notice_said = models.TextField("that server said", blank=True, db_default="")
    waits_because = models.CharField("waits for you", max_length=200, blank=True, default="")
    """Why it does not leave until one of staff lets it; "" for any other email."""
    bounced_at = models.DateTimeField("came back", null=True, blank=True)
    address_is_gone = models.BooleanField(default=False)
    """Whether it came back because there is no such address."""

    class Meta:
        abstract = True
        ordering = ["-id"]
        verbose_name = "email"
        indexes = [
            models.Index(
                fields=["urgency", "due_at", "id"],
                condition=Q(state__in=WAITING),
                name="outbox_due",
            ),
            models.Index(
                fields=["id"], condition=Q(state=MessageState.SENDING), name="outbox_sending"
            ),
            models.Index(
                fields=["tell_at"], condition=Q(tell_at__isnull=False), name="outbox_to_tell"
            ),
            # Of councils alone: else each claim would count what went to many within the hour.
            models.Index(
                fields=["last_attempt_at", "council"],
                condition=~Q(council=""),
                name="outbox_rate",
            ),
            models.Index(fields=["council"], name="outbox_council"),  # staff search it
            models.Index(fields=["state", "id"], name="outbox_state"),  # they filter by it
            # As is_address compares: whose email is found, erased or never sent again.
            models.Index(Upper("recipient"), name="outbox_to"),
            models.Index(Upper("on_behalf"), name="outbox_on_behalf"),
            models.Index(fields=["subject_type", "subject_id"], name="outbox_subject"),
            models.Index(fields=["purpose", "due_at"], name="outbox_purpose"),
            models.Index(fields=["outcome_at"], name="outbox_outcome"),
            models.Index(
                fields=["state", "outcome_at"],
                condition=Q(state__in=PROBLEMS),
                name="outbox_problems",
            ),
            models.Index(
                fields=["recipient", "bounced_at"],
                condition=Q(bounced_at__isnull=False),
                name="outbox_came_back",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[MessageState.QUEUED, MessageState.SENDING])
                | Q(outcome_at__isnull=False),
                name="outbox_outcome_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=WAITING) | Q(data_started_at__isnull=True),
                name="outbox_waiting_is_not_handed_over",
            ),
        ]

    def __str__(self) -> str:
        # Logs and the admin's history outlive the row, so use the key, which identifies nobody.
        return self.key

    def as_rows(self) -> models.QuerySet[Self]:
        """Return a queryset of this row alone, for an UPDATE that names what it expects."""
        return type(self)._default_manager.filter(pk=self.pk)

    @property
    def envelope_sender(self) -> str:
        """The address to which bounces are sent."""
        return f"bounces+{self.token}@{settings.BOUNCE_DOMAIN}"

    @property
    def answers_to(self) -> str:
        """The address to which the person it was sent for can forward an answer.

        It is not the envelope sender: anyone who knows that can forge a bounce.
        """
        return f"answers+{self.pk}-{self.hash_for('answers')}@{settings.BOUNCE_DOMAIN}"

    @property
    def envelope_id(self) -> str:
        """The ENVID by which mail servers identify it in notices (RFC 3461).

        Only servers see it, never readers of the email, so a notice without it may be forged.
        """
        return self.hash_for("envelope")

    def has_envelope_id(self, envelope_id: str) -> bool:
        """Return whether a notice's ENVID is ours, so that it comes from a server on the way."""
        return self.has_hash("envelope", envelope_id.strip())

    def hash_for(self, use: str, secret: str | None = None) -> str:
        """Return a keyed hash of its token, which does not reveal the envelope sender."""
        digest = salted_hmac(f"outbox.{use}", self.token, secret=secret, algorithm="sha256")
        return digest.hexdigest()[:32]

    def has_hash(self, use: str, hashed: str) -> bool:
        """Return whether a hash for a use is its own, under any key in force."""
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            if constant_time_compare(hashed.lower(), self.hash_for(use, key)):
                return True
        return False

    @property
    def file(self) -> Path:
        """Where it is written if no mail server is set: the same place every time."""
        return Path(settings.MAIL_DIR) / f"{self.created_at:%Y%m%d-%H%M%S}-{self.pk}.eml"

    @property
    def tries(self) -> int:
        return self.attempts - self.attempts_before

    @property
    def was_resent(self) -> bool:
        """Whether staff had it sent again, so that an earlier copy may have gone."""
        return self.attempts_before > 0

    @property
    def has_notice(self) -> bool:
        """Whether a server has reported that it delivered it or passed it on."""
        return self.taken_at is not None or self.relayed_at is not None
