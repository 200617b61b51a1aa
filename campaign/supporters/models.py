"""Who asked to be told something, on what basis, and which addresses we must not write to."""

import datetime as dt

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from campaign import retention
from campaign.outbox.models import OutgoingMessage
from campaign.tokens import new_token
from councils.dates import format_date
from councils.models import Council

RENEW_BEFORE = dt.timedelta(days=14)
"""How long before an alert expires we ask, once, whether to keep it."""
MAX_CONFIRMATIONS = 4
"""Emails that requests for one alert can cause, however often it is requested."""


class SuppressionReason(models.TextChoices):
    """Why we must not write to an address."""

    NOT_ME = "not_me", "said: this was not me"
    ASKED = "asked", "asked us never to write"
    COMPLAINED = "complained", "reported our email as spam"
    STAFF = "staff", "added by staff"


class SuppressedAddress(models.Model):
    """An address we never write to, kept only as a keyed hash (see suppression.py)."""

    address_hash = models.CharField(max_length=26, unique=True, editable=False)
    reason = models.CharField(
        max_length=10, choices=SuppressionReason, default=SuppressionReason.ASKED
    )
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-since"]
        verbose_name = "suppressed address"
        verbose_name_plural = "suppressed addresses"

    def __str__(self) -> str:
        return f"an address, since {format_date(timezone.localdate(self.since))}"


class Basis(models.TextChoices):
    """The lawful basis on which we may write."""

    CONSENT = "consent", "consent"


class AlertQuerySet(models.QuerySet["Alert"]):
    """Alerts by where they are in their life."""

    def live(self, now: dt.datetime | None = None) -> "AlertQuerySet":
        """Return alerts that have not expired, whether or not a purge has run since."""
        return self.exclude(pk__in=self.expired(now or timezone.now()).values("pk"))

    def expired(self, now: dt.datetime) -> "AlertQuerySet":
        """Return alerts that nobody confirmed in time, and those kept as long as we promised."""
        return self.filter(
            Q(confirmed_at=None, requested_at__lte=now - retention.UNCONFIRMED)
            | Q(confirmed_at__lte=now - retention.PEOPLE)
        )

    def due_for_renewal(self, now: dt.datetime) -> "AlertQuerySet":
        """Return alerts that expire soon and whose owner was not asked whether to keep them."""
        expires_soon = now - retention.PEOPLE + RENEW_BEFORE
        return self.filter(confirmed_at__lte=expires_soon, renewal_asked_at=None).live(now)

    def erase(self) -> int:
        """Delete these alerts and every email about them; return the number of alerts."""
        with transaction.atomic():
            OutgoingMessage.objects.filter(about__in=[alert.outbox_key for alert in self]).erase()
            return self.delete()[1].get(self.model._meta.label, 0)


class Alert(models.Model):
    """One person's request to be told, once, when one council signs.

    Its token is sent only to the address, so whoever has it can read mail there.
    """

    token = models.CharField(max_length=32, unique=True, default=new_token)
    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    address_hash = models.CharField(max_length=26, db_index=True)
    """The keyed hash by which the links that stop emails find it."""

    basis = models.CharField(max_length=10, choices=Basis, default=Basis.CONSENT)
    wording = models.PositiveSmallIntegerField()
    """Which words the person saw and agreed to: a key of consent.WORDINGS."""
    source = models.CharField(max_length=40)
    """The page on which they agreed."""

    created_at = models.DateTimeField(default=timezone.now)
    requested_at = models.DateTimeField(default=timezone.now)
    """When it was last requested; the time to confirm runs from here."""
    confirmations_sent = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    """When the person confirmed it, or last asked to keep it."""
    renewal_asked_at = models.DateTimeField(null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "address_hash"], name="one_alert_per_mailbox_and_council"
            ),
        ]

    def __str__(self) -> str:
        # Without an address: the admin's log keeps this, and outlives the alert.
        return f"Alert {self.pk} for {self.council}"

    @property
    def outbox_key(self) -> str:
        """The key of its emails in the outbox."""
        return f"alert:{self.pk}"

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def is_settled(self) -> bool:
        """Whether it is confirmed and its owner has no question of ours to answer."""
        return self.is_confirmed and not self.renewal_asked_at

    @property
    def expires_at(self) -> dt.datetime:
        """When it is deleted, unless the council signs first."""
        if self.confirmed_at:
            return self.confirmed_at + retention.PEOPLE
        return self.requested_at + retention.UNCONFIRMED

    def request_confirmation(self, now: dt.datetime) -> None:
        """Restart the time to confirm; an alert that has expired starts afresh."""
        if self.expires_at <= now:
            self.confirmed_at, self.renewal_asked_at, self.confirmations_sent = None, None, 0
        self.requested_at = now
        self.save(
            update_fields=[
                "requested_at", "confirmed_at", "renewal_asked_at", "confirmations_sent",
            ]
        )  # fmt: skip

    def count_confirmation(self) -> bool:
        """Count one more email sent on request; return False once there have been enough."""
        below_limit = Alert.objects.filter(pk=self.pk, confirmations_sent__lt=MAX_CONFIRMATIONS)
        if below_limit.update(confirmations_sent=F("confirmations_sent") + 1):
            self.refresh_from_db(fields=["confirmations_sent"])
            return True
        return False

    def move_to(self, council_id: int) -> bool:
        """Make it about the council that follows; return False if its owner has one for that."""
        if Alert.objects.filter(council_id=council_id, address_hash=self.address_hash).exists():
            return False
        self.council_id = council_id
        self.save(update_fields=["council"])
        return True

    def confirm(self, now: dt.datetime | None = None) -> bool:
        """Confirm it, or keep it once asked; return whether that changed anything."""
        unsettled = Q(confirmed_at=None) | Q(renewal_asked_at__isnull=False)
        rows = Alert.objects.live(now).filter(unsettled, pk=self.pk)
        return bool(rows.update(confirmed_at=now or timezone.now(), renewal_asked_at=None))
