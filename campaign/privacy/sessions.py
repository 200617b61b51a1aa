"""Sessions of staff. Visitors have none."""

import datetime as dt

from django.contrib.sessions.models import Session


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete sessions that have ended by ``now``, and return how many. Safe to repeat."""
    deleted, _ = Session.objects.filter(expire_date__lte=now).delete()
    return {"sessions of staff": deleted}
