"""How staff sign questions to councils: export, erase, and delete those who left."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet

from campaign.asking.models import Asker

FIELDS = ("asking.Asker.name", "asking.Asker.telephone")
"""The fields by which this module exports and erases a person's rows."""
KIND = "how staff sign questions to councils"


def askers(email: str) -> QuerySet[Asker]:
    return Asker.objects.filter(Q(user__username__iexact=email) | Q(user__email__iexact=email))


def export(email: str) -> dict[str, list[dict[str, Any]]]:
    rows = [
        {"name": asker.name, "job": asker.job, "telephone": asker.telephone}
        for asker in askers(email)
    ]
    return {KIND: rows} if rows else {}


def erase(email: str) -> dict[str, int]:
    """Delete them. Emails that went keep their signature until their texts are deleted."""
    return {KIND: askers(email).delete()[0]}


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete how staff with disabled accounts signed; return how many. Safe to repeat."""
    gone, _ = Asker.objects.filter(user__is_active=False).delete()
    return {"how former staff signed questions": gone}
