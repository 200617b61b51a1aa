"""What only a browser does to a letter: going back, leaving, typing, and what stays on a device."""

import pytest

from tests.browser.conftest import PHONE
from tests.browser.screens import (
    another_page,
    check_email,
    delete,
    draft,
    follow,
    letter_of,
    letter_to_kent,
    press,
    private_page,
    reachable_kent,
    send,
    sent,
    words_of_a_letter,
)
from tests.campaign.outbox.emails import delivered

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live")]

OWN = "My niece lives here, {x} 100%."
FIRST, SECOND = "Dear all, the first words.", "Dear all, the second words."


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
    reachable_kent()
    page.reload()
    page.get_by_label("Why it matters to you").fill("Xylophone")
    send(page)
    page.get_by_label("The six digits").fill(letter_of(page).code)
    press(page, "Confirm and send")


def values(page) -> list[str]:
    return page.evaluate(
        "[...document.querySelectorAll('input, textarea')].map((field) => field.value)"
    )


def test_going_back_after_clearing_shows_nothing_of_the_letter(visit):
    page = visit("/councils/sheffield/write/")
    page.get_by_label("Why it matters to you").fill("Xylophone")
    page.get_by_label("Your name").fill("Zebedee")
    press(page, "Change any of these words")
    delete(page)
    for _ in range(2):
        page.go_back()
        assert not {"Xylophone", "Zebedee"} & set(values(page)), page.url
        assert "Xylophone" not in page.content()


def test_going_back_from_the_code_keeps_the_letter_and_sends_no_second_email(visit):
    page = visit(None)
    letter_to_kent(page)
    page.locator("#id_own_line").fill(OWN)
    page.get_by_label("Help for children here").check()
    send(page)
    page.go_back()
    assert "/check/" not in page.url
    assert page.locator("#id_own_line").input_value() == OWN
    assert page.get_by_label("Help for children here").is_checked()
    assert page.locator("#id_email").input_value() == "anna@example.org"
    press(page, "Go on to send it")
    assert page.get_by_text("Your letter hasn’t gone yet.").is_visible()
    assert len(delivered("anna@example.org")) == 1


CRY = "I have run away and I am scared."


def asked_by_the_guard(page):
    letter_to_kent(page)
    page.get_by_label("Help for children here").check()
    page.locator("#id_own_line").fill(CRY)
    send(page)
    assert page.get_by_role("heading", name="Is this about you, now?").is_visible()


@pytest.mark.promise(13)
def test_back_and_forward_over_the_guards_question_lose_nothing(visit):
    page = visit(None)
    asked_by_the_guard(page)
    for move in (page.go_back, page.go_forward, page.reload):
        move()
        assert page.locator("#id_own_line").input_value() == CRY
        assert page.get_by_label("Help for children here").is_checked()
        assert page.locator("#id_email").input_value() == "anna@example.org"
    press(page, "Go on to send it")
    assert page.get_by_role("heading", name="Is this about you, now?").is_visible()


def test_going_back_from_the_code_over_the_guards_question_shows_the_letter(visit):
    page = visit(None)
    asked_by_the_guard(page)
    press(page, "go on with my letter")
    assert page.get_by_role("heading", name="Check your email").is_visible()
    page.go_back()
    assert page.locator("#id_own_line").input_value() == CRY
    page.go_forward()
    assert page.get_by_role("heading", name="Check your email").is_visible()


@pytest.mark.promise(24)
@pytest.mark.parametrize("leave", ["Clear what I wrote", "Exit"])
def test_nothing_that_the_guard_asked_about_comes_back_once_it_was_left(visit, leave):
    page = visit(None)
    page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="Weather"))
    asked_by_the_guard(page)
    if leave == "Exit":
        page.locator("[data-exit]").click()
        page.wait_for_url("https://www.bbc.co.uk/weather")
    else:
        follow(page, leave)
    for _ in range(2):
        page.go_back()
        assert CRY not in values(page), page.url
    visit.strays.clear()


def test_the_way_back_from_two_versions_of_a_letter_sends_nothing_once_more(visit):
    page = visit(None)
    words_of_a_letter(page)
    page.locator("#id_text").fill(FIRST)
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("#id_text").fill(SECOND)
    press(other, "Go on to send it")
    press(page, "Go on to send it")
    assert page.get_by_text("There are two versions of this letter").is_visible()
    press(page, "Use this instead")
    page.go_back()
    assert page.locator("#id_text").input_value() == FIRST


def test_a_double_click_makes_one_draft_and_one_email(visit):
    page = visit(None)
    letter_to_kent(page)
    page.get_by_label("Your name").fill("Anna")
    page.get_by_label("Your email").fill("anna@example.org")
    page.get_by_label("Your street or postcode").fill("Dover")
    page.wait_for_timeout(3000)
    page.get_by_role("button", name="Go on to send it").dblclick()
    page.get_by_label("The six digits").wait_for()
    assert len(delivered("anna@example.org")) == 1


def test_typed_words_are_there_after_leaving_by_a_link_or_closing_the_window(visit):
    page = visit(None)
    draft(page)
    address = page.url
    page.locator("#id_own_line").fill("Half a sentence")
    page.locator("main").get_by_role("link", name="Privacy").click()
    page.wait_for_url("**/privacy/")
    assert in_time(page, address, "#id_own_line", "Half a sentence")
    page.get_by_label("Your name").fill("Anna")
    page.close(run_before_unload=True)
    assert in_time(visit(None), address, "#id_name", "Anna")


def test_a_reload_keeps_what_is_typed_and_another_page_forgets_it(visit):
    page = visit(None)
    letter_to_kent(page)
    page.locator("#id_own_line").fill(OWN)
    page.get_by_label("Help for children here").check()
    page.get_by_label("Your name").fill("Anna")
    page.reload()
    assert page.locator("#id_own_line").input_value() == OWN
    assert page.get_by_label("Help for children here").is_checked()
    page.get_by_label("Your name").fill("Anna Bell")
    page.reload()
    assert page.get_by_label("Your name").input_value() == "Anna Bell"
    page.get_by_label("Your name").fill("Anna Carr")
    page.goto("/charter/")
    assert "Anna" not in page.evaluate("JSON.stringify({ ...sessionStorage })")


TAB_IS = """(state) => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_a_tab_that_was_seen_again_shows_at_a_reload_what_another_has_saved_since(visit):
    page = visit("/councils/sheffield/write/")
    page.locator("#id_own_line").fill("For my pupils.")
    with page.expect_response("**/keep/"):
        page.evaluate(TAB_IS, "hidden")
    page.evaluate(TAB_IS, "visible")
    other = page.context.new_page()
    other.goto(page.url)
    assert other.locator("#id_own_line").input_value() == "For my pupils."
    other.locator("#id_own_line").fill("For my pupils in Year 9.")
    with other.expect_response("**/keep/"):
        other.evaluate(TAB_IS, "hidden")
    page.reload()
    assert page.locator("#id_own_line").input_value() == "For my pupils in Year 9."


def test_a_phone_shows_what_a_letter_is_about_and_all_of_its_subject(visit):
    page = visit("/councils/sheffield/write/")
    about = page.get_by_text("The Runaways’ Charter asks councils to protect children")
    assert about.bounding_box()["y"] < 400
    assert page.locator("label[for=id_own_line]").bounding_box()["y"] < 700
    page.goto("/councils/bournemouth-christchurch-and-poole/write/")
    press(page, "Change any of these words")
    hidden = page.locator("#id_subject").evaluate("it => it.scrollHeight - it.clientHeight")
    assert hidden <= 0


def test_going_back_over_two_versions_brings_no_older_one_back(visit):
    page = visit(None)
    words_of_a_letter(page)
    address = page.url
    for text in (FIRST, SECOND):
        page.locator("#id_text").fill(text)
        press(page, "Go on to send it")  # without a name: errors
        assert page.get_by_role("heading", name="Two things need changing").is_visible()
    for _ in range(2):
        page.go_back()
        page.wait_for_load_state()
        assert page.locator("#id_text").input_value() == SECOND
    page.go_back()
    page.wait_for_timeout(1000)  # what a page that is left would send is on its way
    other = visit(None)
    other.goto(address)
    assert other.locator("#id_text").input_value() == SECOND


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
    words_of_a_letter(page)
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
    line = page.get_by_label("Why it matters to you").input_value()
    assert line == "I care about this because my brother ran away."


def test_the_line_of_ones_own_stands_on_the_first_screen_of_a_phone(visit):
    page = visit("/councils/sheffield/write/", (360, 740))
    box = page.get_by_label("Why it matters to you").bounding_box()
    assert box["y"] + box["height"] <= 740


@pytest.mark.promise(13)
def test_from_the_box_to_a_sent_letter_by_hand_are_ten_actions(visit):
    reachable_kent()
    page = visit("/", PHONE)
    page.get_by_label("Your postcode, town or council").first.fill("CT16 1HE")
    press_in_main(page, "button", "Find")
    press_in_main(page, "link", "Thank Kent")
    assert 3 + write_and_confirm(page) == 10


def test_from_a_friends_link_to_a_sent_letter_by_hand_are_seven_actions(visit):
    reachable_kent()
    page = visit("/councils/kent/write/", PHONE)
    assert write_and_confirm(page) == 7


def write_and_confirm(page) -> int:
    """Write a letter by hand, and confirm it by the link of our email; return the actions."""
    typed = {
        "Why it matters to you": "My niece lives here.",
        "Your name": "Anna Example",
        "Your street or postcode": "CT16 1HE",
        "Your email": "anna@example.org",
    }
    for label, words in typed.items():  # three of them are one where the browser fills them in
        page.get_by_label(label).fill(words)
    press_in_main(page, "button", "Go on to send it")
    page.goto(f"/letters/{letter_of(page).token}/confirm/")
    press_in_main(page, "button", "Confirm and send")
    assert page.get_by_role("heading", name="Thank you.").is_visible()
    return len(typed) + 3


def press_in_main(page, role, name):
    with another_page(page):
        page.locator("main").get_by_role(role, name=name).first.click()


def test_a_letter_shows_the_sentences_of_ticked_boxes_and_without_has_all_of_them(visit):
    page = visit("/councils/kent/write/")
    sentences = page.locator(".asks li")
    assert [each.is_visible() for each in sentences.all()] == [False] * 3
    page.get_by_label("Help for children here").check()
    assert [each.is_visible() for each in sentences.all()] == [True, False, False]
    assert page.get_by_text("I’d also like to ask:").is_visible()
    assert not page.get_by_text("What each box adds:").is_visible()
    page.evaluate(
        "document.querySelectorAll('link[rel=stylesheet]').forEach(link => link.remove())"
    )
    assert [each.is_visible() for each in sentences.all()] == [True] * 3
    assert page.get_by_text("What each box adds:").is_visible()
    for box, sentence in zip(page.locator("[name=topics]").all(), sentences.all(), strict=True):
        assert box.get_attribute("aria-describedby") == sentence.get_attribute("id")


def test_a_letter_works_without_a_script_from_its_line_to_the_code(visit):
    reachable_kent()
    page = visit("/councils/kent/write/", java_script_enabled=False)
    assert page.get_by_text("“I care about this because …”").is_visible()
    page.get_by_label("Why it matters to you").fill("My niece lives here.")
    page.get_by_label("Help for children here").check()
    shown = page.locator(".sheet").inner_text()
    send(page)
    sent = page.locator("#whole-letter").inner_text()
    assert "My niece lives here." in sent
    for line in sent.splitlines():
        typed = line in ("My niece lives here.", "Anna Example", "1 High Street, Dover")
        assert not line or typed or "@" in line or line in shown, line


@pytest.mark.promise(15)
def test_a_browser_that_knows_no_has_sends_what_its_page_said(visit):
    reachable_kent()
    page = visit(None)
    page.route("**/*.css", without_has)
    page.goto("/councils/kent/write/")
    assert page.get_by_text("What each box adds:").is_visible()
    page.get_by_label("Help for children here").check()
    page.get_by_label("A talk with those who come back").check()
    shown = page.locator(".asks li").all_inner_texts()
    assert [each.is_visible() for each in page.locator(".asks li").all()] == [True] * 3
    send(page)
    letter = page.locator("#whole-letter").inner_text()
    assert [sentence in letter for sentence in shown] == [True, False, True]


def without_has(route):
    """Serve a style sheet as it is read by a browser that does not know ``:has()``."""
    sheet = route.fetch().text().replace(":has(", ":not-known(")
    route.fulfill(body=sheet, content_type="text/css")


def test_the_characters_that_are_left_are_counted_near_the_end(visit):
    page = visit(None)
    words_of_a_letter(page)
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


def test_a_letter_that_waits_can_be_sent_by_hand_from_its_page(visit):
    page = visit(None, PHONE, java_script_enabled=False)
    private_page("held")(page)
    way = page.get_by_role("link", name="lead@kent.example")
    assert not way.is_visible()
    page.get_by_text("Send it yourself instead").click()
    assert way.is_visible()
    press(page, "I’ve sent it")
    assert page.get_by_text("You told us that you sent it yourself.").is_visible()
    assert way.is_visible()
