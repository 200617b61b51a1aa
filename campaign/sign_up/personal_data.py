"""What we hold of an officer of a council: found, exported, erased."""

from typing import Any

from campaign.sign_up.models import SignUp

FIELDS = ("sign_up.SignUp.officer", "sign_up.SignUp.email")
"""The fields with whose rows this room finds, exports and erases a person."""
KIND = "messages from councils"
TOLD = (
    *("text", "commitment", "day", "evidence", "link", "reply", "reply_link"),
    *("officer", "role", "email"),
)


def find(email: str) -> dict[str, int]:
    return {KIND: SignUp.objects.for_email(email).count()}


def export(email: str) -> dict[str, list[dict[str, Any]]]:
    found = SignUp.objects.for_email(email).select_related("council").order_by("requested_at")
    return {
        KIND: [
            {
                "council": one.council.name,
                "what": one.get_kind_display(),
                **{name: getattr(one, name) for name in TOLD},
                "sent": one.requested_at.isoformat(),
                "confirmed": one.confirmed_at.isoformat() if one.confirmed_at else None,
                "decision": one.get_outcome_display(),
            }
            for one in found
        ]
    }


def erase(email: str) -> dict[str, int]:
    return {KIND: SignUp.objects.for_email(email).erase()}
