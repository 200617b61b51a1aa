"""From a postcode to a letter, in the ways of different people."""

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.browser.screens import another_page, draft, finish, press, words_of_a_letter

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live")]

AWKWARD = '{x} 100%s <b>&amp;</b> "q" 🙂 שלום\n\nA second paragraph.'


def focused(page) -> str:
    return page.evaluate("document.activeElement.outerHTML")


def test_the_whole_journey_works_by_keyboard_alone(visit, size):
    page = visit("/", size)
    stops = []
    for _ in range(12):
        page.keyboard.press("Tab")
        stops.append(focused(page))
        if 'name="q"' in stops[-1]:
            break
    assert 'class="skip"' in stops[0]
    assert "need-help" in stops[1]
    assert "data-exit" in stops[2]
    assert 'name="q"' in stops[-1]
    page.keyboard.type("S1 2HH")
    page.keyboard.press("Tab")
    assert "Find" in focused(page)
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"
    with another_page(page):
        page.keyboard.press("Enter")
    page.get_by_role("link", name="Ask Sheffield to sign").focus()
    with another_page(page):
        page.keyboard.press("Enter")
    box = page.get_by_label("A talk with those who come back")
    box.focus()
    assert not page.get_by_text("- Is every child who comes back").is_visible()
    page.keyboard.press("Space")
    assert page.get_by_text("- Is every child who comes back").is_visible()
    page.get_by_label("Your name").focus()
    page.keyboard.type("Anna")
    page.keyboard.press("Tab")
    page.keyboard.type("Sheffield")
    page.keyboard.press("Enter")  # from a field: the letter is ready, not said another way
    page.get_by_role("heading", name="It’s ready. You send it.").wait_for()
    assert len(page.locator("#whole-letter").inner_text()) > 800


@pytest.fixture
def letter(visit):
    """Open a letter that is ready, in a window whose clipboard can be read."""
    page = visit(None, PHONE, permissions=["clipboard-read", "clipboard-write"])
    words_of_a_letter(page)
    page.locator("#id_text").fill(f"Please sign it for the children. {AWKWARD}")
    finish(page, name="Zoë <i>", home='"Home", {1}')
    return page


def test_copying_puts_the_whole_letter_on_the_clipboard(letter):
    button = letter.get_by_role("button", name="Copy it")
    button.click()
    letter.get_by_role("button", name="Copied").wait_for()
    on_it = letter.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n")
    assert on_it.startswith(
        f'Please sign it for the children. {AWKWARD}\n\nZoë <i>\n"Home", {{1}}\n\n'
        "Please don’t publish my name"
    )
    assert letter.locator("[data-status]").text_content() == "Copied"
    button.click()  # while it still says so
    letter.wait_for_timeout(3200)
    assert button.text_content() == "Copy it"


def test_the_back_button_keeps_what_was_typed(visit):
    page = visit(None)
    words_of_a_letter(page)
    page.locator("#id_text").fill("All my own words.")
    finish(page, name="Anna", home="Leeds")
    page.go_back()
    assert page.locator("#id_text").input_value() == "All my own words."
    assert page.locator("#id_name").input_value() == "Anna"
    page.go_forward()
    assert "All my own words." in page.locator("#whole-letter").inner_text()


@pytest.mark.promise(30)
def test_an_error_is_moved_to_and_leads_to_its_field(visit):
    page = visit(None, DESK)
    draft(page)
    press(page, "Go on to send it")
    assert 'id="errors"' in focused(page)
    page.get_by_role("link", name="Enter your name").click()
    assert 'id="id_name"' in focused(page)


def test_a_call_for_help_shows_the_helplines_first_and_each_of_the_three_ways_on_works(visit):
    page = visit(None)
    words_of_a_letter(page)
    page.locator("#id_text").fill("I have run away and I am scared.")
    finish(page)
    first = page.locator(".help-first")
    assert first.is_visible()
    assert first.bounding_box()["y"] < page.locator("#unsaved").bounding_box()["y"]
    assert first.locator("[href='tel:116000']").is_visible()
    page.get_by_role("button", name="It’s about the past").click()
    page.get_by_role("heading", name="It’s ready. You send it.").wait_for()
    assert "I have run away" in page.locator("#whole-letter").inner_text()
    words_of_a_letter(page)
    page.locator("#id_text").fill("I have run away and I am scared.")
    finish(page)
    with another_page(page):
        page.get_by_role("button", name="Clear what I wrote").click()
    assert page.get_by_role("heading", name="gone from this device").is_visible()
    words_of_a_letter(page)
    page.locator("#id_text").fill("I have run away and I am scared.")
    finish(page)
    page.get_by_role("link", name="I need help", exact=True).click()
    page.wait_for_url("**/need-help/")
