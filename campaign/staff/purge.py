"""Delete old entries of the audit log."""

import datetime as dt

from campaign.staff.models import AuditEntry


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete entries past their retention; return how many. Safe to repeat."""
    deleted, _ = AuditEntry.objects.past_keeping(now).delete()
    return {"entries of the audit log": deleted}
