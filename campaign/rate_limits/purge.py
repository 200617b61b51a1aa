"""The nightly purge of counts whose windows have ended."""

import datetime as dt

from campaign.rate_limits.models import Count


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete the counts of windows that ended by ``now``, and return how many. Safe to repeat."""
    deleted, _ = Count.objects.filter(ends_at__lte=now).delete()
    return {"counts of limits": deleted}
