import pytest
from django.contrib.auth.models import User

from campaign.pages import loading
from campaign.pages.models import Organisation, Page
from campaign.staff import roles
from tests.seen import fields, words

PAGES, WHO = "/admin/pages/page/", "/admin/pages/organisation/"


@pytest.fixture
def about(db):
    return Page.objects.get(slug="about")


@pytest.fixture
def boss(client, db):
    """An admin's browser."""
    user = User(username="boss@example.org")
    roles.give(user, "admin")
    client.force_login(user)
    return client


def changed(browser, page, **words_typed):
    address = f"{PAGES}{page.pk}/change/"
    return browser.post(address, fields(browser.get(address)) | words_typed)


def test_what_staff_write_shows_at_the_next_click_and_survives_loading(staff, about):
    assert "Bread and roses" not in words(staff.get("/about/"))
    assert changed(staff, about, body="## Bread and roses\n\nNew words.").status_code == 302
    assert "Bread and roses" in words(staff.get("/about/"))
    loading.load()
    assert "Bread and roses" in words(staff.get("/about/"))


def test_the_address_of_a_page_stays(staff, about):
    changed(staff, about, slug="elsewhere")
    about.refresh_from_db()
    assert about.slug == "about"


def test_a_new_page_is_reached_at_its_address(staff):
    typed = {"title": "News", "slug": "our-news", "description": "d", "body": "Hello."}
    assert staff.post(PAGES + "add/", typed | {"is_published": "on"}).status_code == 302
    assert "Hello." in words(staff.get("/our-news/"))


def test_a_page_that_ships_cannot_be_deleted_even_after_an_edit(boss, about):
    changed(boss, about, body="Ours now.")
    assert boss.post(f"{PAGES}{about.pk}/delete/", {"post": "yes"}).status_code == 403
    boss.post(PAGES, {"action": "delete_selected", "_selected_action": [about.pk], "post": "yes"})
    assert Page.objects.filter(slug="about").exists()


def test_a_page_that_staff_added_can_be_deleted(boss):
    own = Page.objects.create(slug="own", title="Own", description="d", body="b")
    assert boss.post(f"{PAGES}{own.pk}/delete/", {"post": "yes"}).status_code == 302
    assert boss.get("/own/").status_code == 404


def test_staff_fill_in_who_runs_the_site_once(staff):
    filled = dict.fromkeys(("charity_number", "website", "email", "postal_address"), "")
    answer = staff.post(
        WHO + "add/", {"name": "Lantern Trust", "press_contact": "", **filled}, follow=True
    )
    assert "Every page says now that Lantern Trust runs this site." in words(answer)
    assert Organisation.objects.get().pk == 1
    assert "This site is run by Lantern Trust." in words(staff.get("/"))
    assert staff.get(WHO + "add/").status_code == 403
    assert staff.post(WHO + "1/delete/", {"post": "yes"}).status_code == 403


def test_a_page_cannot_be_made_where_the_site_has_another(staff):
    page = {"title": "Find", "slug": "find", "description": "A page.", "body": "Words."}
    response = staff.post("/admin/pages/page/add/", page)
    assert "The site has another page at this address." in response.content.decode()


def test_what_word_pastes_becomes_markdown(staff, about):
    pasted = "Do\xa0this:\x0b\r\n•\tfirst\r\n\uf0b7\tsecond\r\n\r\n1.\tone\r\n2)\ttwo\xad"
    changed(staff, about, body=pasted)
    html = Page.objects.get(pk=about.pk).html
    assert "<li>first</li>\n<li>second</li>" in html
    assert "<ol>\n<li>one</li>\n<li>two</li>\n</ol>" in html
    assert "Do this:" in html
