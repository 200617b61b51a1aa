"""Purge and end staff sessions. Visitors have no sessions."""

import datetime as dt

from django.contrib.sessions.models import Session


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete sessions that have ended by ``now``, and return how many. Safe to repeat."""
    deleted, _ = Session.objects.filter(expire_date__lte=now).delete()
    return {"sessions of staff": deleted}


def end_all(now: dt.datetime, made_at: dt.datetime) -> dict[str, int]:
    """End every session after a restore: any of them may have been ended since the backup."""
    ended, _ = Session.objects.all().delete()
    return {"sessions of staff: ended": ended}
