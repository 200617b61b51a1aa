"""Who asked to be told something, on what basis, and who must not be written to."""

import datetime as dt
import secrets
from base64 import b32encode

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from campaign import retention
from campaign.outbox.models import OutgoingMessage
from councils.dates import format_date
from councils.models import Council

ASK_AGAIN_BEFORE = dt.timedelta(days=14)
"""How long before an alert ends its owner is asked, once, whether to go on."""
MOST_MAILS = 4
"""Mails to one address about one alert that asking for it can cause, however often it is asked."""


class Why(models.TextChoices):
    """Why an address is on the list of those never to write to."""

    NOT_ME = "not_me", "said: this was not me"
    ASKED = "asked", "asked us never to write"
    COMPLAINED = "complained", "reported our mail as spam"
    STAFF = "staff", "put there by staff"


class SuppressedAddress(models.Model):
    """An address that is never written to, known only by a keyed hash (do_not_write.py)."""

    digest = models.CharField(max_length=26, unique=True, editable=False)
    why = models.CharField(max_length=10, choices=Why, default=Why.ASKED)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-since"]
        verbose_name = "address never to write to"
        verbose_name_plural = "addresses never to write to"

    def __str__(self):
        return f"an address, since {format_date(timezone.localdate(self.since))}"


class Basis(models.TextChoices):
    """The lawful basis on which we may write."""

    CONSENT = "consent", "consent"


def new_token() -> str:
    """Return 128 bits nobody can guess, in small letters and digits: fit for an address."""
    return b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()


class AlertQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(confirmed_at__isnull=False)

    def alive(self, now: dt.datetime | None = None):
        """Alerts whose time is not over, whether or not a purge has been since."""
        return self.exclude(pk__in=self.over(now or timezone.now()).values("pk"))

    def over(self, now: dt.datetime):
        """Alerts that nobody confirmed in time, and those kept as long as we said."""
        return self.filter(
            Q(confirmed_at=None, asked_at__lte=now - retention.UNCONFIRMED)
            | Q(confirmed_at__lte=now - retention.PEOPLE)
        )

    def erase(self) -> int:
        """Delete alerts and every mail about them; return how many alerts."""
        with transaction.atomic():
            OutgoingMessage.objects.filter(about__in=[alert.key for alert in self]).erase()
            return self.delete()[1].get(self.model._meta.label, 0)

    def to_ask_again(self, now: dt.datetime):
        """Alerts that end soon and whose owner has not been asked whether to go on."""
        ends_soon = now - retention.PEOPLE + ASK_AGAIN_BEFORE
        return self.filter(confirmed_at__lte=ends_soon, asked_again_at=None).alive(now)


class Alert(models.Model):
    """One person's wish to be told, once, when one council signs.

    Its token travels only in mail to the address, and so proves it.
    """

    token = models.CharField(max_length=32, unique=True, default=new_token)
    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    known_by = models.CharField(max_length=26, db_index=True)
    """The keyed hash by which links to stop mail find it."""

    basis = models.CharField(max_length=10, choices=Basis, default=Basis.CONSENT)
    wording = models.PositiveSmallIntegerField()
    """Which words the person saw and said yes to: a key of consent.WORDINGS."""
    source = models.CharField(max_length=40)
    """The page on which they did."""

    created_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(default=timezone.now)
    """When it was last asked for; a time to confirm runs from here."""
    mails = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    """When the person said yes, or last said to go on."""
    asked_again_at = models.DateTimeField(null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["council", "known_by"], name="one_alert_a_mailbox"),
        ]

    def __str__(self):
        # Without an address: this is kept in the admin's log, which outlives the alert.
        return f"Alert {self.pk} for {self.council}"

    @property
    def key(self) -> str:
        """What the outbox knows it by."""
        return f"alert:{self.pk}"

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def until(self) -> dt.datetime:
        """When it is deleted, if the council has not signed before."""
        if self.confirmed_at:
            return self.confirmed_at + retention.PEOPLE
        return self.asked_at + retention.UNCONFIRMED

    def ask(self, now: dt.datetime) -> None:
        """Ask for it again: its time to confirm runs anew, and one that is over begins anew."""
        if self.until <= now:
            self.confirmed_at, self.asked_again_at, self.mails = None, None, 0
        self.asked_at = now
        self.save(update_fields=["asked_at", "confirmed_at", "asked_again_at", "mails"])

    def take_a_mail(self) -> bool:
        """Count one more mail that was asked for; return whether there was one left."""
        left = Alert.objects.filter(pk=self.pk, mails__lt=MOST_MAILS)
        if left.update(mails=F("mails") + 1):
            self.refresh_from_db(fields=["mails"])
            return True
        return False

    def move_to(self, council_id: int) -> bool:
        """Make it about the council that follows, unless this person has one for that already."""
        if Alert.objects.filter(council_id=council_id, known_by=self.known_by).exists():
            return False
        self.council_id = council_id
        self.save(update_fields=["council"])
        return True

    def confirm(self, now: dt.datetime | None = None) -> bool:
        """Say yes, or say to go on once asked; return whether that changed anything."""
        rows = Alert.objects.alive(now).filter(pk=self.pk)
        rows = rows.filter(Q(confirmed_at=None) | Q(asked_again_at__isnull=False))
        changed = rows.update(confirmed_at=now or timezone.now(), asked_again_at=None)
        return bool(changed)
