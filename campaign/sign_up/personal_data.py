"""Export and erase the messages of one council officer, and delete old ones."""

import datetime as dt
from typing import Any

from campaign.sign_up.models import SignUp

FIELDS = ("sign_up.SignUp.officer", "sign_up.SignUp.email", "sign_up.SignUp.letter_email")
"""The fields that identify a person: this app exports and erases their rows."""
KIND = "messages from councils"
TOLD = (
    *("text", "commitment", "day", "evidence", "link", "reply", "reply_link"),
    *("letter_wish", "letters_a_day", "letter_email", "officer", "role", "email"),
)


def export(email: str) -> dict[str, list[dict[str, Any]]]:
    sign_ups = SignUp.objects.for_email(email).select_related("council").order_by("requested_at")
    return {
        KIND: [
            {
                "council": sign_up.council.name,
                "what": sign_up.get_kind_display(),
                **{name: getattr(sign_up, name) for name in TOLD},
                "sent": sign_up.requested_at.isoformat(),
                "confirmed": sign_up.confirmed_at.isoformat() if sign_up.confirmed_at else None,
                "decision": sign_up.get_outcome_display(),
            }
            for sign_up in sign_ups
        ]
    }


def erase(email: str) -> dict[str, int]:
    return {KIND: SignUp.objects.for_email(email).erase()}


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete messages past their retention; return how many. Safe to repeat."""
    return {KIND: SignUp.objects.expired(now).erase()}
