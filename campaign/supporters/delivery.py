"""What the outbox reports of our emails about alerts."""

from campaign.inbox.bounces import mailbox_refusal
from campaign.inbox.parsed_mail import MailKind
from campaign.outbox.models import OutgoingMessage, State
from campaign.supporters.suppression import delete_alerts_to


def record(message: OutgoingMessage) -> None:
    """Delete the alerts of a mailbox that the server says does not exist, as after a bounce.

    Called in the transaction that stores the outcome of a message.
    """
    if message.state != State.FAILED:
        return
    refusal = mailbox_refusal(message.server_said)
    if refusal and refusal[0] == MailKind.BAD_ADDRESS:
        delete_alerts_to(message.recipient)
