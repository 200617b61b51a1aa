"""What comes back of mail to supporters."""

from campaign.inbox.parsed_mail import Arrival, Kind
from campaign.outbox.models import OutgoingMessage
from campaign.supporters.models import Why
from campaign.supporters.suppression import never_write_to, stop_alerts_to


def arrived(message: OutgoingMessage, arrival: Arrival) -> None:
    """Stop what cannot arrive, and never again write to who reports our mail as spam."""
    if arrival.kind == Kind.COMPLAINT:
        never_write_to(message.recipient, Why.COMPLAINED)
    elif arrival.kind == Kind.PERMANENT:
        stop_alerts_to(message.recipient)
