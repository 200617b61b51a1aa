"""When things happened to a letter, and until when it can be confirmed and is kept."""

import datetime as dt

from django.db import models
from django.utils import timezone

from campaign import retention
from campaign.letters.models.states import State

COUNTED_BY_DAY = (
    models.Index(
        fields=["confirmed_at", "is_test", "state", "answered", "own_words_percent"],
        condition=models.Q(confirmed_at__isnull=False),
        name="letters_by_day",
    ),
    models.Index(fields=["created_at"], name="letters_begun"),
    models.Index(
        fields=["asked_at"], condition=models.Q(confirmed_at=None), name="letters_unconfirmed"
    ),
    models.Index(
        fields=["self_sent_at", "is_test"],
        condition=models.Q(self_sent_at__isnull=False),
        name="letters_self_sent",
    ),
)
"""Indexes for the figures of the desk: they hold all that it reads of each letter."""


class Lifetime(models.Model):
    """The moments in the life of a letter, and what follows from them."""

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True)
    """When confirmation was last requested."""
    reminded_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    outcome_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    """When a notice said that the council's mail server took it."""
    relayed_at = models.DateTimeField(null=True)
    """When a notice said that it was relayed to a server that gives no notices."""
    bounced_at = models.DateTimeField(null=True)
    answer_received_at = models.DateTimeField(null=True)
    """When a person's answer reached us and was passed on."""
    followed_up_at = models.DateTimeField(null=True)
    self_sent_at = models.DateTimeField(null=True)
    """When the supporter told us: I sent it myself."""
    counted_at = models.DateTimeField(null=True)
    """When it was added to the public total of delivered letters; once."""
    self_sent_counted_at = models.DateTimeField(null=True)
    """When it was added to the public total of letters that people sent themselves; once."""
    text_deleted_at = models.DateTimeField(null=True)
    """When its text was deleted. The row itself goes with the writer's details."""

    class Meta:
        abstract = True

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def confirmed_on(self) -> dt.date | None:
        return timezone.localdate(self.confirmed_at) if self.confirmed_at else None

    @property
    def until(self) -> dt.date | None:
        """The last day on which it can be confirmed, as pages and emails say."""
        if not self.asked_at:
            return None
        return timezone.localdate(self.asked_at) + retention.UNCONFIRMED

    def requeue(self) -> bool:
        """Queue it again after it came back or was refused; return whether it was queued."""
        rows = type(self)._default_manager.filter(
            pk=self.pk, state__in=[State.BOUNCED, State.FAILED]
        )
        requeued = rows.update(
            state=State.QUEUED, bounced_at=None, outcome_at=None, taken_at=None, relayed_at=None
        )
        self.refresh_from_db()
        return bool(requeued)

    def record_notice(self, taken_at: dt.datetime | None, relayed_at: dt.datetime | None) -> None:
        """Record when mail servers took or relayed it; its state stays the same."""
        rows = type(self)._default_manager.filter(pk=self.pk)
        rows.update(taken_at=taken_at, relayed_at=relayed_at)

    def is_late(self, now: dt.datetime | None = None) -> bool:
        """Return whether it is too late to confirm, even if it has not been expired yet."""
        if self.state == State.EXPIRED:
            return True
        today = timezone.localdate(now or timezone.now())
        return self.state == State.AWAITING and self.until is not None and self.until < today

    @property
    def text_deleted_by(self) -> dt.datetime | None:
        """When its text is deleted at the latest; None before it is confirmed."""
        if not self.confirmed_at:
            return None
        latest = self.confirmed_at + retention.TEXTS_AT_MOST
        settled_at = self.outcome_at or self.cancelled_at
        return min(settled_at + retention.TEXTS_AFTER_OUTCOME, latest) if settled_at else latest

    @property
    def details_deleted_by(self) -> dt.datetime | None:
        return self.confirmed_at + retention.PEOPLE if self.confirmed_at else None

    @property
    def accepts_answers(self) -> bool:
        """Whether its page asks for the council's answer: only while its text is kept."""
        latest = self.text_deleted_by
        return self.text_deleted_at is None and (latest is None or timezone.now() < latest)
