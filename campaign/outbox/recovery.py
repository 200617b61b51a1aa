"""Repairs that workers make regularly: abandoned messages, and missed callbacks."""

from collections.abc import Callable

from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from campaign.outbox.lease import (
    BACK_IN_QUEUE,
    MAX_ATTEMPTS,
    store_and_call_back,
)
from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.outbox.models.queryset import OutgoingMessageQuerySet


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
