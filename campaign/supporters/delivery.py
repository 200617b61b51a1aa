"""What the outbox reports of our emails to supporters."""

from campaign.outbox.models import OutgoingMessage, State
from campaign.supporters.suppression import delete_wishes_of, is_bad_address


def record(message: OutgoingMessage) -> None:
    """Delete what a mailbox asked for that the server says does not exist, as after a bounce.

    Called in the transaction that stores the outcome of a message.
    """
    if message.state != State.FAILED:
        return
    if is_bad_address(message.server_said):
        delete_wishes_of(message.recipient)
