"""Export and erase email to a person or sent on their behalf."""

import email.policy
from email import message_from_bytes
from typing import Any

from campaign.outbox.models import OutgoingMessage

FIELDS = ("outbox.OutgoingMessage.recipient", "outbox.OutgoingMessage.on_behalf")
"""The fields that identify a person: this app exports and erases their rows."""

HEADING = "emails that went out"


def export(address: str) -> dict[str, list[dict[str, Any]]]:
    messages = OutgoingMessage.objects.for_email(address).order_by("created_at")
    return {HEADING: [as_data(message) for message in messages]}


def erase(address: str) -> dict[str, int]:
    return {HEADING: OutgoingMessage.objects.for_email(address).erase()}


def as_data(message: OutgoingMessage) -> dict[str, Any]:
    """Return the data of an email for export: what it was, its outcome and its text."""
    parsed = message_from_bytes(bytes(message.content), policy=email.policy.default)
    text = parsed.get_body(preferencelist=("plain",)) if message.content else None
    return {
        "what": message.purpose,
        "to": message.recipient,
        "written": message.created_at.isoformat(),
        "state": message.get_state_display(),
        "since": message.outcome_at and message.outcome_at.isoformat(),
        "the server said": message.server_said,
        "subject": str(parsed["Subject"] or ""),
        "text": text.get_content().replace("\r\n", "\n") if text else "",
    }
