"""Exit this page: it leaves at once, with no way back, and tells the next site nothing."""

import pytest

pytestmark = pytest.mark.browser

AWAY = "https://www.bbc.co.uk/weather"


@pytest.fixture
def window(visit):
    """Return a function that opens a window in which Exit this page leads to a page of ours."""

    def open_window(address, **options):
        page = visit(None, **options)
        page.route("https://www.bbc.co.uk/**", stand_in)
        page.goto(address)
        return page

    def stand_in(route):
        assert route.request.method == "GET"
        sent = route.request.headers
        assert "referer" not in sent
        visit.strays.remove(AWAY)
        route.fulfill(body="<title>Weather</title>", content_type="text/html")

    return open_window


def test_exit_leaves_and_the_back_button_does_not_come_back(window, site):
    page = window("/")
    page.goto("/need-help/")
    page.locator("[data-exit]").click()
    page.wait_for_url(AWAY)
    page.go_back()  # to the page before the one that was left
    assert page.url == f"{site}/"


@pytest.mark.promise(24)
@pytest.mark.parametrize("address", ["/need-help/", "/councils/sheffield/write/"])
def test_pressing_shift_three_times_leaves_while_writing_too(window, address):
    page = window(address)
    page.locator("[data-exit], #id_own_line").last.focus()
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(AWAY)


def test_capital_letters_and_two_presses_do_not_leave(window):
    page = window("/councils/sheffield/write/")
    page.locator("#id_own_line").focus()
    for letter in "ABCDE":
        page.keyboard.press(f"Shift+{letter}")
    page.keyboard.type("Anna Bell Carr Dean.")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.keyboard.press("a")
    page.keyboard.press("Shift")
    page.wait_for_timeout(300)
    assert "/write/" in page.url
    assert page.locator("#id_own_line").input_value() == "ABCDEAnna Bell Carr Dean.a"


def test_slow_presses_do_not_leave(window):
    page = window("/need-help/")
    page.clock.install()
    for _ in range(4):
        page.keyboard.press("Shift")
        page.clock.fast_forward(2600)
    page.wait_for_timeout(200)
    assert page.url.endswith("/need-help/")
