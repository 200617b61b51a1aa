"""What comes back of mail to supporters."""

from campaign.inbox.arrival import Arrival, Kind
from campaign.outbox.models import Message
from campaign.supporters.do_not_write import known_by_any_key, never_write_to, stop_alerts
from campaign.supporters.models import Why


def arrived(message: Message, arrival: Arrival) -> None:
    """Stop what cannot arrive, and never again write to who reports our mail as spam."""
    if arrival.kind == Kind.COMPLAINT:
        never_write_to(message.recipient, Why.COMPLAINED)
    elif arrival.kind == Kind.PERMANENT:
        for digest in known_by_any_key(message.recipient):
            stop_alerts(digest)
