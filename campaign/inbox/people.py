"""Mail that came in from or about one person: found, exported, erased."""

from campaign.inbox.models import Received


def find(email: str) -> dict[str, int]:
    return {"mails that came in": Received.objects.of(email).count()}


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
            for mail in Received.objects.of(email).order_by("received_at")
        ]
    }


def erase(email: str) -> dict[str, int]:
    _, deleted = Received.objects.of(email).delete()
    return {"mails that came in": deleted.get("inbox.Received", 0)}
