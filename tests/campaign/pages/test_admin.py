"""Staff write pages: what they ship with, what Word pastes, drafts, days, and older versions."""

import datetime as dt

import pytest
from django.contrib.auth.models import User

from campaign.pages import loading
from campaign.pages.models import NewsItem, Page
from campaign.staff import roles
from tests.conftest import forget_everything
from tests.seen import fields, words

PAGES, WHO = "/admin/pages/page/", "/admin/pages/organisation/"
TYPED = {
    "title": "Open day",
    "slug": "open-day",
    "description": "Come and see.",
    "body": "## When\n\nOn Sunday.",
}


@pytest.fixture
def about(db):
    return Page.objects.get(slug="about")


@pytest.fixture
def boss(client, db):
    """An admin's browser."""
    user = User(username="boss@example.org")
    roles.give(user, "administrator")
    client.force_login(user)
    return client


def changed(browser, page, **words_typed):
    address = f"{PAGES}{page.pk}/change/"
    return browser.post(address, fields(browser.get(address)) | words_typed)


def test_what_staff_write_shows_at_the_next_click_and_survives_loading(staff, about):
    assert "Bread and roses" not in words(staff.get("/about/"))
    changed(staff, about, body="## Bread and roses\n\nNew words.", slug="elsewhere")
    assert "Bread and roses" in words(staff.get("/about/"))  # where it always was
    assert loading.load() == 0
    assert "Bread and roses" in words(staff.get("/about/"))


def test_a_page_that_ships_stays_public_and_is_never_deleted(boss, about):
    assert (
        not {"is_published", "public_from"} & fields(boss.get(f"{PAGES}{about.pk}/change/")).keys()
    )
    changed(boss, about, body="Ours now.", public_until="2020-01-01")
    assert boss.post(f"{PAGES}{about.pk}/delete/", {"post": "yes"}).status_code == 403
    boss.post(PAGES, {"action": "delete_selected", "_selected_action": [about.pk], "post": "yes"})
    assert "Ours now." in words(boss.get("/about/"))


def test_a_page_of_our_own_is_reached_at_its_address_until_it_is_a_draft_again(boss):
    refused = boss.post(PAGES + "add/", TYPED | {"slug": "find"})
    assert "The site has another page at this address." in refused.content.decode()
    assert boss.post(PAGES + "add/", TYPED | {"is_published": "on"}).status_code == 302
    assert "On Sunday." in words(boss.get("/open-day/"))
    own = Page.objects.get(slug="open-day")
    typed = fields(boss.get(f"{PAGES}{own.pk}/change/"))
    del typed["is_published"]
    boss.post(f"{PAGES}{own.pk}/change/", typed)
    assert boss.get("/open-day/").status_code == 404


def test_what_word_pastes_becomes_markdown(staff, about):
    pasted = "Do\xa0this:\x0b\r\n•\tfirst\r\n\uf0b7\tsecond\r\n\r\n1.\tone\r\n2)\ttwo\xad"
    changed(staff, about, body=pasted)
    html = Page.objects.get(pk=about.pk).html
    assert "<li>first</li>\n<li>second</li>" in html
    assert "<ol>\n<li>one</li>\n<li>two</li>\n</ol>" in html
    assert "Do this:" in html


def test_a_line_that_word_breaks_on_purpose_stays_broken(staff, about):
    changed(staff, about, body="Come to Dover\x0bon Sunday at noon.")
    assert "Come to Dover<br" in Page.objects.get(pk=about.pk).html


def test_staff_see_what_they_typed_as_a_page_and_nothing_is_saved(staff, client):
    seen = staff.post("/admin/pages/typed/", TYPED | {"body": "On **Monday**. <script>x</script>"})
    assert "On <strong>Monday</strong>." in seen.content.decode()
    assert "<script>x" not in seen.content.decode()
    assert "Open day" in words(seen) and "A draft." in words(seen)
    news = {
        "title": "A new map",
        "day": "20/11/2026",
        "summary": "See it.",
        "body": "It is big.",
    }
    news = fields(staff.get("/admin/pages/newsitem/add/")) | news
    item = words(staff.post("/admin/pages/typed/", news))
    assert (
        "News · 20 November 2026 A new map See it." in item
        and "It is big." in item
        and "A draft." in item
    )
    assert "Has your council signed?" not in item
    assert "no-store" in seen.headers["Cache-Control"]
    assert not Page.objects.filter(slug="open-day").exists()


# Before and after a page is public


def test_visitors_cannot_see_a_draft(staff, client, db):
    staff.post(PAGES + "add/", fields(staff.get(PAGES + "add/")) | TYPED)
    assert client.get("/open-day/").status_code == 404
    assert "/open-day/" not in client.get("/sitemap.xml").content.decode()


def test_news_is_public_from_its_day_and_a_page_to_its_last_day_as_well(client, staff, today_is):
    early = {"public_from": "2026-12-05", "public_until": "2026-12-01", "slug": "early"}
    refused = staff.post(PAGES + "add/", TYPED | early)
    assert "The last day lies before the first." in words(refused)
    first, last = dt.date(2026, 12, 5), dt.date(2026, 12, 9)
    Page.objects.create(**TYPED, is_published=True, public_from=first, public_until=last)
    NewsItem.objects.create(title="Soon", slug="soon", summary="s", day=first, is_published=True)
    for address, after in (("/open-day/", 404), ("/news/soon/", 200)):
        seen = []
        for day in ("04", "05", "09", "10"):
            today_is(f"2026-12-{day}")
            seen.append(client.get(address).status_code)
        assert seen == [404, 200, 200, after], address


# Older versions


def test_an_editor_restores_an_older_version_of_a_page(staff, about):
    history = f"{PAGES}{about.pk}/history/"
    changed(staff, about, body="## Bread and roses")
    changed(staff, about, body="## A slip")
    assert about.history.first().history_user.username == "ed@example.org"
    older = about.history.all()[1]
    listed = words(staff.get(history))
    assert "Bread and roses" in listed and "A slip" in listed
    form = f"{history}{older.history_id}/"
    shown = fields(staff.get(form))
    assert "Bread and roses" in shown["body"]
    assert staff.post(form, shown).status_code == 302
    forget_everything()
    seen = words(staff.get("/about/"))
    assert "Bread and roses" in seen
    assert "A slip" not in seen


@pytest.mark.parametrize("role", ["reader", "recorder"])
def test_others_restore_nothing(client, about, role):
    user = User(username="rob@example.org")
    roles.give(user, role)
    client.force_login(user)
    form = f"{PAGES}{about.pk}/history/{about.history.first().history_id}/"
    assert client.post(form, {"title": "Mine"}).status_code == 403
    about.refresh_from_db()
    assert about.title != "Mine"


WORD = (
    "What we found\r\n\r\nYear\tChildren\r\n2023\t121\r\n2024\t118\r\n\r\n"
    "•\tSee https://www.example.org/report.\r\n•\t[click here](https://www.example.org/)\r\n"
)


def test_a_table_a_bare_link_and_a_list_from_word_are_seen_before_and_saved_the_same(
    staff, client, about
):
    shown = staff.post("/admin/pages/typed/", {"title": "About", "lead": "", "body": WORD})
    link = 'href="https://www.example.org/report"'
    for part in ("<th>Children</th>", "<td>118</td>", "<li>", link):
        assert part in shown.content.decode()
    changed(staff, about, body=WORD)
    forget_everything()
    public = client.get("/about/").content.decode()
    for part in ("<th>Children</th>", "<td>118</td>", "<li>", link):
        assert part in public


@pytest.mark.parametrize(
    "mark", ["·  ", "•\t", "–\t", "§\t", "◦\t", "*\t", "-\t", "➢ ", "• ", "\uf0a7\t"]
)
def test_a_list_with_any_mark_of_a_word_processor_is_a_list(staff, mark):
    body = f"We ask it:\r\n{mark}to count\r\n{mark}to act\r\nThat is all."
    shown = staff.post("/admin/pages/typed/", {"title": "About", "lead": "", "body": body})
    page = shown.content.decode()
    assert "<li>to count</li>" in page and "<li>to act</li>" in page
    assert "<p>That is all.</p>" in page


def test_letters_of_a_list_stay_and_an_address_without_https_becomes_a_link(staff):
    body = "a)\tto count\r\nb)\tto act\r\nSee www.example.org/report."
    typed = {"title": "About", "lead": "", "body": body}
    page = staff.post("/admin/pages/typed/", typed).content.decode()
    assert "<li>a) to count</li>" in page and "<li>b) to act</li>" in page
    assert '<a href="https://www.example.org/report">www.example.org/report</a>.' in page


def test_what_a_reader_would_stumble_on_is_asked_about(staff, about):
    more = "[Click here.](/a/) [here for more](/b/) ![a map](https://a.example/map.png)"
    changed(staff, about, body=f"{WORD}\n\n#### Deep\n\n{more}")
    page = words(staff.get(PAGES))
    assert "The link “Click here” says nothing" in page
    assert "The link “here for more” says nothing" in page
    assert "A picture within the text is not shown." in page
    assert "The link “click here” says nothing" in page
    assert "Is “What we found” a heading? Then put ## before it." in page
    assert "“Deep” is a heading of level 4 under one of level 1: use ## for it." in page


def test_the_look_before_it_is_saved_asks_the_same_and_about_a_heading_over_a_list(staff):
    body = "We met them.\r\n\r\nWhat we ask\r\n·\tto count\r\n·\tto act\r\n[Here](/a/)"
    for typed in ({"title": "About", "lead": ""}, {"title": "About", "summary": ""}):
        page = words(staff.post("/admin/pages/typed/", typed | {"body": body}))
        assert "Is “What we ask” a heading? Then put ## before it." in page
        assert "The link “Here” says nothing" in page
    plain = "We ask them:\r\n·\tto count\r\n·\tto act"
    page = words(staff.post("/admin/pages/typed/", {"title": "About", "lead": "", "body": plain}))
    assert "a heading?" not in page


def test_an_address_is_no_row_of_headings(staff, about):
    body = "Write to us at:\r\n\r\nTown Hall\r\n1 High Street\r\nLeeds\r\nLS1 1AA\r\n\r\nBy post."
    changed(staff, about, body=body)
    assert "a heading?" not in words(staff.get(PAGES))
    changed(staff, about, body="We met them.\r\n\r\nWhat they said\r\n\r\nThey said yes.")
    assert "Is “What they said” a heading?" in words(staff.get(PAGES))
    changed(staff, about, body="Come to us.\r\n\r\nTown Hall, Leeds LS1 3AD\r\n\r\nAt noon.")
    assert "a heading?" not in words(staff.get(PAGES))
