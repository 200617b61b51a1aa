"""An outgoing email, from the transaction that makes it due until it is deleted."""

import datetime as dt
import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from campaign.outbox.mime import replace_date, replace_recipient, replace_text
from campaign.outbox.models.decision import Decision
from campaign.outbox.models.queryset import OutgoingMessageQuerySet
from campaign.outbox.models.states import ATTEMPTED, PROBLEMS, WAITING, MessageState
from campaign.outbox.registry import outcome_handlers
from councils.email_addresses import ascii_address

FULL_WAIT = dt.timedelta(hours=12)
"""How long to wait before retrying after a full mailbox."""
FULL_TRIED_FOR = dt.timedelta(days=3)
"""How long to keep retrying a full mailbox: six attempts, with the first."""
STALE_AFTER = dt.timedelta(days=1)
"""An email that has waited longer than this is redated when it is sent."""


def new_envelope_token() -> str:
    """Return an unguessable token that survives mail systems that change case."""
    return secrets.token_hex(16)


class OutgoingMessage(models.Model):
    """An email to one address, as bytes, and its progress."""

    key = models.CharField(max_length=120, unique=True)
    purpose = models.CharField(max_length=20)
    recipient = models.CharField("to", max_length=254)
    on_behalf = models.CharField(max_length=254, blank=True)
    about = models.CharField(max_length=40, blank=True, db_index=True)
    """Key of the letter or alert that it is about, with which it is deleted."""
    content = models.BinaryField()
    message_id = models.CharField("Message-ID", max_length=200)
    token = models.CharField(max_length=32, unique=True, default=new_envelope_token)
    throttle_key = models.CharField(max_length=60, blank=True)
    """Name of the Throttle that it counts against, such as "council:KEN"; "" for none."""
    to_council = models.BooleanField(default=False)
    safe_to_resend = models.BooleanField("may go twice", default=True)

    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.QUEUED)
    is_test = models.BooleanField("only to a file", default=False)
    created_at = models.DateTimeField("queued", default=timezone.now)
    due_at = models.DateTimeField("due", default=timezone.now)
    throttled_until = models.DateTimeField(null=True, blank=True)
    """Its slot in its throttle: one for each attempt, and a new one if it was missed."""
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    data_started_at = models.DateTimeField("handed over", null=True, blank=True)
    """The hand-over mark: committed just before the server is asked to take the content."""
    outcome_at = models.DateTimeField("outcome known", null=True, blank=True)
    server_said = models.TextField("the server said", blank=True)
    callback_pending = models.BooleanField(default=False)
    """Whether its outcome is stored but its handler failed, and has to be called again."""
    taken_at = models.DateTimeField("taken by the recipient’s server", null=True, blank=True)
    """When it was delivered, according to a notice (RFC 3464)."""
    relayed_at = models.DateTimeField("passed on", null=True, blank=True)
    """When it was passed on to a server without notices, according to a notice."""
    notice_said = models.TextField("that server said", blank=True, db_default="")
    full_since = models.DateTimeField("mailbox full since", null=True, blank=True)
    """When the recipient's mailbox was first reported full; it is retried from then on."""
    bounced_at = models.DateTimeField("came back", null=True, blank=True)
    bounce_kind = models.CharField("how", max_length=20, blank=True)

    objects = OutgoingMessageQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "email"
        indexes = [
            models.Index(
                fields=["to_council", "due_at", "created_at"],
                condition=Q(state__in=WAITING),
                name="outbox_due",
            ),
            models.Index(
                fields=["lease_until"],
                condition=Q(state__in=[MessageState.SENDING]),
                name="outbox_leased",
            ),
            models.Index(
                fields=["state", "outcome_at"],
                condition=Q(state__in=PROBLEMS),
                name="outbox_problems",
            ),
            models.Index(
                fields=["state", "outcome_at"],
                condition=Q(state__in=ATTEMPTED),
                name="outbox_attempted",
            ),
            models.Index(
                fields=["id"], condition=Q(callback_pending=True), name="outbox_callback_pending"
            ),
            models.Index(
                fields=["recipient", "bounced_at"],
                condition=Q(bounced_at__isnull=False),
                name="outbox_came_back",
            ),
            models.Index(fields=["throttle_key"], name="outbox_throttle_key"),  # staff search it
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=MessageState.SENDING)
                | (~Q(lease="") & Q(lease_until__isnull=False)),
                name="outbox_sending_has_lease",
            ),
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
        keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        return any(constant_time_compare(hashed.lower(), self.hash_for(use, key)) for key in keys)

    # Changes while it waits

    def replace_text(self, text: str) -> bool:
        """Replace its text but not its headers; return False if it is no longer waiting.

        Raises ValueError for a text that cannot be mailed.
        """
        return self._update_waiting(content=replace_text(bytes(self.content), text))

    def redirect(self, to: str, header: str) -> bool:
        """Change its recipient, with ``header`` as its To; return False if it is no longer waiting.

        Raises ValueError for an address that cannot be mailed.
        """
        content = replace_recipient(bytes(self.content), header)
        return self._update_waiting(recipient=ascii_address(to), content=content)

    def _update_waiting(self, **changes: Any) -> bool:
        waiting = OutgoingMessage.objects.waiting().exclude(content=b"")
        return bool(waiting.filter(pk=self.pk).update(**changes))

    def refresh_date(self) -> None:
        """Date it today if it waited for days before its first attempt.

        An email with an old date looks like spam, and is listed below newer ones.
        """
        if self.attempts or timezone.now() - self.created_at <= STALE_AFTER:
            return
        self.content = replace_date(bytes(self.content))
        OutgoingMessage.objects.filter(pk=self.pk).exclude(content=b"").update(content=self.content)

    def cancel(self) -> bool:
        """Cancel it if it has not been handed over; return whether it was cancelled."""
        stopped = OutgoingMessage.objects.filter(
            Q(state__in=WAITING) | Q(state=MessageState.SENDING, data_started_at=None),
            pk=self.pk,
        ).update(
            state=MessageState.CANCELLED, outcome_at=timezone.now(), lease="", lease_until=None
        )
        self.refresh_from_db()
        return bool(stopped)

    # Decisions

    def cancel_by(self, user: User) -> bool:
        """Cancel it on a member of staff's decision; return False if it was too late."""
        with transaction.atomic():
            return self.cancel() and self._record_decision(Decision.Action.CANCEL, user)

    def resend_by(self, user: User) -> bool:
        """Send it again if it was rejected or may have gone; return False otherwise.

        Email that bounced is not sent again: a second copy would bounce as well.
        """
        messages = OutgoingMessage.objects.filter(state__in=PROBLEMS, bounced_at=None)
        return self._settle(
            user,
            Decision.Action.SEND_AGAIN,
            messages.exclude(content=b""),
            state=MessageState.QUEUED,
            due_at=timezone.now(),
            attempts=0,
            data_started_at=None,
            outcome_at=None,
        )

    def confirm_sent_by(self, user: User) -> bool:
        """Settle an unsure message as sent at the time when it was handed over."""
        return self._settle(
            user,
            Decision.Action.WAS_SENT,
            OutgoingMessage.objects.unsure(),
            state=MessageState.ACCEPTED,
            outcome_at=Coalesce("data_started_at", "outcome_at"),
        )

    def infer_sent(self) -> bool:
        """Settle as sent a message that somebody answered, or that came back.

        It may be unsure, or waiting for another attempt, which is then not made.
        """
        states = [MessageState.UNSURE, *(WAITING if self.was_resent else [])]
        return self._settle(
            None,
            Decision.Action.CAME_IN,
            OutgoingMessage.objects.filter(state__in=states),
            state=MessageState.ACCEPTED,
            outcome_at=Coalesce("data_started_at", "outcome_at", Value(timezone.now())),
        )

    def record_notice(self, is_delivered: bool, server_words: str, at: dt.datetime) -> None:
        """Store that a server delivered it or passed it on, and settle it if it was unsettled.

        The first notice of each kind stays. Call it with the row locked.
        """
        field = "taken_at" if is_delivered else "relayed_at"
        if getattr(self, field) is None:
            if self.taken_at is None:  # later notices say less
                self.notice_said = server_words
            setattr(self, field, at)
            self.save(update_fields=[field, "notice_said"])
        self.settle_by_notice()

    def retry_full_mailbox(self, now: dt.datetime) -> bool:
        """Retry later, as the council's mailbox is full; return False where FULL_TRIED_FOR ends.

        It is not retried either where a server has reported delivery: a copy has arrived.
        """
        since = self.full_since or now
        is_over = self.has_notice or self.bounced_at or now + FULL_WAIT >= since + FULL_TRIED_FOR
        if not self.to_council or is_over:
            return False
        if self.full_since and self.state in (*WAITING, MessageState.SENDING):
            return True  # this is a second report of the same
        retried = OutgoingMessage.objects.filter(
            pk=self.pk, state__in=[MessageState.ACCEPTED, *PROBLEMS]
        ).exclude(content=b"")
        is_retried = retried.update(
            state=MessageState.DEFERRED,
            full_since=since,
            due_at=now + FULL_WAIT,
            outcome_at=now,
            data_started_at=None,
            throttled_until=None,
            lease="",
            lease_until=None,
        )
        self.refresh_from_db()
        if is_retried:
            self.run_callback()
        return bool(is_retried)

    def resend_to(self, user: User, to: str, header: str) -> bool:
        """Send it to another address if it bounced or was rejected; return whether it was.

        It gets a new token, so that late email about the first address changes nothing.
        """
        came_back = Q(state=MessageState.FAILED) | Q(
            state=MessageState.ACCEPTED, bounced_at__isnull=False
        )
        resent = OutgoingMessage.objects.filter(came_back, pk=self.pk).exclude(content=b"")
        is_resent = resent.update(
            state=MessageState.QUEUED,
            recipient=ascii_address(to),
            content=replace_recipient(bytes(self.content), header),
            token=new_envelope_token(),
            due_at=timezone.now(),
            attempts=0,
            **dict.fromkeys(
                ("data_started_at", "outcome_at", "bounced_at", "full_since", "throttled_until")
            ),
            bounce_kind="",
            lease="",
            lease_until=None,
        )
        self.refresh_from_db()
        if is_resent:
            self.decisions.create(action=Decision.Action.SEND_AGAIN, decided_by=user)
        return bool(is_resent)

    @property
    def has_notice(self) -> bool:
        """Whether a server has reported that it delivered it or passed it on."""
        return self.taken_at is not None or self.relayed_at is not None

    def settle_by_notice(self) -> bool:
        """Settle it as sent if a notice says that it arrived, whatever its state.

        No second copy then goes. While it is being handed over, its worker stores the outcome.
        """
        not_handed_over = Q(state=MessageState.SENDING, data_started_at=None)
        return self.has_notice and self._settle(
            None,
            Decision.Action.CAME_IN,
            OutgoingMessage.objects.filter(not_handed_over | Q(state__in=[*PROBLEMS, *WAITING])),
            state=MessageState.ACCEPTED,
            outcome_at=Coalesce("data_started_at", "outcome_at", Value(timezone.now())),
        )

    @property
    def was_resent(self) -> bool:
        """Whether staff had it sent again, so that an earlier copy may have gone."""
        return self.decisions.filter(action=Decision.Action.SEND_AGAIN).exists()

    def _settle(
        self,
        user: User | None,
        action: Decision.Action,
        messages: OutgoingMessageQuerySet,
        **changes: Any,
    ) -> bool:
        """Change it if it is one of ``messages``, end its lease, and record who decided."""
        with transaction.atomic():
            decided = messages.filter(pk=self.pk).update(lease="", lease_until=None, **changes)
            self.refresh_from_db()
            return bool(decided) and self._record_decision(action, user)

    def _record_decision(self, action: Decision.Action, user: User | None) -> bool:
        self.decisions.create(action=action, decided_by=user)
        self.run_callback()
        return True

    # Its outcome, for the app that queued it

    @property
    def has_callback(self) -> bool:
        return self.purpose in outcome_handlers

    def run_callback(self) -> None:
        """Call the handler registered for this purpose, in the caller's transaction.

        The states are accepted, deferred, failed and unsure; queued when staff send it again;
        cancelled when staff cancel it; and accepted again when incoming email shows that it went.
        """
        handler = outcome_handlers.get(self.purpose)
        if handler:
            handler(self)
