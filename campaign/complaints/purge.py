"""What is forgotten of whoever complained."""

import datetime as dt

from campaign.complaints.models import Complaint


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete complaints answered as long ago as we say; return how many. Safe to repeat."""
    return {"complaints": Complaint.objects.expired(now).erase()}
