"""What is forgotten of supporters: alerts that nobody confirmed, and those kept as long as said."""

import datetime as dt

from campaign import retention
from campaign.outbox.models import OutgoingMessage, State
from campaign.outbox.models.message import SETTLED
from campaign.supporters.models import Alert


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete alerts whose time is over, and return how many. Safe to repeat."""
    settled = OutgoingMessage.objects.filter(state__in=[*SETTLED, State.UNSURE])
    told = settled.filter(purpose="alert", outcome_at__lte=now - retention.TOLD)
    return {
        "alerts": Alert.objects.over(now).erase(),
        "mails that told of a signature": told.erase(),
    }
