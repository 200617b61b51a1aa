"""What other rooms leave in the audit log."""

from campaign.staff.models import AuditEntry


def note_import(by: str, text: str) -> None:
    """Note that ``by`` took a list in, or undid one: what it was, and how many facts."""
    AuditEntry.objects.record(AuditEntry.Kind.IMPORT, account=by, text=text)
