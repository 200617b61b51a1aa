"""The lists of the staff site stand in sections, in the order of the work."""

from django.contrib import admin

from campaign.staff.list_words import WORDS
from campaign.staff.sections import SECTIONS
from tests.seen import words


def test_each_list_of_the_staff_site_stands_in_one_section():
    placed = [label for labels in SECTIONS.values() for label in labels]
    assert sorted(placed) == sorted(model._meta.label for model in admin.site._registry)
    assert sorted(placed) == sorted(WORDS)


def test_an_editor_sees_sections_with_names_a_newcomer_understands(staff):
    page = words(staff.get("/admin/"))
    page = page[page.index("Last backup") :]
    order = [page.index(name) for name in ("Signatures", "Contacts", "Emails", "Tasks", "News")]
    assert order == sorted(order)
    assert "Which council took over from which" in page
    assert "Authentication" not in page


def test_the_page_of_one_app_has_its_lists_and_nothing_of_the_desk(staff):
    page = words(staff.get("/admin/councils/"))
    assert "Signatures" in page
    assert "To do" not in page
    assert "Nothing waits" not in page


def test_a_list_is_headed_by_its_name_and_says_what_to_do_while_it_is_empty(staff):
    page = words(staff.get("/admin/pages/newsitem/"))
    assert "There is no news yet. Write an item" in page
    assert "Select item" not in page
    page = words(staff.get("/admin/pages/newsitem/?q=sausages"))
    assert "Nothing here matches. Show the whole list" in page
    assert "Write an item of news" in words(staff.get("/admin/pages/newsitem/add/"))
