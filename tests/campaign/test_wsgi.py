import ipaddress

import pytest
from django.test import RequestFactory

from campaign.wsgi import application, clean_claims, is_trusted

CLAIMS = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}


@pytest.fixture
def arrives(settings):
    """Return a function that says which claims of a request reach the site."""
    settings.TRUSTED_PROXIES = [
        ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("fd00::/8"),
    ]  # fmt: skip

    def believed(sender):
        clean_claims(environ := {"REMOTE_ADDR": sender, **CLAIMS})
        return set(environ) & set(CLAIMS)

    return believed


@pytest.mark.parametrize("proxy", ["10.1.2.3", "fd00::1", ""])
def test_what_a_trusted_proxy_says_is_believed(arrives, proxy):
    assert arrives(proxy) == set(CLAIMS)


@pytest.mark.promise(31)
@pytest.mark.parametrize(
    "stranger", ["203.0.113.5", "11.0.0.1", "fe80::1", "localhost", "10.0.0.0/8", "10.1.2.3 "]
)
def test_what_any_other_sender_claims_is_dropped(arrives, stranger):
    assert arrives(stranger) == set()


def test_without_trusted_proxies_only_a_unix_socket_is_trusted(settings):
    settings.TRUSTED_PROXIES = []
    assert not is_trusted("127.0.0.1")
    assert is_trusted("")


def test_behind_a_number_of_proxies_whatever_their_address_all_is_believed(arrives, settings):
    """A platform's router has no address that anybody knows."""
    settings.TRUSTED_PROXIES, settings.PROXIES = [], 1
    assert arrives("203.0.113.5") == set(CLAIMS)


def test_a_proxy_is_known_by_its_mapped_address_too(settings):
    settings.TRUSTED_PROXIES = [ipaddress.ip_network("10.0.0.0/8")]
    assert is_trusted("::ffff:10.0.0.1")
    assert not is_trusted("::ffff:11.0.0.1")


def body(**claims):
    environ = RequestFactory().get("/").environ | claims
    return b"".join(application(environ, lambda status, headers: None)).decode()


def test_no_request_says_where_the_site_stands_for_itself_or_for_the_next_visitor(open_connection):
    asked = body(SCRIPT_NAME="/evil")
    assert 'href="/councils/"' in asked
    assert "/evil" not in asked
    assert "/evil" not in body()
