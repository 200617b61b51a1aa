"""What one person told us: found, exported, erased."""

from campaign.tips.models import Tip


def find(email: str) -> dict[str, int]:
    return {"messages from visitors": Tip.objects.of(email).count()}


def export(email: str) -> dict[str, list]:
    tips = Tip.objects.of(email).select_related("council").order_by("created_at")
    return {
        "messages from visitors": [
            {
                "about": tip.council.name,
                "what": tip.get_kind_display(),
                "text": tip.text,
                "link": tip.link,
                "email": tip.email,
                "sent": tip.created_at.isoformat(),
            }
            for tip in tips
        ]
    }


def erase(email: str) -> dict[str, int]:
    deleted, _ = Tip.objects.of(email).delete()
    return {"messages from visitors": deleted}
