"""Settle email that was in progress when a restored backup was made."""

import datetime as dt

from django.utils import timezone

from campaign.outbox.models import MessageState, OutgoingMessage

REASON = (
    "It had not left when the backup of {time} was made, which was restored since:"
    " it may have gone in between."
)


def settle(now: dt.datetime, made_at: dt.datetime) -> dict[str, int]:
    """Mark email that had not left as unsure, so that none goes twice; staff settle each one."""
    reason = REASON.format(time=f"{timezone.localtime(made_at):%Y-%m-%d %H:%M}")
    messages = list(OutgoingMessage.objects.not_left().defer("content").order_by("pk"))
    for message in messages:
        message.state = MessageState.UNSURE
        message.outcome_at = now
        message.server_said = reason
        message.save(update_fields=["state", "outcome_at", "server_said"])
        message.tell_subject()
    return {"emails that may have gone: unsure": len(messages)}
