"""A letter's private page, used as its writer would use it."""

import pytest
from django.utils import timezone

from campaign.letters.models import Letter
from campaign.letters.status_text import AGAIN_AFTER
from tests.browser.screens import press, private_page, ready_letter

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("javascript", [True, False], ids=["JavaScript", "no JavaScript"])
def test_a_writer_says_that_the_council_answered_and_deletes_the_letter(visit, size, javascript):
    page = visit(None, size, java_script_enabled=javascript)
    private_page("accepted")(page)
    link = page.url
    assert page.get_by_role("heading", name="Thank you.").is_visible()
    press(page, "Yes")
    assert page.get_by_text("You told us that it answered.").is_visible()
    assert page.get_by_role("link", name="paste it here").is_visible()
    button = page.get_by_role("button", name="Delete my letter and my details now")
    assert not button.is_visible()
    page.locator("summary").get_by_text("Delete this letter").click()
    press(page, "Delete my letter and my details now")
    assert page.get_by_role("heading", name="This letter was deleted, as promised").is_visible()
    visit.strays.clear()  # a letter that is gone answers 410
    assert not Letter.objects.exclude(name="").exists()
    page.goto(link)
    assert "Anna" not in page.content()
    visit.strays.clear()


def test_a_second_letter_is_begun_and_names_the_first(visit, size):
    page = visit(None, size)
    private_page("accepted")(page)
    Letter.objects.update(outcome_at=timezone.now() - AGAIN_AFTER)
    press(page, "Not yet")
    press(page, "Write once more")
    assert "I wrote to you on " in page.locator("#id_text").input_value()
    assert page.get_by_label("Your name").input_value() == "Anna Example"


def test_a_writer_who_sent_the_letter_themselves_is_thanked_and_can_share(visit, size):
    page = visit(None, size)
    ready_letter(page)
    press(page, "I’ve sent it")
    thanks = page.get_by_role("heading", name="Thank you. You’ve asked Sheffield.")
    assert thanks.is_visible()
    assert page.get_by_role("link", name="WhatsApp").is_visible()
    assert page.get_by_role("link", name="Tell me if it signs").is_visible()
    assert not page.locator("#whole-letter").is_visible()


def test_the_link_to_share_can_be_copied_and_is_there_without_javascript(visit, size):
    page = visit(None, size, permissions=["clipboard-read", "clipboard-write"])
    private_page("accepted")(page)
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("/councils/kent/")
    plain = visit(page.url, size, java_script_enabled=False)
    assert not plain.get_by_role("button", name="Copy link").is_visible()
    assert plain.locator("#share-address").text_content() == copied
