"""Staff see a page beside its form, and show a draft before visitors see it."""

import datetime as dt
import html
import re

import pytest
from django.core.exceptions import ValidationError

from campaign.pages.advice import NO_PICTURES, advice, links_to_open
from campaign.pages.models import NewsItem, Page
from campaign.pages.pictures import Picture
from tests.seen import fields, words

ADD = "/admin/pages/page/add/"
TYPED = {
    "title": "Open day",
    "slug": "open-day",
    "description": "Come and see.",
    "body": "## When\n\nOn Sunday.",
}


def private_address(response) -> str:
    return re.search(r'href="(/preview/[^"]+)"', response.content.decode())[1]


def test_a_draft_opens_only_at_its_private_address(staff, client, db):
    staff.post(ADD, fields(staff.get(ADD)) | TYPED | {"is_published": ""})
    page = Page.objects.get(slug="open-day")
    assert client.get("/open-day/").status_code == 404
    assert "/open-day/" not in client.get("/sitemap.xml").content.decode()
    address = private_address(staff.get(f"/admin/pages/page/{page.pk}/change/"))
    shown = client.get(address)
    assert "On Sunday." in words(shown)
    assert shown.headers["X-Robots-Tag"] == "noindex"
    assert shown.headers["Cache-Control"] == "no-store"
    assert client.get(f"{address[:-2]}x/").status_code == 404


def test_a_draft_of_news_can_be_shown_too(staff, client, db):
    item = NewsItem.objects.create(
        title="Soon", slug="soon", summary="s", body="Not yet.", picture_words="A map"
    )
    item.set_picture(Picture(b"a map", 20, 10))
    assert client.get("/news/soon/").status_code == 404
    assert client.get("/news/soon/picture.jpg").status_code == 404
    change = staff.get(f"/admin/pages/newsitem/{item.pk}/change/")
    shown = client.get(private_address(change))
    assert "Not yet." in words(shown)
    picture = 'src="data:image/jpeg;base64,YSBtYXA=" alt="A map" width="20" height="10"'
    assert picture in shown.content.decode()
    assert picture in html.unescape(change.content.decode())


def test_news_is_public_to_its_last_day(db):
    first, last = dt.date(2026, 12, 5), dt.date(2026, 12, 9)
    item = NewsItem(title="Soon", slug="soon", summary="s", day=first, public_until=last)
    item.is_published = True
    item.save()
    seen = [NewsItem.objects.public(dt.date(2026, 12, day)).exists() for day in (4, 5, 9, 10)]
    assert seen == [False, True, True, False]
    item.public_until = dt.date(2026, 12, 1)
    with pytest.raises(ValidationError, match="The last day lies before the first."):
        item.full_clean()


@pytest.mark.parametrize(
    ("day", "status", "state"),
    [("2026-12-01", 404, "From 5 December 2026"), ("2026-12-05", 200, "Public until 9 December"),
     ("2026-12-09", 200, "Public until"), ("2026-12-10", 404, "Over since 9 December 2026")],
)  # fmt: skip
def test_a_page_is_public_from_its_day_to_its_last(client, db, today_is, day, status, state):
    today_is(day)
    page = Page.objects.create(
        **TYPED, public_from=dt.date(2026, 12, 5), public_until=dt.date(2026, 12, 9)
    )
    assert client.get("/open-day/").status_code == status
    assert page.state_words().startswith(state)


def test_a_page_that_ships_stays_public(staff, db):
    page = Page.objects.get(slug="about")
    address = f"/admin/pages/page/{page.pk}/change/"
    response = staff.post(address, fields(staff.get(address)) | {"is_published": ""})
    assert "Every page of the site links to this one" in words(response)


def test_the_preview_shows_what_was_typed_and_saves_nothing(staff, db):
    typed = {**TYPED, "body": "## When\n\nOn Monday. See [here](/nowhere/).", "_preview": ""}
    response = staff.post(ADD, fields(staff.get(ADD)) | typed)
    assert "How it looks: not saved yet" in words(response)
    assert "On Monday." in response.content.decode().partition("srcdoc=")[2]
    assert "is dead: nothing is at /nowhere/" in words(response)
    assert "Please correct" not in words(response)
    assert not Page.objects.filter(slug="open-day").exists()


def test_advice_names_what_a_careful_reader_would_mend(db):
    text = (
        "### Deep\n\n[Click here](/about/), [Kent](/councils/kent/?x=1), [gone](/councils/gone/),"
        " [up](#deep), [lost](#lost), [half](about)\n\n![](/static/x.png)"
    )
    assert advice(text) == [
        "The heading “Deep” skips a level: write it with ##, not ###.",
        "The link “Click here” does not say where it goes. Name the page instead.",
        "The link “gone” is dead: nothing is at /councils/gone/",
        "The link “lost” leads to no heading of this page: #lost",
        "The link “half” needs an address that begins with / or https://, not about",
        "A picture has no words for people who cannot see it: ![what it shows](address).",
        NO_PICTURES,
    ]


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("https:///x", "https:///x names no site"),
        ("http://[half", "no visitor reaches [half"),
        ("<https://kent gov.uk/>", "there is a space in kent gov.uk"),
        ("http://intranet/minutes", "no visitor reaches intranet"),
        ("https://localhost:8000/", "no visitor reaches localhost"),
        ("https://files.local/", "no visitor reaches files.local"),
        ("https://192.168.1.4/", "no visitor reaches 192.168.1.4"),
        ("https://[::1]/", "no visitor reaches ::1"),
        ("mailto:ada", "no email can go to ada"),
        ("ftp://kent.gov.uk/", "pages open no address that begins with ftp:"),
    ],
)
def test_a_link_that_can_work_for_nobody_is_dead(address, says):
    text = f"See [the minutes]({address})."
    assert advice(text) == [f"The link “the minutes” is dead: {says}"]
    assert links_to_open(text) == []


def test_a_link_to_another_site_is_named_to_be_opened(staff, db):
    text = "[A](https://www.kent.gov.uk/a?b=1), [B](HTTP://8.8.8.8/), [write](mailto:a@kent.gov.uk)"
    assert advice(text) == []
    assert links_to_open(f"{text} [A](https://www.kent.gov.uk/a?b=1)") == [
        "https://www.kent.gov.uk/a?b=1", "HTTP://8.8.8.8/",
    ]  # fmt: skip
    typed = {**TYPED, "body": text, "_preview": ""}
    page = staff.post(ADD, fields(staff.get(ADD)) | typed)
    assert "This site cannot try links to other sites. Open each, and read what is there" in words(
        page
    )
    assert 'href="https://www.kent.gov.uk/a?b=1" target="_blank"' in page.content.decode()


def test_pages_that_ship_need_no_advice(db):
    assert {page.slug: advice(page.body) for page in Page.objects.all() if advice(page.body)} == {}


def test_only_pages_and_news_have_a_preview_beside(staff, db):
    add = "/admin/pages/newsitem/add/"
    for typed, shown in (("2027-01-05", "5 January 2027"), ("soon", "How it looks")):
        page = staff.post(add, fields(staff.get(add)) | {"day": typed, "_preview": ""})
        assert shown in words(page) + page.content.decode().partition("srcdoc=")[2], typed
    assert "How it looks" not in words(staff.get("/admin/pages/notice/add/"))
