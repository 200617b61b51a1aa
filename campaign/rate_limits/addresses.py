"""A visitor's IP address, used for counting only and hashed before it is stored anywhere."""

import ipaddress
import logging
from functools import cache
from ipaddress import IPv4Address, IPv6Address

from django.conf import settings
from django.http import HttpRequest

from campaign.http.trusted_proxies import is_trusted

logger = logging.getLogger(__name__)

type Address = IPv4Address | IPv6Address

PRIVATE = [
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
"""Networks that are not on the internet. An address in one is a proxy of ours that TRUSTED_PROXIES
does not name, or a developer: if it were counted, everybody would be locked out at once."""


def client_address(request: HttpRequest) -> Address | None:
    """Return the visitor's IP address, or None if it is not known.

    Behind a number of PROXIES it is what the outermost of them added to X-Forwarded-For, and behind
    TRUSTED_PROXIES the last hop that is not one of them, since hops further left may be made up.
    Otherwise it is the sender of the request.
    """
    sender = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        return public_only(parse_hop(hops[-settings.PROXIES :][0]))
    if settings.TRUSTED_PROXIES and is_trusted(sender):
        return last_untrusted_hop(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    address = public_only(parse_hop(sender))
    if address is None and not settings.DEBUG:
        warn_of_private_addresses()
    return address


@cache
def warn_of_private_addresses() -> None:
    """Log, once in each process, that limits by connection and by network count nobody."""
    logger.warning(
        "Requests come from a private address that is not in TRUSTED_PROXIES."
        " Limits for each connection and network are off."
    )


def last_untrusted_hop(forwarded: str) -> Address | None:
    """Return the last address in X-Forwarded-For that is not a trusted proxy, or None."""
    for hop in reversed(forwarded.split(",")):
        address = parse_hop(hop)
        if address is None:
            return None
        if not is_trusted(str(address)):
            return public_only(address)
    return None


def public_only(address: Address | None) -> Address | None:
    """Return a public address unchanged, and None for a private one."""
    if address is None or any(address in network for network in PRIVATE):
        return None
    return address


def parse_hop(hop: str) -> Address | None:
    """Return the address in a hop, to which some proxies add a port; None if it has no address."""
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


def prefix(address: Address, v4_bits: int, v6_bits: int) -> str:
    """Return the network that shares the first bits of an address, as text."""
    bits = v4_bits if address.version == 4 else v6_bits
    return str(ipaddress.ip_network((address, bits), strict=False))


def connection_of(address: Address | None) -> str:
    """Return the network that identifies one connection to the internet, "" if it is not known.

    It is one IPv4 address, or the first 64 bits in IPv6, since a device changes the rest at will.
    """
    return prefix(address, 32, 64) if address else ""


def network_of(address: Address | None) -> str:
    """Return the network within which one owner can change addresses at will, "" if not known.

    It is a /24 in IPv4, the smallest that is sold and routed by itself, or a /48 in IPv6, the
    largest that one site is given.
    """
    return prefix(address, 24, 48) if address else ""
