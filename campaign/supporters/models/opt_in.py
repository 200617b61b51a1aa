"""What everybody who asked to hear from us has in common: a confirmed wish about one council."""

import datetime as dt
from collections.abc import Callable
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from campaign import retention
from campaign.inbox.parsed_mail import ParsedMail
from campaign.outbox.models import OutgoingMessage
from campaign.personal import Kept, Personal
from campaign.subjects import Subject
from campaign.tokens import new_token
from councils.models import Council

MAX_CONFIRMATIONS = 4
"""Emails that requests for one wish can cause, however often it is requested."""


class Basis(models.TextChoices):
    """The lawful basis on which we may write."""

    CONSENT = "consent", "consent"


class OptInQuerySet(models.QuerySet[Any]):
    """Wishes by where they are in their life."""

    def live(self, now: dt.datetime | None = None) -> Self:
        """Return those that have not expired, whether or not a purge has run since."""
        return self.exclude(pk__in=self.expired(now or timezone.now()).values("pk"))

    def expired(self, now: dt.datetime) -> Self:
        """Return those that nobody confirmed in time, and those kept as long as we promised."""
        return self.filter(
            Q(confirmed_at=None, requested_at__lte=now - retention.UNCONFIRMED)
            | Q(confirmed_at__lte=now - self.model.KEPT_FOR)
        )

    def due_for_renewal(self, now: dt.datetime) -> Self:
        """Return those whose owner is to be asked whether to go on, and was not asked before."""
        asked_from = now - self.model.ASKED_AFTER
        return self.filter(confirmed_at__lte=asked_from, renewal_asked_at=None).live(now)

    def for_email(self, email: str) -> Self:
        """Return the wishes of an address, in any spelling of its mailbox."""
        from campaign.supporters.suppression import address_hashes  # it knows the wishes as well

        return self.filter(address_hash__in=address_hashes(email))

    def erase(self) -> int:
        """Delete these and every email about them; return how many of them there were."""
        with transaction.atomic():
            OutgoingMessage.objects.for_subjects(self).erase()
            return self.delete()[1].get(self.model._meta.label, 0)


def personal_wish(name: str, words: Callable[[str, int], str]) -> Personal:
    """Return what a kind of wish holds of its owner; ``words`` are those that they agreed to."""
    return Personal(
        name,
        addresses=("email",),
        names=("address_hash",),
        of_nobody=("token", "source"),
        shown={
            "council": "council.name",
            "email": "email",
            "basis": "get_basis_display",
            "words": lambda wish: words(wish.council.short_name, wish.wording),
            "on the page": "source",
            "asked": "created_at",
            "confirmed": "confirmed_at",
        },
        kept=(Kept(name, "expired"),),
    )


class OptIn(Subject, models.Model):
    """One person's wish to hear from us about one council.

    Its token is sent only to the address, so whoever has it can read mail there.
    """

    KEPT_FOR: ClassVar[dt.timedelta]
    """How long it is kept after it was confirmed."""
    ASKED_AFTER: ClassVar[dt.timedelta]
    """How long after it was confirmed its owner is asked whether to go on."""
    outbox_name: ClassVar[str]
    """The first part of the key of its emails in the outbox."""

    token = models.CharField(max_length=32, unique=True, default=new_token)
    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    address_hash = models.CharField(max_length=26, db_index=True)
    """The keyed hash by which the links that stop emails find it."""

    basis = models.CharField(max_length=10, choices=Basis, default=Basis.CONSENT)
    wording = models.PositiveSmallIntegerField("version of the wording")
    """Which words the person saw and agreed to: a key in consent.py."""
    source = models.CharField("page where it was asked", max_length=40)
    """The page on which they agreed."""

    created_at = models.DateTimeField(default=timezone.now)
    requested_at = models.DateTimeField(default=timezone.now)
    """When it was last requested; the time to confirm runs from here."""
    confirmations_sent = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    """When the person confirmed it, or last asked to keep it."""
    renewal_asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        # Without an address: the admin's log keeps this, and outlives the wish.
        return f"{type(self).__name__} {self.pk} for {self.council}"

    @classmethod
    def on_outcome(cls, message: OutgoingMessage) -> None:
        from campaign.supporters import incoming  # it knows the wishes as well

        incoming.refused(message)

    @classmethod
    def on_arrival(cls, message: OutgoingMessage, mail: ParsedMail) -> None:
        from campaign.supporters import incoming  # it knows the wishes as well

        incoming.arrived(message, mail)

    @classmethod
    def rows(cls) -> OptInQuerySet:
        return OptInQuerySet(cls)

    @property
    def outbox_key(self) -> str:
        return f"{self.outbox_name}:{self.pk}"

    @classmethod
    def ledger_name(cls, address_hash: str) -> str:
        """Return the name under which the ledger notes that an address stopped these."""
        return f"{cls.outbox_name} {address_hash}"

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def is_settled(self) -> bool:
        """Whether it is confirmed and its owner has no question of ours to answer."""
        return self.is_confirmed and not self.renewal_asked_at

    @property
    def expires_at(self) -> dt.datetime:
        """When it is deleted at the latest."""
        if self.confirmed_at:
            return self.confirmed_at + self.KEPT_FOR
        return self.requested_at + retention.UNCONFIRMED

    def request_confirmation(self) -> None:
        """Restart the time to confirm; a wish that has expired starts afresh."""
        now = timezone.now()
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
        below_limit = self.rows().filter(pk=self.pk, confirmations_sent__lt=MAX_CONFIRMATIONS)
        if below_limit.update(confirmations_sent=F("confirmations_sent") + 1):
            self.refresh_from_db(fields=["confirmations_sent"])
            return True
        return False

    def move_to(self, council_id: int) -> bool:
        """Make it about the council that follows; return False if its owner has one for that."""
        if self.rows().filter(council_id=council_id, address_hash=self.address_hash).exists():
            return False
        self.council_id = council_id
        return bool(self.rows().filter(pk=self.pk).update(council=council_id))

    def confirm(self) -> bool:
        """Confirm it, or keep it once asked; return whether that changed anything."""
        unsettled = Q(confirmed_at=None) | Q(renewal_asked_at__isnull=False)
        rows = self.rows().live().filter(unsettled, pk=self.pk)
        return bool(rows.update(confirmed_at=timezone.now(), renewal_asked_at=None))
