import ipaddress

import pytest

from campaign import rate_limits
from campaign.rate_limits.addresses import network_of


@pytest.fixture
def seen(rf, settings):
    """Return a function that says whose address the site sees."""

    def address(sender, forwarded=None, proxies=("10.0.0.0/8", "fd00::/8")):
        settings.TRUSTED_PROXIES = [ipaddress.ip_network(proxy) for proxy in proxies]
        headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
        visitor = rate_limits.client_address(rf.get("/", REMOTE_ADDR=sender, **headers))
        return visitor and str(visitor)

    return address


@pytest.mark.parametrize(
    ("sender", "forwarded", "expected"),
    [
        ("203.0.113.7", None, "203.0.113.7"),
        ("::ffff:203.0.113.7", None, "203.0.113.7"),
        ("10.1.1.1", "203.0.113.7", "203.0.113.7"),
        ("", "203.0.113.7", "203.0.113.7"),
        ("10.1.1.1", "203.0.113.7, 10.2.2.2", "203.0.113.7"),
        ("10.1.1.1", "1.1.1.1, 203.0.113.7, 10.2.2.2", "203.0.113.7"),
        ("10.1.1.1", "203.0.113.7:4711", "203.0.113.7"),
        ("fd00::1", "[2001:db8::1]:4711", "2001:db8::1"),
        ("fd00::1", "2001:db8::1", "2001:db8::1"),
    ],
)
def test_the_visitor_is_the_last_hop_that_is_no_proxy_of_ours(seen, sender, forwarded, expected):
    assert seen(sender, forwarded) == expected


def test_a_forwarded_address_from_a_stranger_is_not_believed(seen):
    assert seen("203.0.113.7", "198.51.100.1") == "203.0.113.7"
    assert seen("203.0.113.7", "198.51.100.1", proxies=()) == "203.0.113.7"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "1.1.1.1, 203.0.113.7", "203.0.113.7"),
        (2, "1.1.1.1, 203.0.113.7, 198.51.100.1", "203.0.113.7"),
        (2, "203.0.113.7", "203.0.113.7"),  # who comes past the first of them
        (1, "", None),
    ],
)
def test_on_a_platform_the_visitor_is_whom_the_outermost_proxy_heard(
    seen, settings, proxies, forwarded, expected
):
    settings.PROXIES = proxies
    assert seen("198.51.100.99", forwarded, proxies=()) == expected


@pytest.mark.parametrize("forwarded", [None, "", "unknown", "10.2.2.2", "203.0.113.7, junk", ","])
def test_a_visitor_without_a_known_address_is_not_counted(seen, forwarded):
    assert seen("10.1.1.1", forwarded) is None


@pytest.mark.parametrize("sender", ["127.0.0.1", "::1", "10.0.0.9", "192.168.1.1", "junk"])
def test_a_proxy_missing_from_the_settings_does_not_lock_everybody_out(seen, sender):
    assert seen(sender, "203.0.113.7", proxies=()) is None


def test_a_device_cannot_leave_its_network():
    for address, network in (
        ("203.0.113.7", "203.0.113.7/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
    ):
        assert network_of(ipaddress.ip_address(address)) == network
