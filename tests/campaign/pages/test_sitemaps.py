"""What search engines and finders of holes are told."""

import datetime as dt
from xml.etree import ElementTree

import pytest

from campaign.pages.models import Organisation, Page
from councils.models import Change, EventKind
from councils.record import record_on, record_version

pytestmark = pytest.mark.django_db

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture
def pages(client, settings):
    """Return a function that reads the sitemap: each address and its day, as written."""

    def read():
        record_version.forget()
        response = client.get("/sitemap.xml")
        assert response.headers["Content-Type"].startswith("application/xml")
        days = {}
        for url in ElementTree.fromstring(response.content).iterfind("s:url", NAMES):
            address = url.findtext("s:loc", namespaces=NAMES)
            assert address.startswith(settings.SITE_URL)
            day = url.findtext("s:lastmod", namespaces=NAMES)
            days[address.removeprefix(settings.SITE_URL)] = day
        return days

    return read


def test_every_public_page_is_in_the_sitemap_once_and_answers(client, pages):
    days = pages()
    assert {"/", "/councils/", "/councils/?region=london", "/data/", "/charter/"} <= days.keys()
    for row in record_on().councils:
        assert row.url in days
        assert f"{row.url}pack/" in days
    assert {"/councils/dover/", "/councils/timeline/"} <= days.keys()
    assert "/councils/cardiff/" not in days
    assert not [address for address in days if "/write/" in address or "/admin/" in address]
    for address in list(days)[::25]:
        assert client.get(address).status_code == 200


def test_a_pages_day_is_that_of_its_last_change_and_never_todays(pages, today_is, sheffield, sign):
    today_is("2026-11-24")
    before = pages()
    assert before["/councils/kent/"] == "2026-11-24"  # the day its evidence was checked
    assert before["/councils/sheffield/"] is None
    today_is("2026-12-24")
    assert pages() == before
    sign(sheffield, "2026-12-01")
    Change.objects.note(sheffield, "recorded", "Recorded.", "New evidence.")
    after = pages()
    changed = {address for address in after if after[address] != before[address]}
    assert changed == {
        *("/", "/councils/", "/data/", "/changes/", "/councils/?region=yorkshire-and-the-humber"),
        *("/councils/sheffield/", "/councils/sheffield/pack/", "/councils/timeline/"),
    }
    assert after["/councils/sheffield/"] == "2026-12-24"


def test_a_pages_day_is_never_in_the_future(pages, kent, add_event, today_is):
    today_is("2026-11-24")
    add_event(kent, EventKind.DECISION_DUE, on="2027-01-14", checked_on=dt.date(2026, 11, 22))
    assert pages()["/councils/kent/"] == "2026-11-24"
    assert pages()["/councils/surrey/"] is None
    today_is("2027-04-02")
    assert pages()["/councils/surrey/"] == "2027-04-01"


def test_a_page_that_staff_edit_has_the_day_of_the_edit(pages):
    page = Page.objects.get(slug="about")
    Page.objects.filter(pk=page.pk).update(changed_at="2026-11-02T23:30:00Z")
    assert pages()["/about/"] == "2026-11-02"


def test_robots_txt_names_the_sitemap(client, settings):
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_security_txt_names_the_contact_and_expires_within_a_year(client, settings, today_is):
    today_is("2026-11-24")
    assert client.get("/.well-known/security.txt").status_code == 404  # nobody is named yet
    Organisation.objects.create(pk=1, email="hello@charity.example")
    response = client.get("/.well-known/security.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    assert response.content.decode().splitlines() == [
        "Contact: mailto:hello@charity.example",
        "Expires: 2027-06-01T00:00:00Z",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
