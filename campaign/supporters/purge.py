"""What supporters' data the nightly purge deletes."""

import datetime as dt

from campaign import retention
from campaign.outbox.models import SETTLED, OutgoingMessage, State
from campaign.supporters.models import Alert


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete expired alerts and old alert emails; return how many of each. Safe to repeat."""
    settled = OutgoingMessage.objects.filter(state__in=[*SETTLED, State.UNSURE])
    old_alerts = settled.filter(purpose="alert", outcome_at__lte=now - retention.TOLD)
    return {
        "alerts": Alert.objects.expired(now).erase(),
        "emails that told of a signature": old_alerts.erase(),
    }
