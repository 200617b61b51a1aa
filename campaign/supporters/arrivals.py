"""What comes back of mail to supporters."""

from campaign.inbox.arrival import Arrival, Kind
from campaign.outbox.models import Message
from campaign.supporters.do_not_write import never_write_to, stop_alerts_to
from campaign.supporters.models import Why


def arrived(message: Message, arrival: Arrival) -> None:
    """Stop what cannot arrive, and never again write to who reports our mail as spam."""
    if arrival.kind == Kind.COMPLAINT:
        never_write_to(message.recipient, Why.COMPLAINED)
    elif arrival.kind == Kind.PERMANENT:
        stop_alerts_to(message.recipient)
