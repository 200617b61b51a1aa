"""What is held of one person as a supporter: found, exported, erased."""

from campaign.supporters import consent
from campaign.supporters.models import Alert, SuppressedAddress
from campaign.supporters.suppression import known_by_any_key, stop_alerts

LISTED = "on the list of those never to write to"
"""What stays when a person is erased: it keeps no address."""


def find(email: str) -> dict[str, int]:
    known = known_by_any_key(email)
    return {
        "alerts": Alert.objects.filter(known_by__in=known).count(),
        LISTED: SuppressedAddress.objects.filter(digest__in=known).count(),
    }


def export(email: str) -> dict[str, list]:
    known = known_by_any_key(email)
    alerts = Alert.objects.filter(known_by__in=known).select_related("council")
    return {
        "alerts": [
            {
                "council": alert.council.name,
                "email": alert.email,
                "basis": alert.get_basis_display(),
                "words": consent.words(alert.council.short_name, alert.wording),
                "on the page": alert.source,
                "asked": alert.created_at.isoformat(),
                "confirmed": alert.confirmed_at and alert.confirmed_at.isoformat(),
            }
            for alert in alerts.order_by("created_at")
        ],
        LISTED: [
            {"since": entry.since.isoformat(), "why": entry.get_why_display()}
            for entry in SuppressedAddress.objects.filter(digest__in=known)
        ],
    }


def erase(email: str) -> dict[str, int]:
    """Delete alerts. A wish never to be written to stays: it keeps no address."""
    return {"alerts": sum(stop_alerts(digest) for digest in known_by_any_key(email))}
