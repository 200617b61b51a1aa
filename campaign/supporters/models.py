"""What people asked to be told, one row for each wish, and what staff write to them."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import OuterRef, Q
from django.utils import timezone

from campaign import retention
from campaign.confirmation import Confirmable, ConfirmableQuerySet
from campaign.inbox.bounces import bad_address
from campaign.inbox.parsed_mail import ParsedMail
from campaign.ledger import ledger
from campaign.outbox.models import (
    MessageState,
    OutgoingMessage,
    OutgoingMessageQuerySet,
    WhyCancelled,
)
from campaign.outbox.subjects import Subject
from campaign.personal import Kept, Personal
from campaign.purposes import Purpose
from campaign.supporters import consent, suppression
from campaign.supporters.suppression import SuppressedAddress, address_hashes
from councils.models import Council, Pause
from councils.record import closed_on

__all__ = ["WishKind", "SuppressedAddress", "Update", "UpdateQuerySet", "Wish", "WishQuerySet"]

MOST_A_YEAR = 6
"""Updates in any 365 days: what people agreed to."""
YEAR = dt.timedelta(days=365)


class WishKind(models.TextChoices):
    """What somebody wishes to be told of a council."""

    SIGNING = "signing", "when it signs"
    UPDATES = "updates", "what there is to do or to know"


ASKED_AGAIN = {
    WishKind.SIGNING: retention.PEOPLE - dt.timedelta(days=14),
    WishKind.UPDATES: retention.SUBSCRIPTION,
}
"""How long after it was confirmed the owner of a wish is asked whether to go on. From then nothing
goes to the owner of one for updates until they say yes."""
KEPT = {
    WishKind.SIGNING: retention.PEOPLE,
    WishKind.UPDATES: retention.SUBSCRIPTION + retention.SUBSCRIPTION_ANSWER,
}
"""How long after it was confirmed a wish is kept at most."""


class WishQuerySet(ConfirmableQuerySet["Wish"]):
    """Wishes by where they are in their life."""

    def expired(self, now: dt.datetime) -> Self:
        """Return those that nobody confirmed in time, and those kept as long as we promised."""
        over = self.too_late(now)
        for kind, kept in KEPT.items():
            over |= self.filter(kind=kind, confirmed_at__lte=now - kept)
        return over

    def asking_emails_that_wait(self, now: dt.datetime) -> OutgoingMessageQuerySet:
        """Return those that ask for a wish (the outer query's): one email asks for two wishes."""
        asked_with_it = Wish.objects.filter(
            council=OuterRef(OuterRef("council")), address_hash=OuterRef(OuterRef("address_hash"))
        )
        waiting = self.all_asking_emails_that_wait(now)
        return waiting.filter(subject_id__in=asked_with_it.values("pk"))

    def live(self, now: dt.datetime | None = None) -> Self:
        """Return those that have not expired, whether or not a purge has run since."""
        expired = Wish.objects.expired(now or timezone.now())
        return self.exclude(pk__in=expired.values("pk"))

    def to_ask_again(self, now: dt.datetime) -> Self:
        """Return those whose owner is to be asked whether to go on, and was not asked before."""
        due = self.none()
        for kind, after in ASKED_AGAIN.items():
            due |= self.filter(kind=kind, confirmed_at__lte=now - after)
        return due.filter(renewal_asked_at=None).live(now)

    def may_get_updates(self, now: dt.datetime | None = None) -> Self:
        """Return wishes for updates confirmed within a year, of no council kept quiet today."""
        year_ago = (now or timezone.now()) - ASKED_AGAIN[WishKind.UPDATES]
        pauses = Pause.objects.by_council().items()
        quiet = [council_id for council_id, pause in pauses if pause.is_quiet]
        wishes = self.filter(kind=WishKind.UPDATES, confirmed_at__gt=year_ago)
        return wishes.exclude(council__in=quiet)

    def for_email(self, email: str) -> Self:
        """Return the wishes of an address, in any spelling of its mailbox."""
        return self.filter(address_hash__in=address_hashes(email))

    def lock(self, pks: Iterable[int]) -> "list[Wish]":
        """Lock wishes until the transaction ends; leave out those that another run has."""
        return list(self.select_for_update(skip_locked=True).filter(pk__in=pks).order_by("pk"))

    def stop(self) -> int:
        """Delete these as their owner asked, so that no backup brings them back."""
        ledger.note(ledger.Noted.UNSUBSCRIBED, *self.values_list("token", flat=True))
        return self.erase()

    def erase(self) -> int:
        """Delete these and every email about them; return how many of them there were."""
        with transaction.atomic():
            OutgoingMessage.objects.for_subjects(self).erase()
            return self.delete()[1].get(self.model._meta.label, 0)


class Wish(Subject, Confirmable):
    """One person's wish to be told of one council: once, when it signs, or six times a year.

    Each is confirmed by itself, though one email may ask about two. Its token is sent only to the
    address, so whoever has it reads mail there.
    """

    kind = models.CharField(max_length=8, choices=WishKind)
    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    address_hash = models.CharField(max_length=26, db_index=True)
    """The keyed hash by which the links that stop emails find it."""
    wording = models.PositiveSmallIntegerField("version of the wording")
    """Which words the person saw and agreed to (consent.py)."""
    created_at = models.DateTimeField(default=timezone.now)
    renewal_asked_at = models.DateTimeField(null=True)
    """When its owner was asked whether to go on, if they have not answered."""

    objects = WishQuerySet.as_manager()
    personal = Personal(
        "wishes to be told",
        addresses=("email",),
        names=("address_hash",),
        of_nobody=("token",),
        shown={
            "council": "council.name",
            "what": "get_kind_display",
            "email": "email",
            "basis": lambda wish: "consent",
            "words": lambda wish: wish.words(wish.council.short_name),
            "asked": "created_at",
            "confirmed": "confirmed_at",
        },
        kept=(Kept("wishes to be told", "expired"),),
    )

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "wish to be told"
        verbose_name_plural = "wishes to be told"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "council", "address_hash"], name="one_wish_of_a_kind_per_mailbox"
            ),
        ]

    def __str__(self) -> str:
        # Without an address: the admin's log keeps this, and outlives the wish.
        return f"Wish {self.pk} for {self.council}"

    @classmethod
    def on_outcome(cls, message: OutgoingMessage) -> None:
        """Let its days run from when the email that asks has left; take in that a mailbox is gone.

        A wish is deleted, with others of its mailbox, if the server says that there is no such one.
        """
        if message.state == MessageState.FAILED and bad_address(message.server_said) is not None:
            Wish.objects.for_email(message.recipient).stop()
        asks = message.purpose == Purpose.WISH_CONFIRM
        if asks and message.state == MessageState.ACCEPTED and message.outcome_at:
            cls.time_to_confirm_begins(message.subject_id, message.outcome_at)

    @classmethod
    def time_to_confirm_begins(cls, wish_id: int | None, left_at: dt.datetime) -> None:
        """Let the days to confirm a wish, and what was asked for with it, run from that time."""
        wish = Wish.objects.filter(pk=wish_id or 0, confirmed_at=None).first()
        if wish is None:
            return
        # Those too old to confirm as well: while it waited, their days did not run.
        for asked in wish.of_same_mailbox().filter(confirmed_at=None):
            asked.start_clock(left_at)

    @classmethod
    def on_leaving(cls, message: OutgoingMessage) -> bool:
        """Once the campaign has closed, nobody is asked to confirm or to renew a wish."""
        asks = message.purpose in (Purpose.WISH_CONFIRM, Purpose.WISH_RENEW)
        if closed_on() is None or not asks:
            return True
        return not message.cancel(WhyCancelled.CLOSED)

    @classmethod
    def on_arrival(cls, message: OutgoingMessage, mail: ParsedMail) -> None:
        suppression.forget_if_gone(message, mail)

    @property
    def asked_again_at(self) -> dt.datetime:
        """When its owner is asked whether to go on."""
        return (self.confirmed_at or self.asked_at) + ASKED_AGAIN[WishKind(self.kind)]

    @property
    def expires_at(self) -> dt.datetime:
        """When a confirmed one is deleted at the latest."""
        return (self.confirmed_at or self.asked_at) + KEPT[WishKind(self.kind)]

    def words(self, council: str) -> str:
        """Return the words that its owner agreed to."""
        return consent.words(self.kind, council, self.wording)

    def asked_with(self) -> WishQuerySet:
        """Return it, and what its owner asked for with it and has yet to confirm as well."""
        asked_together = self.of_same_mailbox().live().order_by("kind")
        if self.is_confirmed:
            return asked_together.filter(pk=self.pk)
        return asked_together.filter(confirmed_at=None)

    def of_same_mailbox(self) -> WishQuerySet:
        """Return the wishes of its mailbox about its council, itself among them."""
        return Wish.objects.filter(council=self.council_id, address_hash=self.address_hash)

    def confirm(self) -> bool:
        """Confirm it and what was asked for with it, or keep it once asked; return whether any."""
        unsettled = Q(confirmed_at=None) | Q(renewal_asked_at__isnull=False)
        rows = Wish.objects.filter(unsettled, pk__in=[wish.pk for wish in self.asked_with()])
        return bool(rows.update(confirmed_at=timezone.now(), renewal_asked_at=None))

    def refuse(self) -> None:
        """Never write to its address again: somebody else typed it."""
        suppression.suppress_address(self.email)


def stop_wishes(email: str) -> None:
    Wish.objects.for_email(email).stop()


suppression.FORGET.append(stop_wishes)


class UpdateQuerySet(models.QuerySet["Update"]):
    """Updates by where they are."""

    def leaving(self) -> Self:
        """Return updates that leave in the coming night."""
        return self.filter(approved_at__isnull=False, sent_at=None)

    def waiting_for_a_yes(self) -> Self:
        """Return updates that were tested, and that nobody has agreed to."""
        return self.filter(tested_at__isnull=False, approved_at=None)


class Update(models.Model):
    """One email to everybody who asked for updates.

    Its writer tests it, and somebody else reads it and sends it. A change of its words asks for
    another test.
    """

    subject = models.CharField(
        max_length=120, help_text="{council} becomes the name of each reader’s council."
    )
    text = models.TextField(
        max_length=6000,
        help_text="Plain text. {council} becomes the name of each reader’s council. What"
        " follows it, such as the link to stop these emails, is added by itself.",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    """Who wrote it last: somebody else has to agree."""
    tested_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    """When somebody else let it leave in the night that follows."""
    sent_at = models.DateTimeField(null=True, editable=False)
    copies = models.PositiveIntegerField(default=0, editable=False)
    """The number of people it was queued for."""

    objects = UpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "email to those who asked"
        verbose_name_plural = "emails to those who asked"

    def __str__(self) -> str:
        return self.subject

    @property
    def state(self) -> str:
        if self.sent_at:
            return "sent"
        if self.approved_at:
            return "goes tonight"
        if self.tested_at:
            return "waits for a second person"
        return "being written"

    @property
    def as_read(self) -> str:
        """Stands for its words, as somebody has read them."""
        return hashlib.sha256(repr((self.subject, self.text)).encode()).hexdigest()[:16]

    def number_reached(self) -> int:
        """Return the number of people it would reach today."""
        wishes = Wish.objects.may_get_updates().order_by()
        return wishes.values("address_hash").distinct().count()

    def is_one_too_many(self) -> bool:
        """Whether people have had as many within a year as they agreed to."""
        others = Update.objects.exclude(pk=self.pk).filter(approved_at__isnull=False)
        within = others.exclude(sent_at__lte=timezone.now() - YEAR)
        return within.count() >= MOST_A_YEAR

    # Its way

    def approve(self, by: User, read: str) -> None:
        """Let it leave in the coming night, as a second person who has ``read`` it.

        Raises ValidationError with the reason it may not.
        """
        with transaction.atomic():
            stored = Update.objects.select_for_update().get(pk=self.pk)
            if refusal := stored.why_not(by, read):
                raise ValidationError(refusal)
            stored.approved_at = timezone.now()
            stored.approved_by = by
            stored.save()

    def why_not(self, by: User, read: str) -> str:
        """Return why it may not leave, "" if it may."""
        if read != self.as_read:
            return "It has changed since you opened this page. Read it again."
        if self.approved_at:
            return "It was sent already."
        if not self.tested_at:
            return "Its writer has to send a test first, and read it."
        if by.pk == self.written_by_id:
            return "Somebody else has to read it and send it: you wrote it."
        if not self.number_reached():
            return "It would reach nobody."
        if self.is_one_too_many():
            return f"People agreed to at most {MOST_A_YEAR} in a year, and have had them. Wait."
        return ""

    def take_back(self) -> None:
        """Keep it from leaving. Raises ValidationError if it has left."""
        waits = Update.objects.leaving().filter(pk=self.pk)
        if not waits.update(approved_at=None, approved_by=None):
            raise ValidationError("It has left already, or nobody sent it.")
