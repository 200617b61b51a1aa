"""The lists of the staff site stand in sections, in the order of the work."""

from django.contrib import admin

from campaign.staff.sections import NAMES, SECTIONS
from tests.seen import words


def test_each_list_of_the_staff_site_stands_in_one_section():
    placed = [label for labels in SECTIONS.values() for label in labels]
    assert sorted(placed) == sorted(model._meta.label for model in admin.site._registry)
    assert NAMES.keys() <= set(placed)


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
