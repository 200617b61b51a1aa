"""The nightly purge of incoming emails: each goes with the text of the message it is about."""

import datetime as dt

from campaign.inbox.models import IncomingMessage


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete emails that are past their time; return how many. Safe to repeat."""
    _, deleted = IncomingMessage.objects.expired(now).delete()
    return {"incoming emails": deleted.get("inbox.IncomingMessage", 0)}
