"""What is forgotten of what visitors told us: each message with whom it is from."""

import datetime as dt

from campaign.tips.models import Tip


def forget(now: dt.datetime) -> dict[str, int]:
    """Delete messages kept as long as we say, and return how many. Safe to repeat."""
    deleted, _ = Tip.objects.past_keeping(now).delete()
    return {"messages from visitors": deleted}
