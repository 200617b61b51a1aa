"""After a restore, delete the messages that nobody had confirmed."""

import datetime as dt

from campaign.sign_up.models import SignUp


def end_unconfirmed(now: dt.datetime, made_at: dt.datetime) -> dict[str, int]:
    """Delete messages that nobody had confirmed: their links were sent before."""
    return {"unconfirmed messages: deleted": SignUp.objects.filter(confirmed_at=None).erase()}
