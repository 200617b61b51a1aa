"""Incoming emails that the nightly purge deletes: each with the words of its message."""

import datetime as dt

from campaign.inbox.models import IncomingMessage


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete emails whose words we no longer keep; return how many. Safe to repeat."""
    _, deleted = IncomingMessage.objects.expired(now).delete()
    return {"incoming emails": deleted.get("inbox.IncomingMessage", 0)}
