"""Mail to one person, or sent on their behalf: found, exported, erased."""

import email.policy
from email import message_from_bytes

from campaign.outbox.models import OutgoingMessage


def find(email: str) -> dict[str, int]:
    return {"mails that went out": OutgoingMessage.objects.for_email(email).count()}


def export(email: str) -> dict[str, list]:
    mails = OutgoingMessage.objects.for_email(email).order_by("created_at")
    return {"mails that went out": [as_data(message) for message in mails]}


def erase(email: str) -> dict[str, int]:
    return {"mails that went out": OutgoingMessage.objects.for_email(email).erase()}


def as_data(message: OutgoingMessage) -> dict:
    """Return a mail as its person may have it: what it was, what became of it, its words."""
    sent = message_from_bytes(bytes(message.content), policy=email.policy.default)
    text = sent.get_body(preferencelist=("plain",)) if message.content else None
    return {
        "what": message.purpose,
        "to": message.recipient,
        "written": message.created_at.isoformat(),
        "state": message.get_state_display(),
        "since": message.outcome_at and message.outcome_at.isoformat(),
        "the server said": message.server_said,
        "subject": str(sent["Subject"] or ""),
        "text": text.get_content().replace("\r\n", "\n") if text else "",
    }
