"""Export and erase the incoming emails from or about one person."""

from campaign.inbox.models import IncomingMessage

FIELDS = ("inbox.IncomingMessage.sender",)
"""The fields with whose rows this room exports and erases a person."""


def export(email: str) -> dict[str, list[dict[str, str]]]:
    return {
        "incoming emails": [
            {
                "what": mail.get_kind_display(),
                "received": mail.received_at.isoformat(),
                "from": mail.sender,
                "subject": mail.subject,
                "text": mail.text,
                "the server said": mail.diagnostic,
            }
            for mail in IncomingMessage.objects.for_email(email).order_by("received_at")
        ]
    }


def erase(email: str) -> dict[str, int]:
    _, deleted = IncomingMessage.objects.for_email(email).delete()
    return {"incoming emails": deleted.get("inbox.IncomingMessage", 0)}
