"""The search box in a browser: typing, choosing and going back, by finger and by keyboard."""

import pytest

from tests.browser.conftest import PHONE
from tests.browser.page_checks import TOO_WIDE, violations
from tests.browser.screens import another_page

pytestmark = pytest.mark.browser

HUDDERSFIELD = "Huddersfield, West Yorkshire"


@pytest.fixture
def asked_for(visit):
    """Return a function that opens a page, and returns it with a list of its later requests."""

    def open_page(address, size=PHONE, **options):
        page = visit(address, size, **options)
        addresses: list[str] = []
        page.on("request", lambda request: note(request, addresses))
        return page, addresses

    def note(request, addresses):
        if request.resource_type in ("fetch", "xhr", "ping", "document"):
            addresses.append(f"{request.method} {request.url}")

    return open_page


def box(page):
    return page.get_by_label("Your postcode, town or council")


def options(page) -> list[str]:
    page.get_by_role("listbox").wait_for()
    return page.get_by_role("option").all_inner_texts()


def test_a_visitor_on_a_phone_types_chooses_and_goes_back(asked_for):
    page, _ = asked_for("/", has_touch=True)
    box(page).tap()
    box(page).press_sequentially("hudders")
    assert HUDDERSFIELD in options(page)
    assert not page.evaluate(TOO_WIDE)
    with another_page(page):
        page.get_by_role("option", name=HUDDERSFIELD).tap()
    assert page.get_by_role("heading", name="Kirklees Council", level=1).is_visible()
    assert page.get_by_text("Huddersfield is in Kirklees.").is_visible()
    page.go_back()
    assert box(page).is_visible()
    assert not page.get_by_role("listbox").is_visible()


def test_the_keyboard_opens_moves_and_closes_the_list_and_chooses(asked_for, size):
    page, _ = asked_for("/find/", size)
    box(page).focus()
    page.keyboard.type("kent")
    assert options(page)[0] == "Kent County Council"
    assert box(page).get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    marked = page.get_by_role("option", selected=True)
    assert marked.inner_text() == "Kent County Council"
    assert box(page).get_attribute("aria-activedescendant") == marked.get_attribute("id")
    page.keyboard.press("Escape")
    assert box(page).get_attribute("aria-expanded") == "false"
    assert box(page).input_value() == "kent"
    page.keyboard.press("ArrowDown")
    with another_page(page):
        page.keyboard.press("Enter")
    assert page.get_by_role("heading", name="Kent County Council", level=1).is_visible()


def test_an_open_list_says_how_many_names_fit_and_axe_finds_nothing(asked_for, axe, size):
    page, _ = asked_for("/", size)
    box(page).press_sequentially("new")
    assert len(options(page)) == 6
    assert page.locator(".box [role=status]").inner_text().startswith("6 of ")
    page.keyboard.press("ArrowDown")
    assert not violations(axe, page)


def test_nothing_typed_is_sent_and_the_names_are_fetched_once(asked_for):
    page, addresses = asked_for("/find/")
    box(page).press_sequentially("s")
    page.wait_for_load_state("networkidle")
    box(page).press_sequentially("heffield")
    options(page)
    box(page).fill("")
    box(page).press_sequentially("CT16 1HE")
    assert not page.get_by_role("listbox").is_visible()
    (only,) = addresses
    assert only.startswith("GET ")
    assert only.endswith("/find/suggestions.json")


@pytest.mark.promise(29)
def test_the_box_works_without_its_script(asked_for):
    page, _ = asked_for("/find/")
    page.route("**/suggestions.json", lambda route: route.fulfill(status=200, body="<html>"))
    box(page).press_sequentially("Kent")
    with another_page(page):
        box(page).press("Enter")
    assert page.get_by_role("heading", name="Kent County Council", level=1).is_visible()
