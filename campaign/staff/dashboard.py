"""What the front page of the admin says of what waits, and of the accounts."""

from django.contrib.auth.models import AnonymousUser, User

from campaign.staff import accounts, second_factor, waiting
from campaign.staff.models import AuditEntry
from campaign.staff.waiting import WaitingItem

FEW_CODES = 3
"""Number of recovery codes below which the dashboard asks for new ones."""
SOURCES = (
    ("tasks.view_task", waiting.task_items),
    ("letters.change_letter", waiting.held_items),
    ("outbox.view_outgoingmessage", waiting.email_items),
    ("asking.add_ask", waiting.ask_items),
    ("supporters.change_update", waiting.update_items),
    ("councils.view_contact", waiting.address_items),
    ("councils.add_signature", waiting.draft_items),
    ("councils.view_signature", waiting.fact_items),
    ("councils.view_contact", waiting.contact_items),
    ("councils.view_council", waiting.council_items),
    ("councils.view_council", waiting.running_items),
    ("councils.view_council", waiting.record_items),
)
"""What may wait, the most urgent first, with the permission needed to see it."""


def waiting_items(user: User | AnonymousUser) -> list[WaitingItem]:
    """Return the items waiting for staff that ``user`` may see, the most urgent first."""
    return [
        item
        for permission, items in SOURCES
        if user.has_perm(permission)
        for item in items()
        if item.count
    ]


def account_warnings(user: User | AnonymousUser) -> list[str]:
    """Return warnings, in sentences, on the user's own account and, for administrators, on all."""
    warnings = []
    if isinstance(user, User) and not second_factor.has_factor(user):
        warnings.append("You have no second factor: set one up, so that a password is not enough.")
    elif isinstance(user, User) and second_factor.codes_left(user) < FEW_CODES:
        warnings.append("You have few recovery codes left, or none: make new ones.")
    if not user.is_superuser:
        return warnings
    if accounts.administrators().count() < 2:
        warnings.append(
            "There is one administrator. If you lose your phone, only somebody on the server"
            " can let you in: make a second account an administrator."
        )
    for account, failures in AuditEntry.objects.runs_of_failures():
        warnings.append(
            f"{failures} tries to sign in as {account} failed in the last 24 hours. Ask whose they"
            " were."
        )
    return warnings
