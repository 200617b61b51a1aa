"""Back and Exit on pages that answered a form: nothing is lost, sent twice or left behind."""

import pytest

from campaign.sign_up.models import SignUp
from campaign.tasks.models import Task
from tests.browser.screens import CRY, follow, letter_to_kent, press, send, words_of_a_letter

pytestmark = pytest.mark.browser

FORMS = {
    "/councils/sheffield/tell-us/": "Send",
    "/sign/?council=sheffield": "Send",
    "/complaints/": "Send my complaint",
}
"""The address of each form with a guard but the letter’s, and its button."""


@pytest.fixture(params=FORMS)
def form(request, visit):
    """Return a window in which somebody has written to one of the forms, and how to send it."""
    page = visit("/")
    page.goto(request.param)

    def write(words, email="anna@example.org"):
        page.locator("#id_text").fill(words)
        page.locator("[name=email]").fill(email)
        press(page, FORMS[request.param])

    return page, write


def seen(page) -> str:
    """Return all that a window shows, what stands in its fields included."""
    fields = "[...document.querySelectorAll('input, textarea')].map((field) => field.value)"
    return page.locator("body").inner_text() + " ".join(page.evaluate(fields))


def is_asked(page) -> bool:
    return page.get_by_role("heading", name="Is this about you, now?").is_visible()


def nothing_was_sent() -> bool:
    return not Task.objects.exists() and not SignUp.objects.exists()


def leave_by_exit(page, visit):
    page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="Weather"))
    page.locator("[data-exit]").click()
    page.wait_for_url("https://www.bbc.co.uk/weather")
    visit.strays.clear()


@pytest.mark.promise(22)
def test_back_from_the_guards_question_keeps_what_was_typed_and_sends_nothing(form):
    page, write = form
    write(CRY)
    for move in (page.go_back, page.go_forward, page.reload):
        assert CRY in seen(page)
        move()
    assert page.locator("[name=email]").input_value() == "anna@example.org"
    assert nothing_was_sent()
    write(CRY)
    assert is_asked(page)


@pytest.mark.promise(24)
@pytest.mark.parametrize("leave", ["I need help", "Exit", "another page"])
def test_somebody_else_at_the_device_finds_nothing_of_a_call_for_help(form, visit, leave):
    page, write = form
    write(CRY)
    match leave:
        case "Exit":
            leave_by_exit(page, visit)
        case "I need help":
            follow(page, leave)
        case _:
            page.goto("/councils/")
    for _ in range(2):
        page.go_back()
        assert CRY not in seen(page), page.url
    page.go_forward()
    assert CRY not in seen(page), page.url
    assert nothing_was_sent()


@pytest.mark.promise(24)
def test_a_call_for_help_in_a_letter_is_forgotten_on_the_way_to_help(visit):
    page = visit(None)
    letter_to_kent(page)
    page.locator("#id_own_line").fill(CRY)
    send(page)
    follow(page, "I need help")
    for _ in range(2):
        page.go_back()
        assert CRY not in seen(page), page.url


@pytest.mark.promise(24)
def test_after_ten_minutes_nothing_of_a_call_for_help_comes_back(form):
    page, write = form
    page.clock.install()
    write(CRY)
    page.clock.fast_forward(11 * 60 * 1000)
    page.go_back()
    assert CRY not in seen(page)


@pytest.mark.promise(13)
def test_a_link_followed_from_errors_leads_back_to_what_was_typed(form):
    page, write = form
    write("It signed in May.", email="nonsense")
    assert page.locator("#errors").is_visible()
    with page.expect_navigation():
        page.locator(".foot").get_by_role("link", name="Privacy").click()
    page.go_back()
    assert page.locator("#id_text").input_value() == "It signed in May."
    assert page.locator("[name=email]").input_value() == "nonsense"
    assert nothing_was_sent()


@pytest.mark.promise(13)
def test_what_was_typed_about_one_council_is_not_put_into_the_form_of_another(visit):
    page = visit("/councils/sheffield/tell-us/")
    page.locator("#id_text").fill("It signed in May.")
    page.locator("[name=email]").fill("nonsense")
    press(page, "Send")
    with page.expect_navigation():
        page.locator(".foot").get_by_role("link", name="Privacy").click()
    page.goto("/councils/kent/tell-us/")
    assert "It signed in May." not in seen(page)
    assert page.locator("[name=email]").input_value() == ""


@pytest.mark.promise(24)
def test_exit_from_errors_leaves_nothing_behind(form, visit):
    page, write = form
    write("It signed in May.", email="nonsense")
    leave_by_exit(page, visit)
    for _ in range(2):
        page.go_back()
        assert "It signed in May." not in seen(page), page.url


@pytest.mark.promise(13)
def test_a_link_followed_from_two_versions_of_a_letter_leads_back_to_both(visit):
    page = visit(None)
    words_of_a_letter(page)
    page.locator("#id_text").fill("Dear all, the first words.")
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("#id_text").fill("Dear all, the second words.")
    press(other, "Go on to send it")
    press(page, "Go on to send it")
    for _ in range(2):
        follow(page, "Privacy")
        page.go_back()
        assert page.get_by_text("There are two versions of this letter").is_visible()
        assert page.locator("#other-text").input_value() == "Dear all, the first words."
        assert page.locator("#id_text").input_value() == "Dear all, the second words."
    press(page, "Use this instead")
    assert page.locator("#id_text").input_value() == "Dear all, the first words."
