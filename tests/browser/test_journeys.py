"""From a postcode to a letter, in the ways of different people."""

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.browser.screens import draft, finish, press

pytestmark = pytest.mark.browser

AWKWARD = '{x} 100%s <b>&amp;</b> "q" 🙂 שלום\n\nA second paragraph.'


def search(page, typed):
    page.goto("/")
    box = page.locator(".hero [name=q]")
    box.fill(typed)
    with page.expect_navigation():
        box.press("Enter")


def go_to_letter(page, button):
    page.get_by_role("link", name=button).click()
    page.get_by_role("heading", name="Why does this matter to you?").wait_for()


@pytest.mark.parametrize("javascript", [True, False], ids=["JavaScript", "no JavaScript"])
def test_a_postcode_in_dover_leads_to_a_letter_that_thanks_kent(visit, size, javascript):
    page = visit("/", size, java_script_enabled=javascript)
    search(page, "ct161he")
    assert page.url.endswith("/councils/kent/?from=dover")
    assert page.get_by_text("Kent County Council runs children’s services here.").is_visible()
    go_to_letter(page, "Thank Kent, and ask what’s next")
    press(page, "See my letter")
    assert "the council had signed" in page.locator("#id_text").input_value()
    finish(page)
    assert page.get_by_role("heading", name="It’s ready. You send it.").is_visible()
    whole = page.locator("#whole-letter").inner_text()
    assert "hank you" in whole
    assert "Yours sincerely,\n\nAnna Example\n1 High Street, Dover" in whole
    assert page.get_by_role("button", name="Copy it").is_visible() is javascript
    assert page.get_by_role("link", name="Open it in my email").is_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["JavaScript", "no JavaScript"])
def test_a_postcode_in_sheffield_leads_to_a_letter_that_asks(visit, size, javascript):
    page = visit("/", size, java_script_enabled=javascript)
    search(page, "S1 2HH")
    assert page.url.endswith("/councils/sheffield/")
    go_to_letter(page, "Ask Sheffield to sign")
    page.get_by_text("Where can a child here go for help").click()
    page.get_by_label("In your own words").fill("My niece lives here.")
    press(page, "See my letter")
    text = page.locator("#id_text").input_value()
    assert "hasn’t found Sheffield’s signature" in text
    assert "where can a child here go for help" in text
    assert "My niece lives here." in text
    finish(page)
    assert page.get_by_text("We don’t have a checked address for Sheffield").is_visible()
    assert page.get_by_role("link", name="Tell us", exact=True).is_visible()


def test_at_the_border_the_visitor_chooses(visit, size):
    page = visit("/", size)
    search(page, "S17 3BJ")
    assert page.get_by_role("heading", name="Which council is yours?").is_visible()
    page.get_by_role("link", name="Derbyshire County Council").click()
    page.wait_for_url("**/councils/derbyshire/")


def test_a_name_finds_a_council_too(visit):
    page = visit("/")
    search(page, "kings lynn")
    assert "/councils/norfolk/" in page.url


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
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_role("link", name="Ask Sheffield to sign").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("#id_topics_2").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="See my letter").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_label("Your name").focus()
    page.keyboard.type("Anna")
    page.keyboard.press("Tab")
    page.keyboard.type("Sheffield")
    with page.expect_navigation():
        page.keyboard.press("Enter")  # from a field: the letter is ready, not said another way
    assert page.get_by_role("heading", name="It’s ready. You send it.").is_visible()
    assert len(page.locator("#whole-letter").inner_text()) > 800


def test_the_skip_link_leads_past_the_header(visit):
    page = visit("/councils/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert 'id="main"' in focused(page)
    assert page.evaluate("document.querySelector('#main').getBoundingClientRect().top") >= 0


@pytest.fixture
def letter(visit):
    """Open a letter that is ready, in a window whose clipboard can be read."""
    page = visit(None, PHONE, permissions=["clipboard-read", "clipboard-write"])
    draft(page)
    page.locator("#id_text").fill(f"Please sign it for the children. {AWKWARD}")
    finish(page, name="Zoë <i>", home='"Home", {1}')
    return page


def test_copying_puts_the_whole_letter_on_the_clipboard(letter):
    button = letter.locator("[data-copy]")
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


def test_without_a_clipboard_the_letter_is_copied_the_old_way(visit):
    page = visit(None, PHONE)
    page.add_init_script("delete Navigator.prototype.clipboard")
    draft(page)
    finish(page)
    page.evaluate("document.execCommand = (verb) => { window.did = verb; return true; }")
    page.locator("[data-copy]").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("window.did") == "copy"
    assert page.evaluate("getSelection().toString().length") > 500


def test_the_way_back_from_a_ready_letter_keeps_every_word(letter):
    with letter.expect_navigation():
        letter.get_by_role("link", name="Change it").click()
    assert letter.locator("#id_text").input_value() == f"Please sign it for the children. {AWKWARD}"
    assert letter.locator("#id_name").input_value() == "Zoë <i>"
    assert letter.locator("#id_postal_address").input_value() == '"Home", {1}'


def test_the_back_button_keeps_what_was_typed(visit):
    page = visit(None)
    draft(page)
    page.locator("#id_text").fill("All my own words.")
    finish(page, name="Anna", home="Leeds")
    page.go_back()
    assert page.locator("#id_text").input_value() == "All my own words."
    assert page.locator("#id_name").input_value() == "Anna"
    page.go_forward()
    assert "All my own words." in page.locator("#whole-letter").inner_text()


def test_the_back_button_from_the_draft_keeps_the_own_line_and_the_ticks(visit):
    page = visit("/councils/sheffield/write/")
    page.get_by_label("In your own words").fill("My niece lives here.")
    page.locator("#id_topics_2").check()
    press(page, "See my letter")
    page.go_back()
    assert page.get_by_label("In your own words").input_value() == "My niece lives here."
    assert page.locator("#id_topics_2").is_checked()


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
    draft(page)
    page.locator("#id_text").fill("I have run away and I am scared.")
    finish(page)
    first = page.locator(".help-first")
    assert first.is_visible()
    assert first.bounding_box()["y"] < page.locator("#unsaved").bounding_box()["y"]
    assert first.locator("[href='tel:116000']").is_visible()
    with page.expect_navigation():
        first.get_by_role("button", name="It’s about the past").click()
    assert "I have run away" in page.locator("#whole-letter").inner_text()
    draft(page)
    page.locator("#id_text").fill("I have run away and I am scared.")
    finish(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Clear what I wrote").click()
    assert page.get_by_role("heading", name="gone from this device").is_visible()
    draft(page)
    page.locator("#id_text").fill("I have run away and I am scared.")
    finish(page)
    page.get_by_role("link", name="I need help", exact=True).click()
    page.wait_for_url("**/need-help/")


def test_the_letter_field_grows_with_the_text(visit):
    page = visit(None)
    draft(page)
    area = page.locator("#id_text")
    before = area.bounding_box()["height"]
    area.fill("line\n" * 60)
    assert area.bounding_box()["height"] > before
    assert area.evaluate("(it) => it.scrollHeight <= it.clientHeight + 2")
