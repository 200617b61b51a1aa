"""Sessions of staff. Visitors have none."""

import datetime as dt

from django.contrib.sessions.models import Session


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete sessions that have ended by ``now``, and return how many. Safe to repeat."""
    deleted, _ = Session.objects.filter(expire_date__lte=now).delete()
    return {"sessions of staff": deleted}


def end_all(now: dt.datetime, made_at: dt.datetime) -> dict[str, int]:
    """End every session, once a backup is restored: it may have been ended since."""
    ended, _ = Session.objects.all().delete()
    return {"sessions of staff: ended": ended}
