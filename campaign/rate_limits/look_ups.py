"""Look-ups a minute from one network: of the search box, and drafts, which show addresses too."""

from collections import Counter

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from campaign.rate_limits import ROOM, Verdict
from campaign.rate_limits.addresses import client_address, network_of

MINUTE = 60

counted: Counter[tuple[int, str]] = Counter()
"""Look-ups by minute and network, in the memory of this process: a look-up writes nothing anywhere,
and is limited while the database is away as well. All is forgotten with the minute."""


def count(request: HttpRequest) -> Verdict:
    """Count one; above ``settings.LOOK_UPS`` a minute, return how long until there is room."""
    network = network_of(client_address(request))
    if not network:
        return ROOM
    now = int(timezone.now().timestamp())
    minute = now // MINUTE
    if (minute, "") not in counted:  # the first look-up of a minute
        counted.clear()
        counted[minute, ""] = 0
    counted[minute, network] += 1
    if counted[minute, network] <= settings.LOOK_UPS:
        return ROOM
    return Verdict((minute + 1) * MINUTE - now, "network")
