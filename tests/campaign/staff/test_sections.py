"""The lists of the staff site stand in sections, in the order of the work."""

import re

from django.contrib import admin

from campaign.staff.site import SECTIONS
from councils.admin.bases import ModelAdmin
from tests.seen import words


def test_each_list_stands_in_a_section_has_a_name_and_says_what_to_do_while_it_is_empty():
    for model_admin in admin.site._registry.values():
        assert isinstance(model_admin, ModelAdmin)
        assert model_admin.section in SECTIONS, model_admin
        assert model_admin.list_name, model_admin
        assert model_admin.empty_words, model_admin


def test_a_list_is_headed_by_its_name_and_says_what_to_do_while_it_is_empty(staff):
    page = words(staff.get("/admin/pages/newsitem/"))
    assert "There is no news yet. Write an item" in page
    assert "Select item" not in page
    page = words(staff.get("/admin/pages/newsitem/?q=sausages"))
    assert "Nothing here matches. Show the whole list" in page
    assert "Write an item of news" in words(staff.get("/admin/pages/newsitem/add/"))


def test_a_row_of_a_list_names_its_columns_and_says_yes_or_no(staff):
    page = staff.get("/admin/councils/signature/?q=Kent").content.decode()
    assert re.search(r'<td data-column="On record"[^>]*>yes</td>', page)
    councils = staff.get("/admin/councils/council/?q=Manchester").content.decode()
    assert 'data-column="Last day" data-empty' in councils
    assert 'alt="True"' not in page
    menu = page.partition('<details class="sort-cards">')[2].partition("</details>")[0]
    columns = re.findall(r'<a href="\?[^"]*o=[^"]*">(.*?)</a>', menu)
    assert columns[:3] == ["Council", "When", "Kind of evidence"]
    assert "(first to last)" in menu


def test_pages_that_come_with_django_speak_our_words(staff):
    mistaken = words(staff.post("/admin/password_change/", {"old_password": "mistaken"}))
    assert "Your password is as it was." in mistaken
    assert "This is not the password with which you signed in." in mistaken
    refused = staff.post("/admin/councils/contact/add/", {})
    assert "Nothing is saved yet. Put right what is marked below" in words(refused)
    assert re.search(r"<title>\s*Error:", refused.content.decode())
    assert "You are logged out." in words(staff.post("/admin/logout/"))
