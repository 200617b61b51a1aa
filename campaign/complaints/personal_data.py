"""What we hold of somebody who complained: found, exported, erased."""

from typing import Any

from campaign.complaints.models import Complaint

FIELDS = ("complaints.Complaint.name", "complaints.Complaint.email")
"""The fields with whose rows this room finds, exports and erases a person."""


def find(email: str) -> dict[str, int]:
    return {"complaints": Complaint.objects.for_email(email).count()}


def export(email: str) -> dict[str, list[dict[str, Any]]]:
    found = Complaint.objects.for_email(email).select_related("council").order_by("received_at")
    return {
        "complaints": [
            {
                "number": one.number,
                "about": one.council.name if one.council else "",
                "text": one.text,
                "name": one.name,
                "email": one.email,
                "sent": one.received_at.isoformat(),
                "what came of it": one.outcome,
            }
            for one in found
        ]
    }


def erase(email: str) -> dict[str, int]:
    return {"complaints": Complaint.objects.for_email(email).erase()}
