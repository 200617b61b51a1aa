"""Anna, and the emails she gets."""

import email
import email.policy
import re
from email.message import EmailMessage

from campaign.outbox.models import OutgoingMessage

SHEFFIELD = "/alerts/?council=sheffield"
ANNA = "anna@supporter.example"


def emails(**which: str) -> list[EmailMessage]:
    """Return the emails in the outbox as Python reads them, oldest first."""
    rows = OutgoingMessage.objects.filter(**which).order_by("id")
    return [
        email.message_from_bytes(bytes(row.content), policy=email.policy.default) for row in rows
    ]


def path_in(message: EmailMessage, part: str) -> str:
    """Return the path of a link in an email."""
    text = message.get_content()
    return re.search(rf"https?://[^/\s]+(/alerts/{part}/\S+)", text)[1]
