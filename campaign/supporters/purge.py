"""What supporters' data the nightly purge deletes."""

import datetime as dt

from campaign import retention
from campaign.outbox.models import SETTLED, MessageState, OutgoingMessage
from campaign.supporters.models import Alert, Subscription


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete expired wishes and old emails about them; return how many of each. Safe to repeat."""
    settled = OutgoingMessage.objects.filter(state__in=[*SETTLED, MessageState.UNSURE])
    settled = settled.filter(outcome_at__lte=now - retention.TOLD)
    return {
        "alerts": Alert.objects.expired(now).erase(),
        "subscriptions to updates": Subscription.objects.expired(now).erase(),
        "emails that told of a signature": settled.filter(purpose="alert").erase(),
        "copies of updates": settled.filter(purpose="update").erase(),
    }
