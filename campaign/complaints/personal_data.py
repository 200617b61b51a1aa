"""Export and erase the complaints of one person, and delete old ones."""

import datetime as dt
from typing import Any

from campaign.complaints.models import Complaint

FIELDS = ("complaints.Complaint.name", "complaints.Complaint.email")
"""The fields that identify a person: this app exports and erases their rows."""


def export(email: str) -> dict[str, list[dict[str, Any]]]:
    complaints = Complaint.objects.for_email(email).select_related("council")
    return {
        "complaints": [
            {
                "number": complaint.number,
                "about": complaint.council.name if complaint.council else "",
                "text": complaint.text,
                "name": complaint.name,
                "email": complaint.email,
                "sent": complaint.received_at.isoformat(),
                "what came of it": complaint.outcome,
            }
            for complaint in complaints.order_by("received_at")
        ]
    }


def erase(email: str) -> dict[str, int]:
    return {"complaints": Complaint.objects.for_email(email).erase()}


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete complaints past their retention; return how many. Safe to repeat."""
    return {"complaints": Complaint.objects.expired(now).erase()}
