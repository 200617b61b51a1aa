"""Settle email that was in progress when a restored backup was made."""

import datetime as dt

from django.db.models import F
from django.utils import timezone

from campaign.ledger.ledger import Hashes, Noted, day_of
from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.purposes import NEVER_HELD
from councils.dates import midnight

REASON = (
    "It had not left when the backup of {time} was made, which was restored since:"
    " it may have gone in between."
)


def settle(now: dt.datetime, made_at: dt.datetime) -> dict[str, int]:
    """Mark email that had not left as unsure, so that none goes twice; staff settle each one.

    Alarms, helplines and emails about the site's health go once more, unless the ledger says that
    they have left: twice does no harm, and for a child never may.
    """
    reason = REASON.format(time=f"{timezone.localtime(made_at):%Y-%m-%d %H:%M}")
    not_left = OutgoingMessage.objects.not_left().defer("content").order_by("pk")
    once_more = not_left.filter(purpose__in=NEVER_HELD).update(
        state=MessageState.QUEUED,
        due_at=now,
        attempts_before=F("attempts"),
        data_started_at=None,
        outcome_at=None,
    )
    messages = list(not_left.exclude(purpose__in=NEVER_HELD))
    for message in messages:
        message.state = MessageState.UNSURE
        message.outcome_at = now
        message.server_said = reason
        message.save(update_fields=["state", "outcome_at", "server_said"])
        message.tell_subject()
    return {
        "emails that may have gone: unsure": len(messages),
        "alarms, helplines and emails about the site: sent once more": once_more,
    }


def left_before(hashes: Hashes) -> int:
    """Note as sent the alarms and helplines that the ledger knows to have left; return how many.

    It knows the day. They leave within seconds, so the time is that when they were queued.
    """
    left = 0
    for message in OutgoingMessage.objects.not_left().filter(purpose__in=NEVER_HELD):
        day = day_of(Noted.SENT, message.message_id, hashes)
        if day is None:
            continue
        at = max(message.created_at, midnight(day))
        message.as_rows().update(state=MessageState.ACCEPTED, outcome_at=at)
        left += 1
    return left
