"""Delete old messages from council officers."""

import datetime as dt

from campaign.sign_up.models import SignUp


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete messages past their retention; return how many. Safe to repeat."""
    return {"messages from councils": SignUp.objects.expired(now).erase()}
