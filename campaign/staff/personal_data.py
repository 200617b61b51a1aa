"""Export and erase the data of a member of staff, and delete what is past its time.

An account must be disabled before it is erased, with its lines in the audit log. Then its name is
deleted, and the record keeps what it did without the name.
"""

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from campaign.staff import roles
from campaign.staff.models import AuditEntry

FIELDS = (
    "auth.User.username",
    "auth.User.first_name",
    "auth.User.last_name",
    "auth.User.email",
    "staff.AuditEntry.account",
)
"""The fields that identify a person: this app exports and erases their rows."""
ACCOUNTS = "staff accounts"
ENTRIES = "entries of the audit log"


def accounts_of(email: str) -> QuerySet[User]:
    return User.objects.filter(Q(username__iexact=email) | Q(email__iexact=email))


def export(email: str) -> dict[str, list[dict[str, Any]]]:
    entries = AuditEntry.objects.filter(account__iexact=email)
    exported = {
        ACCOUNTS: [
            {
                "name": user.get_full_name(),
                "email": user.get_username(),
                "roles": ", ".join(roles.of(user)),
                "can sign in": "yes" if user.is_active else "no",
                "since": user.date_joined.isoformat(),
            }
            for user in accounts_of(email)
        ],
        ENTRIES: [
            {"at": entry.at.isoformat(), "what": entry.get_kind_display(), "more": entry.text}
            for entry in entries
        ],
    }
    return {kind: rows for kind, rows in exported.items() if rows}


def erase(email: str) -> dict[str, int]:
    if accounts_of(email).filter(is_active=True).exists():  # nobody erases what they did here
        return {ACCOUNTS: 0, ENTRIES: 0}
    entries, _ = AuditEntry.objects.filter(account__iexact=email).delete()
    disabled = list(accounts_of(email).filter(is_active=False))
    for user in disabled:
        user.username, user.email = f"former-{user.pk}", ""
        user.first_name = user.last_name = ""
        user.set_unusable_password()
        user.save()
    return {ACCOUNTS: len(disabled), ENTRIES: entries}


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete entries of the audit log past their retention; return how many. Safe to repeat."""
    deleted, _ = AuditEntry.objects.past_keeping(now).delete()
    return {ENTRIES: deleted}
