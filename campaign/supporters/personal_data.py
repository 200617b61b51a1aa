"""Export and erase what we hold of one person as a supporter."""

from campaign.supporters import consent
from campaign.supporters.models import Alert, Basis, OptIn, Subscription, SuppressedAddress
from campaign.supporters.suppression import address_hashes, delete_wishes_of

FIELDS = (
    "supporters.Alert.email",
    "supporters.Alert.address_hash",
    "supporters.Subscription.email",
    "supporters.Subscription.address_hash",
    "supporters.SuppressedAddress.address_hash",
)
"""The fields by which this module exports and erases a person's rows."""

SUPPRESSED = "on the list of addresses we never write to"
"""What stays when a person is erased: it holds no address."""


def export(email: str) -> dict[str, list[dict[str, str | None]]]:
    hashes = address_hashes(email)
    alerts = Alert.objects.filter(address_hash__in=hashes).select_related("council")
    updates = Subscription.objects.filter(address_hash__in=hashes).select_related("council")
    return {
        "alerts": [
            wish(alert, consent.words(alert.council.short_name, alert.wording))
            for alert in alerts.order_by("created_at")
        ],
        "subscriptions to updates": [
            wish(asked, consent.update_words(asked.council.short_name, asked.wording))
            for asked in updates.order_by("created_at")
        ],
        SUPPRESSED: [
            {"since": entry.since.isoformat(), "why": entry.get_reason_display()}
            for entry in SuppressedAddress.objects.filter(address_hash__in=hashes)
        ],
    }


def wish(asked: OptIn, words: str) -> dict[str, str | None]:
    return {
        "council": asked.council.name,
        "email": asked.email,
        "basis": Basis(asked.basis).label,
        "words": words,
        "on the page": asked.source,
        "asked": asked.created_at.isoformat(),
        "confirmed": asked.confirmed_at.isoformat() if asked.confirmed_at else None,
    }


def erase(email: str) -> dict[str, int]:
    """Delete alerts and subscriptions. A wish never to be written to stays: it holds no address."""
    return delete_wishes_of(email)
