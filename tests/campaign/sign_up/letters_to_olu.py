"""The emails that Olu gets."""

import email
import email.policy

from campaign.outbox.models import OutgoingMessage


def letters_to_olu() -> list[str]:
    """Return the text of each, on one line, oldest first."""
    rows = OutgoingMessage.objects.filter(purpose="sign_up").order_by("id")
    mails = [
        email.message_from_bytes(bytes(row.content), policy=email.policy.default) for row in rows
    ]
    return [" ".join(mail.get_content().split()) for mail in mails]


def last_letter() -> str:
    return letters_to_olu()[-1]
