"""Which senders of a request are our own proxies."""

import ipaddress

from django.conf import settings


def is_trusted(address: str) -> bool:
    """Whether a request's sender is one of TRUSTED_PROXIES. A Unix socket is a proxy beside us."""
    if not address:
        return True
    try:
        sender = ipaddress.ip_address(address)
    except ValueError:
        return False
    # A socket that listens on [::] sees ::ffff:10.0.0.1 where 10.0.0.1 asks.
    sender = getattr(sender, "ipv4_mapped", None) or sender
    return any(sender in network for network in settings.TRUSTED_PROXIES)
