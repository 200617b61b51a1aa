"""Delete how staff who have left signed their questions."""

import datetime as dt

from campaign.asking.models import Asker


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete how staff with disabled accounts signed; return how many. Safe to repeat."""
    gone, _ = Asker.objects.filter(user__is_active=False).delete()
    return {"how former staff signed questions": gone}
