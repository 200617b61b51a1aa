"""What search engines and finders of holes are told."""

import re

import pytest

from campaign.pages.models import Organisation
from councils.record import record_on

pytestmark = pytest.mark.django_db


def test_every_public_page_is_in_the_sitemap_once_and_answers(client, settings):
    response = client.get("/sitemap.xml")
    assert response.headers["Content-Type"].startswith("application/xml")
    pages = re.findall(rf"<loc>{settings.SITE_URL}(.*?)</loc>", response.content.decode())
    assert len(pages) == len(set(pages))
    once = {"/", "/councils/", "/councils/?region=london", "/data/", "/charter/", "/news/"}
    assert once | {"/councils/dover/", "/councils/timeline/", "/easy-read/need-help/"} <= {*pages}
    for row in record_on().councils:
        assert {row.url, f"{row.url}pack/"} <= {*pages}
    assert "/councils/cardiff/" not in pages
    assert not [address for address in pages if "/write/" in address or "/admin/" in address]
    for address in pages[::25]:
        assert client.get(address).status_code == 200
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_security_txt_names_the_contact_and_expires_within_a_year(client, settings, today_is):
    today_is("2026-11-24")
    assert client.get("/.well-known/security.txt").status_code == 404  # nobody is named yet
    Organisation.objects.create(pk=1, email="hello@charity.example")
    response = client.get("/.well-known/security.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    assert response.content.decode().splitlines() == [
        "Contact: mailto:hello@charity.example",
        "Expires: 2027-05-25T00:00:00Z",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
