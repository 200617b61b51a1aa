"""What we hold of one person as a supporter: found, exported, erased."""

from campaign.supporters import consent
from campaign.supporters.models import Alert, SuppressedAddress
from campaign.supporters.suppression import address_hashes, delete_alerts_to

FIELDS = (
    "supporters.Alert.email",
    "supporters.Alert.address_hash",
    "supporters.SuppressedAddress.address_hash",
)
"""The fields by which this module finds, exports and erases a person's rows."""

SUPPRESSED = "on the list of addresses we never write to"
"""What stays when a person is erased: it holds no address."""


def find(email: str) -> dict[str, int]:
    hashes = address_hashes(email)
    return {
        "alerts": Alert.objects.filter(address_hash__in=hashes).count(),
        SUPPRESSED: SuppressedAddress.objects.filter(address_hash__in=hashes).count(),
    }


def export(email: str) -> dict[str, list[dict[str, str | None]]]:
    hashes = address_hashes(email)
    alerts = Alert.objects.filter(address_hash__in=hashes).select_related("council")
    return {
        "alerts": [
            {
                "council": alert.council.name,
                "email": alert.email,
                "basis": alert.get_basis_display(),
                "words": consent.words(alert.council.short_name, alert.wording),
                "on the page": alert.source,
                "asked": alert.created_at.isoformat(),
                "confirmed": alert.confirmed_at.isoformat() if alert.confirmed_at else None,
            }
            for alert in alerts.order_by("created_at")
        ],
        SUPPRESSED: [
            {"since": entry.since.isoformat(), "why": entry.get_reason_display()}
            for entry in SuppressedAddress.objects.filter(address_hash__in=hashes)
        ],
    }


def erase(email: str) -> dict[str, int]:
    """Delete alerts. A wish never to be written to stays: it holds no address."""
    return {"alerts": delete_alerts_to(email)}
