"""Staff see a page beside its form, and show a draft before visitors see it."""

import datetime as dt
import html
import re

import pytest
from django.core.exceptions import ValidationError

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
    typed = {**TYPED, "body": "## When\n\nOn Monday.", "_preview": ""}
    response = staff.post(ADD, fields(staff.get(ADD)) | typed)
    assert "How it looks: not saved yet" in words(response)
    assert "On Monday." in response.content.decode().partition("srcdoc=")[2]
    assert "Please correct" not in words(response)
    assert not Page.objects.filter(slug="open-day").exists()
