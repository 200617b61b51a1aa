import ipaddress

import pytest

from campaign import rate_limits
from campaign.rate_limits.addresses import connection_of, network_of, warn_of_private_addresses


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


@pytest.mark.parametrize("sender", ["127.0.0.1", "::1", "10.0.0.9", "192.168.1.1", "", "junk"])
def test_a_proxy_missing_from_the_settings_does_not_lock_everybody_out(seen, sender):
    assert seen(sender, "203.0.113.7", proxies=()) is None


def test_a_warning_that_visitors_share_an_address_is_logged_once(
    seen, settings, caplog, monkeypatch
):
    warn_of_private_addresses.cache_clear()
    monkeypatch.setattr("campaign.rate_limits.addresses.logger.parent.propagate", True)
    settings.DEBUG = False
    for _ in range(2):
        seen("10.0.0.9", "203.0.113.7", proxies=())
    assert [record.message for record in caplog.records if "TRUSTED_PROXIES" in record.message]
    assert len(caplog.records) == 1
    assert "10.0.0.9" not in caplog.text


@pytest.mark.parametrize(
    ("address", "its_line", "its_network"),
    [
        ("203.0.113.7", "203.0.113.7/32", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"),
    ],
)
def test_a_device_cannot_leave_its_connection_nor_an_owner_its_network(
    address, its_line, its_network
):
    address = ipaddress.ip_address(address)
    assert (connection_of(address), network_of(address)) == (its_line, its_network)
