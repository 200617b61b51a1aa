"""What any worker repairs now and then: abandoned messages, missed callbacks, impossible times."""

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
from campaign.outbox.models import MailSettings, OutgoingMessage, State, Throttle
from campaign.outbox.models.queryset import OutgoingMessageQuerySet

CLOCK_TOLERANCE = dt.timedelta(minutes=1)
"""By how much the clocks of web servers and workers may differ."""


def run_missed_callbacks() -> None:
    """Run the callbacks that failed when the outcome was stored."""
    for message in OutgoingMessage.objects.filter(callback_pending=True)[:100]:
        pending = OutgoingMessage.objects.filter(pk=message.pk, callback_pending=True)
        store_and_call_back(store_into(pending), message)


def store_into(messages: OutgoingMessageQuerySet, **changes: object) -> Callable[[bool], bool]:
    """Return the function that stores these changes, and whether a callback is pending."""
    return lambda callback_pending: bool(
        messages.update(**changes, callback_pending=callback_pending)
    )


def recover_abandoned(own_leases: Callable[[], set[str]] = set, *, is_alone: bool = False) -> int:
    """Settle messages whose sender is gone; return how many.

    Without the hand-over mark nobody sent them, and they go back in the queue; so do those that may
    safely go twice. The rest are unsure. ``own_leases`` returns the leases of this very process,
    whose messages are left alone; ``is_alone`` says that no other process can be at work (SQLite),
    so that no lease needs to have ended.
    """
    abandoned = OutgoingMessage.objects.sending()
    if not is_alone:
        abandoned = abandoned.filter(lease_until__lt=Now())
    messages = list(abandoned.order_by("pk")[:1000])
    own = own_leases()  # asked now: what was claimed before is either here or done with
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
    """Store that nobody knows. The lease stays: its sender may only be late, and settle it yet.

    A notice may have come in before: then it did go.
    """
    message.state, message.outcome_at = State.UNSURE, timezone.now()
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
    """Bring forward what waits for a time that only a wrong clock can have set; return how many.

    A clock that ran ahead when messages were queued, and was then corrected, would hold them back
    for as long as it was wrong. This clock may still be ahead, so what is brought forward becomes
    due at a time in its own past: by "now" it would wait again once the clock is put right.
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
    too_late = OutgoingMessage.objects.due_after(latest).filter(state=State.DEFERRED)
    corrected += too_late.exclude(throttled_until__gt=now).update(due_at=F("outcome_at"))
    return corrected + correct_throttles(now)


def correct_throttles(now: dt.datetime) -> int:
    """Give messages new slots where theirs are later than so many can be; return how many.

    A clock that ran ahead takes slots there, and whoever comes later takes those behind them.
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
            # As if a burst had just gone: it may have, and cancelled letters leave gaps.
            throttle.used_until = throttle.latest_slot(0, per_hour, now)
            throttle.save(update_fields=["used_until"])
    return corrected
