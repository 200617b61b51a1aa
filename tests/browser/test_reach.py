"""Everybody can read and use the site: forced colours, larger text."""

import pytest

from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser


COUNCIL = "/councils/sheffield/"


@pytest.mark.promise(28)
def test_the_shapes_of_statuses_are_drawn_in_forced_colours(visit):
    page = visit("/councils/?status=signed", forced_colors="active")
    mark = page.locator(".legend .mark.signed")
    assert mark.bounding_box()["width"] >= 15
    shown = "(it) => getComputedStyle(it).fill"
    lit, cell = (page.locator(f".hex .{part}").first.evaluate(shown) for part in ("lit", "cell"))
    assert lit != cell
    page.emulate_media(media="print", forced_colors="none")
    assert page.locator(".hex .lit").first.evaluate(shown) == "rgb(0, 0, 0)"
    page.emulate_media(media="screen", forced_colors="active")
    page.goto(COUNCIL)
    button = page.locator(".hero .buttons .button")
    border = button.evaluate("(it) => getComputedStyle(it).borderTopStyle")
    assert border == "solid"
    assert button.is_visible()
    assert len(page.screenshot()) > 5000


@pytest.mark.promise(28)
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
