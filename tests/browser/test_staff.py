"""Ed records a signature in the admin, and the public sees it at the next click."""

import pytest

from tests.browser.conftest import DESK

pytestmark = pytest.mark.browser


def test_a_signature_that_ed_records_is_on_the_councils_page_at_the_next_click(visit, editor):
    public = visit("/councils/sheffield/")
    assert public.get_by_text("No signature on record").first.is_visible()
    page = visit("/admin/", DESK)
    page.get_by_label("Username").fill("ed@example.org")
    page.get_by_label("Password").fill("a long enough password")
    with page.expect_navigation():
        page.get_by_role("button", name="Log in").click()
    page.goto("/admin/councils/signature/add/")
    page.locator(".field-council .select2-selection").click()
    page.locator(".select2-search__field").fill("Sheff")
    page.get_by_role("option", name="Sheffield City Council").click()
    page.locator("#id_date").fill("20/11/2026")
    page.locator("#id_source_kind").select_option("minutes")
    page.locator("#id_source").fill("Minutes of 20 November 2026, item 7")
    page.locator("#id_checked_on").fill("24/11/2026")
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    assert page.get_by_text("was added successfully").is_visible(), page.inner_text("#content")
    public.reload()
    assert public.get_by_text("Signed", exact=True).first.is_visible()
    assert public.get_by_text("20 November 2026").first.is_visible()
    assert public.get_by_role("link", name="Thank Sheffield and ask what comes next").is_visible()
    public.goto("/")
    assert "33 of 153 councils" in public.locator(".tally-count").inner_text()
    public.goto("/councils/")
    assert "33 of 153 councils" in public.locator(".tally-count").inner_text()


def test_a_reader_of_the_admin_meets_no_console_error(visit, editor):
    page = visit("/admin/", DESK)
    page.get_by_label("Username").fill("ed@example.org")
    page.get_by_label("Password").fill("a long enough password")
    with page.expect_navigation():
        page.get_by_role("button", name="Log in").click()
    for address in ("councils/council/", "councils/contact/", "councils/contact/sheet/",
                    "councils/event/add/", "pages/page/", "tips/tip/"):  # fmt: skip
        page.goto(f"/admin/{address}")
        assert page.locator("#content").is_visible()
