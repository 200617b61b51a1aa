"""Delete old complaints."""

import datetime as dt

from campaign.complaints.models import Complaint


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete complaints past their retention; return how many. Safe to repeat."""
    return {"complaints": Complaint.objects.expired(now).erase()}
