"""After a restore, delete once more the messages that their address refused since the backup."""

import datetime as dt

from campaign.ledger import Kind, is_named
from campaign.sign_up.models import SignUp


def refuse_again(hashes: set[str]) -> int:
    """Delete messages whose address said that somebody else wrote them; return how many."""
    unconfirmed = SignUp.objects.filter(confirmed_at=None)
    tokens = unconfirmed.values_list("token", flat=True)
    refused = [token for token in tokens if is_named(Kind.REFUSED, token, hashes)]
    return unconfirmed.filter(token__in=refused).erase()


def end_unconfirmed(now: dt.datetime, made_at: dt.datetime) -> dict[str, int]:
    """Delete messages that nobody had confirmed: their links were sent before."""
    return {"unconfirmed messages: deleted": SignUp.objects.filter(confirmed_at=None).erase()}
