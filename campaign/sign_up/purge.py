"""What is forgotten of the officers who wrote to us."""

import datetime as dt

from campaign.sign_up.models import SignUp


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete messages of councils kept as long as we say; return how many. Safe to repeat."""
    return {"messages from councils": SignUp.objects.expired(now).erase()}
