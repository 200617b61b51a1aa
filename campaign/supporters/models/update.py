"""What staff write to those who asked for updates: written, tested, agreed, released, sent."""

import datetime as dt
import hashlib
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from campaign.supporters.models.subscription import Subscription, SubscriptionQuerySet
from councils.models import Council, Pause
from councils.models.council import RESPONSIBLE_KINDS

MOST_A_YEAR = 6
"""Updates about one council in any 365 days: what people agreed to."""
YEAR = dt.timedelta(days=365)


class UpdateQuerySet(models.QuerySet["Update"]):
    """Updates by where they are."""

    def released(self) -> Self:
        """Return updates that leave in the coming night."""
        return self.filter(released_at__isnull=False, sent_at=None)

    def waiting_for_a_yes(self) -> Self:
        """Return updates that were tested, and that nobody has agreed to."""
        return self.filter(tested_at__isnull=False, approved_at=None, released_at=None)

    def of_the_year(self, now: dt.datetime) -> Self:
        """Return updates that went within a year, or are about to go."""
        return self.filter(Q(sent_at__gt=now - YEAR) | Q(released_at__isnull=False, sent_at=None))

    def about(self, council: Council) -> Self:
        return self.filter(Q(to_all=True) | Q(councils=council)).distinct()


class Update(models.Model):
    """One email to those who asked to hear of children who run away in some councils' areas.

    A change of its words, or of whom it reaches, takes back its test and the second person's yes.
    """

    subject = models.CharField(
        max_length=120, help_text="{council} becomes the name of each reader’s council."
    )
    text = models.TextField(
        max_length=6000,
        help_text="Plain text. {council} becomes the name of each reader’s council. What"
        " follows it, such as the link to stop these emails, is added by itself.",
    )
    to_all = models.BooleanField(
        "to everyone who asked, whatever their council",
        default=False,
        help_text="If you tick this, the choice of councils below does not matter.",
    )
    councils = models.ManyToManyField(
        Council,
        blank=True,
        related_name="+",
        limit_choices_to={"kind__in": RESPONSIBLE_KINDS},
        help_text="Only people who asked about one of these councils get it.",
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
    released_at = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    copies = models.PositiveIntegerField(default=0, editable=False)
    """The number of people it was queued for."""

    objects = UpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "email to those who asked"
        verbose_name_plural = "emails to those who asked"
        constraints = [
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(tested_at__isnull=False),
                name="update_released_after_a_test",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def state(self) -> str:
        if self.sent_at:
            return "sent"
        if self.released_at:
            return "goes tonight"
        if self.approved_at:
            return "agreed"
        return "tested" if self.tested_at else "being written"

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed."""
        return self.released_at is None

    @property
    def as_read(self) -> str:
        """Stands for its words and whom it is for, as somebody has read them."""
        whom = sorted(self.councils.values_list("pk", flat=True))
        said = repr((self.subject, self.text, self.to_all, whom))
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def reaches(self, now: dt.datetime | None = None) -> SubscriptionQuerySet:
        """Return the subscriptions it is for. A mailbox can have several, and gets one copy."""
        mailable = Subscription.objects.mailable(now)
        return mailable if self.to_all else mailable.filter(council__in=self.councils.all())

    def number_reached(self) -> int:
        """Return the number of people it would reach today."""
        return self.reaches().order_by().values("address_hash").distinct().count()

    def over_the_limit(self) -> list[Council]:
        """Return the councils about which people have had as many updates as they agreed to."""
        now = timezone.now()
        others = Update.objects.of_the_year(now).exclude(pk=self.pk)
        councils = Council.objects.filter(pk__in=self.reaches(now).order_by().values("council"))
        return [council for council in councils if others.about(council).count() >= MOST_A_YEAR]

    def held_for(self) -> list[Council]:
        """Return the councils it is about that are kept quiet at the moment: it waits for them."""
        quiet = [
            council_id for council_id, pause in Pause.objects.by_council().items() if pause.is_quiet
        ]
        reached = self.reaches().order_by().values("council")
        return list(Council.objects.filter(pk__in=quiet).filter(pk__in=reached))

    # Its way

    def was_edited(self, by: User) -> None:
        """Take back its test and the yes, as its words are others now. Saved by the caller."""
        self.written_by = by
        self.tested_at = self.approved_at = self.approved_by = None

    def was_tested(self) -> None:
        self.tested_at = timezone.now()
        self.save(update_fields=["tested_at"])

    def approve(self, by: User) -> None:
        """Note the yes of a second person. Raises ValidationError."""
        if by.pk == self.written_by_id:
            raise ValidationError("Somebody else has to agree: you wrote it.")
        if not self.tested_at:
            raise ValidationError("A test has to go first.")
        changed = Update.objects.filter(pk=self.pk, released_at=None, approved_at=None)
        if not changed.update(approved_at=timezone.now(), approved_by=by):
            raise ValidationError("Somebody has agreed already, or it has gone.")
        self.refresh_from_db()

    def release(self, *, needs_a_yes: bool) -> None:
        """Let it leave in the coming night. Raises ValidationError with the reason it may not."""
        with transaction.atomic():
            # One after the other, so that two at once do not both fit within the year.
            list(Update.objects.select_for_update().order_by("pk").values_list("pk"))
            self.refresh_from_db()
            if not self.tested_at:
                raise ValidationError("Send a test to yourself first, and read it.")
            if needs_a_yes and not self.approved_at:
                raise ValidationError("Somebody else has to read it and agree first.")
            if not self.number_reached():
                raise ValidationError("It would reach nobody.")
            if held := self.held_for():
                names = ", ".join(council.short_name for council in held)
                raise ValidationError(f"Kept quiet at the moment: {names}. Wait, or leave it out.")
            if full := self.over_the_limit():
                names = ", ".join(council.short_name for council in full)
                raise ValidationError(
                    f"People agreed to at most {MOST_A_YEAR} in a year, and have had them about:"
                    f" {names}. Leave these councils out, or wait."
                )
            if not Update.objects.filter(pk=self.pk, released_at=None).update(
                released_at=timezone.now()
            ):
                raise ValidationError("It has been released already.")
        self.refresh_from_db()

    def take_back(self) -> bool:
        """Keep it from leaving; return False if it has left."""
        taken = Update.objects.released().filter(pk=self.pk).update(released_at=None)
        self.refresh_from_db()
        return bool(taken)
