"""A visitor's IP address, used for counting only and hashed before it is stored anywhere.

What our own proxies say of it is believed, and what anybody else claims is not.
"""

import ipaddress
from ipaddress import IPv4Address, IPv6Address

from django.conf import settings
from django.http import HttpRequest

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

    Behind a number of PROXIES it is what the outermost of them added to X-Forwarded-For. Otherwise
    it is the last hop that is not one of TRUSTED_PROXIES: hops further left may be made up.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if settings.PROXIES:
        return public_only(parse_hop(forwarded[-settings.PROXIES :][0]))
    for hop in reversed([*forwarded, request.META.get("REMOTE_ADDR", "")]):
        address = parse_hop(hop)
        if not is_trusted(str(address or hop.strip())):
            return public_only(address)
    return None


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


def network_of(address: Address | None) -> str:
    """Return the network that identifies one connection to the internet, "" if it is not known.

    It is one IPv4 address, or the first 48 bits in IPv6: one site is given as many at the most, and
    changes the rest at will.
    """
    if address is None:
        return ""
    bits = 32 if address.version == 4 else 48
    return str(ipaddress.ip_network((address, bits), strict=False))


def neighbourhood_of(address: Address | None) -> str:
    """Return the network of which somebody easily has several connections, "" if not known.

    It is 256 IPv4 addresses, as they are rented out, or the first 48 bits in IPv6.
    """
    if address is None:
        return ""
    bits = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network((address, bits), strict=False))
