"""Turn officers' replies to our emails into tasks."""

from campaign.inbox.parsed_mail import MailKind, ParsedMail
from campaign.outbox.models import OutgoingMessage
from campaign.sign_up.models import SignUp
from campaign.supporters.models import SuppressionReason
from campaign.supporters.suppression import suppress_address


def arrived(message: OutgoingMessage, mail: ParsedMail) -> None:
    """Make an officer's reply a task. Called in the transaction that stores the email."""
    if mail.kind == MailKind.COMPLAINT:
        suppress_address(message.recipient, SuppressionReason.COMPLAINED)
        return
    sign_up: SignUp | None = message.subject
    if sign_up is None or not sign_up.confirmed_at:
        return
    if mail.kind == MailKind.ANSWER:
        sign_up.add_task(f"The officer answered:\n\n{mail.text}")
    elif mail.is_bounce and not sign_up.decided_at:
        sign_up.add_task("Our email to the officer came back.")
