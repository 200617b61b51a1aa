"""Where a request comes from, for counting only. It is hashed before it is stored anywhere."""

import ipaddress
import logging
from functools import cache

from django.conf import settings

from campaign.http.trusted_proxies import is_trusted

logger = logging.getLogger(__name__)

INSIDE = [
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::/127",
        "fc00::/7",
        "fe80::/10",
    )
]
"""Addresses that never come from the internet: a proxy of ours that TRUSTED_PROXIES does not
name, or somebody at work on the site. To count them would lock everybody out at once."""


def address_of(request):
    """Return the visitor's IP address, or None where it cannot be told.

    Behind TRUSTED_PROXIES it is the last hop in X-Forwarded-For that is no proxy of ours: hops
    further left are what a visitor claims. Else it is the sender of the request.
    """
    sender = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES and is_trusted(sender):
        return last_stranger(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    address = from_outside(parsed(sender))
    if address is None and not settings.DEBUG:
        warn_that_visitors_look_alike()
    return address


@cache
def warn_that_visitors_look_alike():
    """Say it once in each process: limits per connection count nobody as things are."""
    logger.warning(
        "Requests come from inside the house, and not from one of TRUSTED_PROXIES:"
        " limits for each connection and network are off."
    )


def last_stranger(forwarded: str):
    """Return the last address in X-Forwarded-For that is no proxy of ours, or None."""
    for hop in reversed(forwarded.split(",")):
        address = parsed(hop)
        if address is None:
            return None
        if not is_trusted(str(address)):
            return from_outside(address)
    return None


def from_outside(address):
    """Return an address of the internet as it is, and None for one from inside the house."""
    if address is None or any(address in network for network in INSIDE):
        return None
    return address


def parsed(hop: str):
    """Return the address in a hop, which some proxies write with its port, or None."""
    hop = hop.strip().strip('"')
    if hop.startswith("["):
        hop = hop[1:].partition("]")[0]
    elif hop.count(":") == 1:
        hop = hop.partition(":")[0]
    try:
        address = ipaddress.ip_address(hop.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def prefix(address, v4: int, v6: int) -> str:
    """Return the network of an address that is ``v4`` or ``v6`` bits long, as text."""
    bits = v4 if address.version == 4 else v6
    return str(ipaddress.ip_network((address, bits), strict=False))


def line(address) -> str:
    """Return what one line to the internet is known by.

    One IPv4 address; in IPv6 the first 64 bits, since a device changes the rest at will.
    """
    return prefix(address, 32, 64)


def network(address) -> str:
    """Return the network round it: what one owner can change at will.

    A /24 in IPv4, the smallest that is sold and routed by itself; a /48 in IPv6, the most that one
    site is given.
    """
    return prefix(address, 24, 48)
