"""What is forgotten of supporters: alerts that nobody confirmed, and those kept as long as said."""

import datetime as dt

from campaign.supporters.models import Alert


def forget(now: dt.datetime) -> dict[str, int]:
    """Delete alerts whose time is over, and return how many. Safe to repeat."""
    deleted, _ = Alert.objects.over(now).delete()
    return {"alerts": deleted}
