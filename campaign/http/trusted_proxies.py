"""Whether a request was passed on by one of our own proxies."""

import ipaddress

from django.conf import settings


def is_trusted(address: str) -> bool:
    """Whether the sender of a request is one of TRUSTED_PROXIES; with PROXIES, any sender is.

    An empty address stands for a Unix socket, and so for a proxy on this machine.
    """
    if settings.PROXIES or not address:
        return True
    if not settings.TRUSTED_PROXIES:
        return False
    try:
        sender = ipaddress.ip_address(address)
    except ValueError:
        return False
    # A socket that listens on [::] sees 10.0.0.1 as ::ffff:10.0.0.1.
    sender = getattr(sender, "ipv4_mapped", None) or sender
    return any(sender in network for network in settings.TRUSTED_PROXIES)
