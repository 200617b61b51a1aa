"""Act on refusals and bounces of, and complaints about, our emails to people."""

from campaign.inbox.parsed_mail import MailKind, ParsedMail
from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.supporters.models import SuppressionReason
from campaign.supporters.suppression import delete_wishes_of, is_bad_address, suppress_address


def refused(message: OutgoingMessage) -> None:
    """Delete what a mailbox asked for that the server says does not exist, as after a bounce.

    Called in the transaction that stores the outcome of a message.
    """
    if message.state == MessageState.FAILED and is_bad_address(message.server_said):
        delete_wishes_of(message.recipient)


def arrived(message: OutgoingMessage, mail: ParsedMail) -> None:
    """Delete wishes of a mailbox that is gone; never write again to whoever reports us as spam.

    Called in the transaction that stores the incoming email.
    """
    if mail.kind == MailKind.COMPLAINT:
        suppress_address(message.recipient, SuppressionReason.COMPLAINED)
    elif mail.kind == MailKind.BAD_ADDRESS:
        delete_wishes_of(message.recipient)
