"""Mail that came in from or about one person: found, exported, erased."""

from campaign.inbox.models import IncomingMessage


def find(email: str) -> dict[str, int]:
    return {"mails that came in": IncomingMessage.objects.of(email).count()}


def export(email: str) -> dict[str, list]:
    return {
        "mails that came in": [
            {
                "what": mail.get_kind_display(),
                "received": mail.received_at.isoformat(),
                "from": mail.sender,
                "subject": mail.subject,
                "text": mail.text,
                "the server said": mail.said,
            }
            for mail in IncomingMessage.objects.of(email).order_by("received_at")
        ]
    }


def erase(email: str) -> dict[str, int]:
    _, deleted = IncomingMessage.objects.of(email).delete()
    return {"mails that came in": deleted.get("inbox.IncomingMessage", 0)}
