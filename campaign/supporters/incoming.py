"""Act on bounces of, and complaints about, our emails to people."""

from campaign.inbox.parsed_mail import MailKind, ParsedMail
from campaign.outbox.models import OutgoingMessage
from campaign.supporters.models import SuppressionReason
from campaign.supporters.suppression import delete_wishes_of, suppress_address


def arrived(message: OutgoingMessage, mail: ParsedMail) -> None:
    """Delete wishes of a mailbox that is gone; never write again to whoever reports us as spam.

    Called in the transaction that stores the incoming email.
    """
    if mail.kind == MailKind.COMPLAINT:
        suppress_address(message.recipient, SuppressionReason.COMPLAINED)
    elif mail.kind == MailKind.BAD_ADDRESS:
        delete_wishes_of(message.recipient)
