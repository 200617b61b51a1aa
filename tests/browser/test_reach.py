"""Everybody can read and use every screen: axe, both colour schemes, larger text."""

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.browser.page_checks import violations
from tests.browser.screens import SCREENS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("scheme", "size"), [("light", PHONE), ("dark", DESK)], ids=["light, 360 px", "dark, 1280 px"]
)
def test_axe_finds_nothing_on_any_screen(visit, axe, scheme, size):
    page = visit(None, size, color_scheme=scheme)
    faults = {}
    for name, come_to in SCREENS.items():
        come_to(page)
        page.evaluate("document.querySelectorAll('details').forEach((part) => part.open = true)")
        if wrong := violations(axe, page):
            faults[name] = wrong
    assert not faults


COUNCIL = "/councils/sheffield/"


def test_the_shapes_of_statuses_are_drawn_in_forced_colours(visit):
    page = visit("/councils/?status=signed", forced_colors="active")
    tile = page.locator(".rows .tile").first
    assert tile.bounding_box()["width"] >= 20
    fill, ground = page.evaluate(
        """() => [getComputedStyle(document.querySelector("#hex-signed .lit")).fill,
                  getComputedStyle(document.body).backgroundColor]"""
    )
    assert fill != ground
    page.goto(COUNCIL)
    button = page.locator(".council-go .button")
    border = button.evaluate("(it) => getComputedStyle(it).borderTopStyle")
    assert border == "solid"
    assert button.is_visible()
    assert len(page.screenshot()) > 5000


@pytest.mark.parametrize(("size", "scale"), [(PHONE, 130), (DESK, 200)])
def test_pages_with_larger_text_still_fit(visit, size, scale):
    page = visit(None, size)
    faults = {}
    for address in ("/", "/councils/", COUNCIL, "/councils/sheffield/write/", "/need-help/"):
        page.goto(address)
        page.evaluate(f"document.documentElement.style.fontSize = '{scale}%'")
        if (width := page.evaluate("document.documentElement.scrollWidth")) > size[0]:
            faults[address] = width
    assert not faults
