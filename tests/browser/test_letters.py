"""A letter that we deliver: written, confirmed by a real email, and gone from this device."""

import re

import pytest

from campaign.letters.models import Letter, State
from tests.browser.conftest import PHONE
from tests.browser.screens import (
    check_email,
    draft,
    expired_code,
    letter_of,
    letter_to_kent,
    press,
    send,
    sent,
)
from tests.campaign.outbox.emails import delivered

pytestmark = pytest.mark.browser

TAKEN = "Thank you. This site isn’t live yet, so your letter doesn’t go to Kent"
OWN = "My niece lives here, {x} 100%."
FIRST, SECOND = "Dear all, the first words.", "Dear all, the second words."


def code_in(mail) -> str:
    """Return the code that a subject begins with."""
    return mail["Subject"].replace(" ", "")[:6]


@pytest.fixture
def mailbox(site, settings):
    """Return a function that lets the worker deliver, and returns the emails to an address."""
    settings.SITE_URL = site
    return delivered


def link_in(mail) -> str:
    return re.search(r"http://\S+/confirm/", mail.get_content())[0]


@pytest.mark.parametrize("javascript", [True, False], ids=["JavaScript", "no JavaScript"])
def test_a_letter_is_written_confirmed_by_its_code_and_delivered(visit, size, mailbox, javascript):
    page = visit(None, size, java_script_enabled=javascript)
    letter_to_kent(page)
    page.locator("#id_text").fill(f"Dear you,\n\n{OWN}")
    send(page)
    assert page.get_by_text("Your letter hasn’t gone yet.").is_visible()
    (mail,) = mailbox("anna@example.org")
    code = code_in(mail)
    assert code.isdigit()
    page.get_by_label("The six digits").fill(code)
    press(page, "Confirm and send")
    assert page.get_by_role("heading", name=TAKEN).is_visible()
    (letter,) = mailbox("lead@kent.example")
    assert letter["From"].addresses[0].display_name == "Anna Example via Make Runaways Safe"
    assert letter["Reply-To"].addresses[0].addr_spec == "anna@example.org"
    assert OWN in letter.get_content()
    page.goto(link_in(mail))
    page.get_by_role("link", name="See what became of it").click()
    page.wait_for_url("**/letters/*/")
    assert Letter.objects.get().state == State.ACCEPTED
    assert page.get_by_role("heading", name="Thank you").is_visible()


def test_a_letter_is_confirmed_by_its_link_on_another_device(visit, mailbox):
    phone = visit(None)
    letter_to_kent(phone)
    send(phone)
    (mail,) = mailbox("anna@example.org")
    laptop = visit(link_in(mail), (1280, 800))
    assert laptop.get_by_text("Your letter hasn’t gone yet.").is_visible()
    assert not mailbox("lead@kent.example")
    press(laptop, "Confirm and send")
    assert laptop.get_by_role("heading", name="Thank you").is_visible()
    assert len(mailbox("lead@kent.example")) == 1
    phone.reload()
    assert phone.get_by_role("heading", name=TAKEN).is_visible()


def test_a_shared_link_leads_to_a_sent_letter_in_eight_taps(visit, mailbox):
    page = visit(None, has_touch=True)
    letter_to_kent(page)  # one: Thank Kent; two: See my letter
    taps = 2
    for label, typed in (("Your name", "Anna"), ("Your email", "anna@example.org"),
                         ("Your street and town", "Dover")):  # fmt: skip
        page.get_by_label(label).tap()
        page.keyboard.type(typed)
        taps += 1
    page.wait_for_timeout(3000)  # as long as a person takes at the very least
    with page.expect_navigation():
        page.get_by_role("button", name="Go on to send it").tap()
    page.get_by_label("The six digits").tap()
    page.keyboard.type(code_in(mailbox("anna@example.org")[0]))
    with page.expect_navigation():
        page.get_by_role("button", name="Confirm and send").tap()
    assert page.get_by_role("heading", name=TAKEN).is_visible()
    assert taps + 3 <= 8


def test_going_back_after_sending_shows_nothing_of_the_letter(visit):
    page = visit("/")
    page.goto("/councils/kent/write/")
    sent_with_a_line(page)
    for _ in range(6):
        page.go_back()
        body = page.content() + " ".join(values(page))
        for mark in ("Xylophone", "anna@example.org", "Anna Example"):
            assert mark not in body, page.url
        if page.url.endswith(":0/") or "/write/" not in page.url:
            break


def sent_with_a_line(page):
    from tests.browser.screens import reachable_kent

    reachable_kent()
    page.reload()
    page.get_by_label("In your own words").fill("Xylophone")
    press(page, "See my letter")
    send(page)
    page.get_by_label("The six digits").fill(letter_of(page).code)
    press(page, "Confirm and send")


def values(page) -> list[str]:
    return page.evaluate(
        "[...document.querySelectorAll('input, textarea')].map((field) => field.value)"
    )


def test_going_back_after_clearing_shows_nothing_of_the_letter(visit):
    page = visit("/councils/sheffield/write/")
    page.get_by_label("In your own words").fill("Xylophone")
    press(page, "See my letter")
    page.get_by_label("Your name").fill("Zebedee")
    press(page, "Delete this letter")
    for _ in range(2):
        page.go_back()
        assert not {"Xylophone", "Zebedee"} & set(values(page)), page.url
        assert "Xylophone" not in page.content()
    page.wait_for_url("**/councils/sheffield/write/")


def test_going_back_from_the_code_keeps_the_letter_and_sends_no_second_email(visit, mailbox):
    page = visit(None)
    letter_to_kent(page)
    page.locator("#id_text").fill(OWN)
    send(page)
    page.go_back()
    assert "/check/" not in page.url
    assert page.locator("#id_text").input_value() == OWN
    assert page.locator("#id_email").input_value() == "anna@example.org"
    press(page, "Go on to send it")
    assert page.get_by_text("Your letter hasn’t gone yet.").is_visible()
    assert len(mailbox("anna@example.org")) == 1


def test_a_double_click_makes_one_draft_and_one_email(visit, mailbox):
    page = visit(None)
    letter_to_kent(page)
    page.get_by_label("Your name").fill("Anna")
    page.get_by_label("Your email").fill("anna@example.org")
    page.get_by_label("Your street and town").fill("Dover")
    page.wait_for_timeout(3000)
    page.get_by_role("button", name="Go on to send it").dblclick()
    page.get_by_label("The six digits").wait_for()
    assert len(mailbox("anna@example.org")) == 1


def test_typed_words_are_there_after_leaving_by_a_link_or_closing_the_window(visit):
    page = visit(None)
    draft(page)
    address = page.url
    page.locator("#id_text").fill("Half a sentence")
    page.get_by_role("link", name="The charter").first.click()
    page.wait_for_url("**/charter/")
    assert in_time(page, address, "#id_text", "Half a sentence")
    page.get_by_label("Your name").fill("Anna")
    page.close(run_before_unload=True)
    assert in_time(visit(None), address, "#id_name", "Anna")


def test_going_back_over_two_versions_brings_no_older_one_back(visit):
    page = visit(None)
    draft(page)
    address = page.url
    for text in (FIRST, SECOND):
        page.locator("#id_text").fill(text)
        press(page, "Go on to send it")  # without a name: errors
        assert page.get_by_role("heading", name="Please check these").is_visible()
    for _ in range(2):
        page.go_back()
        page.wait_for_load_state()
        assert page.locator("#id_text").input_value() == SECOND
    page.go_back()
    page.wait_for_timeout(1000)  # what a page that is left would send is on its way
    other = visit(None)
    other.goto(address)
    assert other.locator("#id_text").input_value() == SECOND


def test_words_typed_in_two_windows_are_both_there(visit):
    page = visit(None)
    draft(page)
    other = visit(None)
    other.goto(page.url)
    other.locator("#id_text").fill(SECOND)
    press(other, "Go on to send it")
    page.locator("#id_text").fill(FIRST)
    press(page, "Go on to send it")
    assert page.get_by_text("This letter was changed in another window too").is_visible()
    assert page.get_by_label("What this window held").input_value() == FIRST
    assert page.locator("#id_text").input_value() == SECOND
    press(page, "Use this instead")
    assert page.locator("#id_text").input_value() == FIRST


def in_time(page, address, field, typed) -> bool:
    """Whether a field soon holds what was typed before leaving, which is sent on the way out."""
    for _ in range(20):
        page.goto(address)
        if page.locator(field).input_value() == typed:
            return True
        page.wait_for_timeout(250)
    return False


def test_exit_saves_nothing_that_was_not_saved_before(visit):
    page = visit(None)
    page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="Weather"))
    draft(page)
    address = page.url
    page.locator("#id_text").fill("Nobody may see this")
    page.locator("[data-exit]").click()
    page.wait_for_url("https://www.bbc.co.uk/weather")
    visit.strays.clear()
    page.goto(address)
    assert page.locator("#id_text").input_value() != "Nobody may see this"


def test_a_prompt_begins_the_line_and_waits_to_be_finished(visit):
    page = visit("/councils/sheffield/write/")
    page.get_by_role("button", name="I care about this because").click()
    page.keyboard.type("my brother ran away.")
    line = page.get_by_label("In your own words").input_value()
    assert line == "I care about this because my brother ran away."


def test_a_letter_is_sent_by_keyboard_alone(visit, mailbox):
    page = visit(None, PHONE)
    letter_to_kent(page)
    page.get_by_label("Your name").focus()
    page.keyboard.type("Anna")
    page.keyboard.press("Tab")
    page.keyboard.type("Dover")
    page.keyboard.press("Tab")
    page.keyboard.type("anna@example.org")
    page.wait_for_timeout(3000)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_label("The six digits").focus()
    page.keyboard.type(code_in(mailbox("anna@example.org")[0]))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("heading", name=TAKEN).is_visible()


def test_a_mistyped_code_is_found_by_keyboard_and_screen_reader(visit):
    page = visit(None)
    check_email(page)
    page.get_by_label("The six digits").fill("12")
    press(page, "Confirm and send")
    assert 'id="errors"' in page.evaluate("document.activeElement.outerHTML")
    page.get_by_role("link", name="Type the six digits from our email.").click()
    assert 'id="id_code"' in page.evaluate("document.activeElement.outerHTML")


@pytest.mark.parametrize("javascript", [True, False], ids=["JavaScript", "no JavaScript"])
def test_an_expired_code_leaves_one_way_on(visit, javascript):
    page = visit(None, PHONE, java_script_enabled=javascript)
    expired_code(page)
    assert page.get_by_role("heading", name="This code doesn’t work any more").is_visible()
    assert not page.get_by_label("The six digits").is_visible()
    press(page, "Send me a new code")
    page.get_by_label("The six digits").fill(letter_of(page).code)
    press(page, "Confirm and send")
    assert page.get_by_role("heading", name=TAKEN).is_visible()


def test_the_first_button_stands_within_two_screens_of_a_phone(visit):
    page = visit("/councils/sheffield/write/", (360, 640))
    box = page.get_by_role("button", name="See my letter").bounding_box()
    assert box["y"] + box["height"] <= 2 * 640


def test_the_characters_that_are_left_are_counted_near_the_end(visit):
    page = visit(None)
    draft(page)
    page.locator("#id_text").fill("a" * 10_000)
    assert not page.get_by_text("characters left").is_visible()
    page.locator("#id_text").fill("a" * 11_500)
    page.get_by_text("500 characters left").wait_for()
    page.locator("#id_text").fill("a" * 12_001)
    page.get_by_text("1 character too many").wait_for()


def test_the_confirming_screen_stands_above_the_fold_of_a_phone(visit):
    page = visit(None, PHONE)
    check_email(page)
    box = page.get_by_role("button", name="Confirm and send").bounding_box()
    assert box["y"] + box["height"] <= 640


def test_a_letter_that_was_sent_says_thank_you_first(visit, size):
    page = visit(None, size)
    sent(page)
    box = page.get_by_role("heading", name="Thank you").bounding_box()
    assert box["y"] < 260
