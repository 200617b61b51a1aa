"""What is forgotten of mail that came in: each, with the words of the mail it is about."""

import datetime as dt

from campaign.inbox.models import IncomingMessage


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete mail whose words are no longer kept, and return how many. Safe to repeat."""
    _, deleted = IncomingMessage.objects.past_keeping(now).delete()
    return {"mails that came in": deleted.get("inbox.IncomingMessage", 0)}
