"""An address in capitals, without its slash, or under another host leads to its page, once."""

import pytest


def leads_to(client, address, **options):
    response = client.get(address, **options)
    return response.status_code, response.headers.get("Location", "")


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("/Councils/Kent/", "/councils/kent/"),
        ("/councils/Kent", "/councils/kent/"),
        ("/COUNCILS", "/councils/"),
        ("/Need-Help", "/need-help/"),
        ("/Councils?region=london", "/councils/?region=london"),
        ("/Councils/Kent/Pack", "/councils/kent/pack/"),
    ],
)
def test_one_redirect_leads_to_the_page(client, db, typed, page):
    assert leads_to(client, typed) == (301, page)
    assert client.get(page).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/councils/kent/write/A-Token-Of-Somebody/",
        "/alerts/confirm/A-Token/",
        "/Data/Councils.CSV",
        "/Admin/nothing/",
        "//Evil.example/",
        "/no/such/Page/",
    ],
)
def test_a_token_a_file_and_what_is_no_page_stay_as_they_are(client, db, address):
    status, location = leads_to(client, address)
    assert status in (404, 410) or location.lower() != address.lower()
    assert "evil" not in location
    if "Token" in address:
        assert "a-token" not in location


@pytest.mark.parametrize("address", ["/kent", "/Kent/", "/councils/atlantis", "/News/Nothing"])
def test_an_address_that_leads_to_no_page_is_not_found_after_one_redirect_at_most(
    client, db, address
):
    page = client.get(address, follow=True)
    assert page.status_code == 404
    assert len(page.redirect_chain) <= 1


def test_www_leads_to_the_one_host(client, db, settings):
    settings.REDIRECT_HOSTS = ["www.runaways.example"]
    settings.ALLOWED_HOSTS = ["www.runaways.example", "runaways.example"]
    settings.SITE_URL = "https://runaways.example"
    host = {"headers": {"host": "www.runaways.example"}}
    expected = "https://runaways.example/councils/?region=london"
    assert leads_to(client, "/councils/?region=london", **host) == (301, expected)
    # nginx sends what comes without TLS to the same address with it: two redirects at most.
    assert leads_to(client, "/Councils?region=london", **host) == (301, expected)
    assert client.get("/councils/", headers={"host": "runaways.example"}).status_code == 200
