"""A sender's hold on a few messages, so that no two ever work on the same one.

A message is claimed under a lease, in a short transaction. It is marked as handed over in another,
just before the server is given its content, and its outcome is stored in a third; both only under
the lease it was claimed with. So a sender killed at any moment leaves either a message without the
mark, which nobody sent, or a message with it, which may have gone.
"""

import datetime as dt
import logging
import random
import secrets
from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Case, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Now
from django.utils import timezone

from campaign.outbox.models import MailSettings, MessageState, OutgoingMessage, Throttle
from campaign.outbox.registry import council_purposes

logger = logging.getLogger(__name__)

DATABASE_ERRORS = (OperationalError, InterfaceError)
"""Raised while the database is away."""
FIRST_WAIT = settings.OUTBOX_FIRST_WAIT
"""Seconds until the second attempt; each later wait is twice as long."""
LONGEST_WAIT = 4 * 3600
"""Maximum seconds between two attempts."""
MAX_ATTEMPTS = 30
"""Attempts for one message: about four days, as is usual among mail servers."""
LONGEST_REPLY = 2000
"""Maximum characters stored of a server's reply."""


def lease_end() -> Combinable:
    """Return when a lease taken now ends, by the database's clock, which all workers share."""
    return Now() + dt.timedelta(seconds=settings.OUTBOX_LEASE)


def wait_after(attempts: int) -> dt.timedelta:
    """Return how long to wait after ``attempts`` attempts, varied at random by up to half."""
    wait = min(FIRST_WAIT * 2 ** min(attempts - 1, 30), LONGEST_WAIT)
    return dt.timedelta(seconds=wait * random.uniform(0.5, 1.5))


class AttemptResult(NamedTuple):
    """The result of an attempt, and the server's reply."""

    state: MessageState
    reply: str = ""

    def limited(self, message: OutgoingMessage) -> "AttemptResult":
        """Return the outcome for this message once the limit on attempts is applied.

        Email that may go twice is never left unsure; nothing is tried more than MAX_ATTEMPTS times.
        """
        state, reply = self.state, self.reply
        if state == MessageState.UNSURE and message.safe_to_resend:
            state = MessageState.DEFERRED
        if state == MessageState.DEFERRED and message.attempts + 1 >= MAX_ATTEMPTS:
            state, reply = MessageState.FAILED, f"Tried {MAX_ATTEMPTS} times. {reply}"
        return AttemptResult(state, reply)


class Lease:
    """A sender's lease, under a token that nobody else has."""

    def __init__(self) -> None:
        self.token = secrets.token_hex(16)

    def claim(
        self, limit: int, mail_settings: MailSettings, excluding: Collection[int] = ()
    ) -> tuple[list[OutgoingMessage], bool]:
        """Claim up to ``limit`` due messages; return them, and whether others were postponed.

        Messages whose primary keys are in ``excluding`` are left. Email that a person is waiting
        for goes ahead of letters to councils.
        """
        now = timezone.now()
        with transaction.atomic(durable=True):
            overall, limit = self._overall_throttle(limit, mail_settings, now)
            due = self._due(limit, now, excluding, to_council=False)
            if mail_settings.may_mail_councils and len(due) < limit:
                due += self._due(limit - len(due), now, excluding, to_council=True)
            allowed = self._allowed(due, mail_settings)
            claimed = self._throttled(allowed, mail_settings.per_council_an_hour, now)
            OutgoingMessage.objects.filter(pk__in=[message.pk for message in claimed]).update(
                state=MessageState.SENDING, lease=self.token, lease_until=lease_end()
            )
            if overall is not None:
                overall.use_slots(len(claimed), 60 * mail_settings.per_minute, now)
        return claimed, len(claimed) < len(due)

    def mark_data_started(self, message: OutgoingMessage) -> bool:
        """Commit the hand-over mark; return False if the message is no longer ours to send."""
        mine = OutgoingMessage.objects.sending().filter(pk=message.pk, lease=self.token)
        return bool(mine.filter(data_started_at=None).update(data_started_at=timezone.now()))

    def record_outcome(
        self,
        message: OutgoingMessage,
        outcome: AttemptResult,
        *,
        is_test: bool = False,
        callback: bool = True,
    ) -> bool:
        """Store the result of an attempt, and run the callback, in one transaction.

        A late outcome settles a message that was given up as unsure in the meantime. Return False
        if somebody else has decided about it. Without ``callback`` the callback runs later. Safe to
        repeat after a database error.
        """
        outcome = outcome.limited(message)
        now = timezone.now()
        attempts = message.attempts + 1
        message.state, message.outcome_at, message.is_test = outcome.state, now, is_test
        message.server_said = outcome.reply.replace("\0", "")[:LONGEST_REPLY]
        changes = {
            "state": message.state,
            "outcome_at": now,
            "is_test": is_test,
            "server_said": message.server_said,
            "attempts": attempts,
        }
        if outcome.state == MessageState.DEFERRED:
            message.due_at = now + wait_after(attempts)
            changes |= {"due_at": message.due_at, "lease": "", "lease_until": None}
            changes |= {"throttled_until": None, "data_started_at": None}

        def store(callback_pending: bool) -> bool:
            own = OutgoingMessage.objects.filter(
                pk=message.pk,
                lease=self.token,
                state__in=[MessageState.SENDING, MessageState.UNSURE],
            )
            return bool(own.update(**changes, callback_pending=callback_pending))

        if not callback:
            return store(callback_pending=True)
        stored = store_and_call_back(store, message)
        if stored and message.to_council and message.state != MessageState.ACCEPTED:
            OutgoingMessage.objects.settle_by_notice(message.pk)
        return stored

    def release(self) -> None:
        """Put messages not yet handed over back in the queue, as if never claimed."""
        OutgoingMessage.objects.sending().filter(lease=self.token, data_started_at=None).update(
            **BACK_IN_QUEUE
        )

    def renew(self) -> None:
        own = OutgoingMessage.objects.sending().filter(lease=self.token)
        own.update(lease_until=lease_end())

    def _overall_throttle(
        self, limit: int, mail_settings: MailSettings, now: dt.datetime
    ) -> tuple[Throttle | None, int]:
        """Return the throttle for all email, if any, and how many messages it allows now."""
        if not mail_settings.per_minute:
            return None, limit
        overall = Throttle.objects.locked([""])[""]
        return overall, min(limit, overall.free_slots(60 * mail_settings.per_minute, now))

    def _due(
        self, limit: int, now: dt.datetime, excluding: Collection[int], *, to_council: bool
    ) -> list[OutgoingMessage]:
        # Which of two goes first that became due and were queued at once is left to the database.
        due = OutgoingMessage.objects.due(now, to_council).order_by("due_at", "created_at")
        if excluding:
            due = due.exclude(pk__in=excluding)
        return list(due.select_for_update(skip_locked=True)[:limit])

    def _allowed(
        self, messages: list[OutgoingMessage], mail_settings: MailSettings
    ) -> list[OutgoingMessage]:
        """Leave out messages that must not be sent, whatever their rows say.

        These have no content any more, or are for a council while that is not allowed.
        """
        empty = [message.pk for message in messages if not message.content]
        if empty:
            OutgoingMessage.objects.filter(pk__in=empty).update(
                state=MessageState.CANCELLED, outcome_at=timezone.now()
            )
        held_back = []
        if not mail_settings.may_mail_councils:
            held_back = [message.pk for message in messages if message.purpose in council_purposes]
        if held_back:
            OutgoingMessage.objects.filter(pk__in=held_back).update(to_council=True)
        return [message for message in messages if message.pk not in {*empty, *held_back}]

    def _throttled(
        self, messages: list[OutgoingMessage], per_hour: int, now: dt.datetime
    ) -> list[OutgoingMessage]:
        """Give each message a slot in its throttle; postpone and leave out those due later."""
        keys = {message.throttle_key for message in messages if message.throttle_key}
        throttles = Throttle.objects.locked(keys) if keys else {}
        used: set[Throttle] = set()
        allowed: list[int] = []
        postponed: list[OutgoingMessage] = []
        for message in messages:
            throttle = throttles.get(message.throttle_key)
            if not throttle or throttle.is_slot_valid(message.throttled_until, per_hour, now):
                continue
            message.throttled_until = throttle.take_slot(per_hour, now)
            used.add(throttle)
            if message.throttled_until > now:
                message.due_at = message.throttled_until
                postponed.append(message)
            else:
                allowed.append(message.pk)
        for throttle in used:
            throttle.save(update_fields=["used_until"])
        if allowed:
            OutgoingMessage.objects.filter(pk__in=allowed).update(throttled_until=now)
        OutgoingMessage.objects.bulk_update(postponed, ["due_at", "throttled_until"])
        return [message for message in messages if message not in postponed]


BACK_IN_QUEUE: dict[str, Any] = {
    "state": Case(
        When(outcome_at=None, then=Value(MessageState.QUEUED)), default=Value(MessageState.DEFERRED)
    ),
    "lease": "",
    "lease_until": None,
    "data_started_at": None,
}


def take_back(throttle_key: str) -> int:
    """Put messages that are claimed but not handed over back in the queue; return how many."""
    claimed = OutgoingMessage.objects.sending().filter(data_started_at=None)
    return claimed.filter(throttle_key=throttle_key).update(**BACK_IN_QUEUE)


def store_and_call_back(store: Callable[[bool], bool], message: OutgoingMessage) -> bool:
    """Call ``store`` with the value of callback_pending, and run the callback in the same commit.

    ``store`` returns whether the message was still ours. If the callback fails, the outcome is
    stored all the same, since it is true, and the callback runs later.
    """

    def store_and_call() -> bool:
        stored = store(False)
        if stored:
            message.run_callback()
        return stored

    if not message.has_callback:
        return store_and_call()
    try:
        with transaction.atomic():
            return store_and_call()
    except DATABASE_ERRORS:
        raise  # nothing can be stored
    except Exception:
        logger.exception("The callback for %s failed; it will be run again.", message)
        return store(True)
