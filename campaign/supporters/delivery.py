"""What became of a mail about an alert, as the outbox tells it.

Settings name this function; it is called in the transaction that stores the outcome.
"""

from campaign.inbox.bounces import refused_mailbox
from campaign.inbox.parsed_mail import Kind
from campaign.outbox.models import OutgoingMessage, State
from campaign.supporters.suppression import stop_alerts_to


def record(message: OutgoingMessage) -> None:
    """Stop the alerts of a mailbox that the server says does not exist, as a bounce does."""
    if message.state != State.FAILED:
        return
    refused = refused_mailbox(message.server_said)
    if refused and refused[0] == Kind.PERMANENT:
        stop_alerts_to(message.recipient)
