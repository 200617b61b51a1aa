"""Repairs that workers make regularly: abandoned messages, missed callbacks, wrong times."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from campaign.outbox.lease import (
    BACK_IN_QUEUE,
    LONGEST_WAIT,
    MAX_ATTEMPTS,
    store_and_call_back,
)
from campaign.outbox.models import MailSettings, MessageState, OutgoingMessage, Throttle
from campaign.outbox.models.queryset import OutgoingMessageQuerySet

CLOCK_TOLERANCE = dt.timedelta(minutes=1)
"""How far the clocks of web servers and workers may differ."""


def run_missed_callbacks() -> None:
    """Run the callbacks that failed when the outcome was stored."""
    for message in OutgoingMessage.objects.filter(callback_pending=True)[:100]:
        pending = OutgoingMessage.objects.filter(pk=message.pk, callback_pending=True)
        store_and_call_back(store_into(pending), message)


def store_into(messages: OutgoingMessageQuerySet, **changes: object) -> Callable[[bool], bool]:
    """Return a function that stores these changes, given whether a callback is pending."""
    return lambda callback_pending: bool(
        messages.update(**changes, callback_pending=callback_pending)
    )


def recover_abandoned(own_leases: Callable[[], set[str]] = set, *, is_alone: bool = False) -> int:
    """Settle messages whose sender is gone; return how many.

    Messages without the hand-over mark were not sent, and go back in the queue, as do those that
    may safely go twice. All others become unsure. ``own_leases`` returns the leases of this
    process, whose messages are left alone; ``is_alone`` says that no other process can be running
    (SQLite), so that leases need not have expired.
    """
    abandoned = OutgoingMessage.objects.sending()
    if not is_alone:
        abandoned = abandoned.filter(lease_until__lt=Now())
    messages = list(abandoned.order_by("pk")[:1000])
    own = own_leases()  # read only now: a message claimed before is either in here or settled
    recovered = 0
    for message in messages:
        if message.lease in own:
            continue
        rows = abandoned.filter(pk=message.pk, lease=message.lease)
        if message.data_started_at is None:
            recovered += rows.filter(data_started_at=None).update(**BACK_IN_QUEUE)
        elif message.safe_to_resend and message.attempts < MAX_ATTEMPTS:
            recovered += rows.update(**BACK_IN_QUEUE, attempts=F("attempts") + 1)
        else:
            recovered += mark_unsure(rows, message)
    return recovered


def mark_unsure(rows: OutgoingMessageQuerySet, message: OutgoingMessage) -> bool:
    """Mark a message as unsure. Its lease stays, as a late sender may still settle it.

    If a notice has come in already, the message did go, and is settled as sent.
    """
    message.state, message.outcome_at = MessageState.UNSURE, timezone.now()
    message.server_said = (
        "The worker stopped after it had begun to hand over the text, before it could store what"
        " the server said."
    )
    message.attempts += 1
    fields = ["state", "outcome_at", "server_said", "attempts"]
    changes = {field: getattr(message, field) for field in fields}
    is_unsure = store_and_call_back(store_into(rows, **changes), message)
    OutgoingMessage.objects.settle_by_notice(message.pk)
    return is_unsure


def correct_times() -> int:
    """Bring forward messages due at a time only a wrong clock can have set; return how many.

    A clock that ran ahead when messages were queued, and was then corrected, would hold them back
    for as long as it was wrong. This clock may still be ahead, so they become due at a time in
    their own past: if due "now", they would wait again once the clock is corrected.
    """
    now = timezone.now()
    queued_ahead = OutgoingMessage.objects.due_after(now).filter(
        created_at__gt=now + CLOCK_TOLERANCE
    )
    corrected = queued_ahead.filter(throttled_until__gt=now).update(
        created_at=now, due_at=now, throttled_until=None
    )
    corrected += queued_ahead.update(due_at=F("due_at") - (F("created_at") - now), created_at=now)
    deferred_ahead = OutgoingMessage.objects.due_after(now).filter(
        outcome_at__gt=now + CLOCK_TOLERANCE
    )
    corrected += deferred_ahead.update(due_at=now, outcome_at=now)
    latest = now + dt.timedelta(seconds=1.5 * LONGEST_WAIT) + CLOCK_TOLERANCE
    too_late = OutgoingMessage.objects.due_after(latest).filter(state=MessageState.DEFERRED)
    corrected += too_late.exclude(throttled_until__gt=now).update(due_at=F("outcome_at"))
    return corrected + correct_throttles(now)


def correct_throttles(now: dt.datetime) -> int:
    """Give new slots to messages whose slots are impossibly late; return how many.

    A clock that ran ahead takes slots in the future, and later messages then queue behind them.
    """
    per_hour, corrected = MailSettings.current().per_council_an_hour, 0
    ahead = OutgoingMessage.objects.throttled_by_key(now)
    throttles = Throttle.objects.for_councils()
    for throttle in throttles.filter(Q(used_until__gt=now) | Q(key__in=ahead)):
        waiting, last = ahead.get(throttle.key, (0, now))
        latest = throttle.latest_slot(waiting, per_hour, now) + CLOCK_TOLERANCE
        if max(throttle.used_until or now, last) <= latest:
            continue
        with transaction.atomic():  # messages first, as in a claim, to avoid a deadlock
            messages = OutgoingMessage.objects.waiting().filter(throttle_key=throttle.key)
            messages = messages.filter(throttled_until__gt=now)
            corrected += messages.update(throttled_until=None, due_at=F("created_at"))
            # As if a burst had just been sent: it may have been, and cancelled letters leave gaps.
            throttle.used_until = throttle.latest_slot(0, per_hour, now)
            throttle.save(update_fields=["used_until"])
    return corrected
