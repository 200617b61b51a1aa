"""The map under a mouse, a finger and a keyboard."""

import pytest

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser

KENT = "Kent, signed by 3 December 2012"


def council(page, name=KENT):
    return page.get_by_role("link", name=name, exact=True)


def test_a_mouse_shows_the_name_and_opens_the_council_at_once(visit, size):
    page = visit("/councils/", size)
    council(page).hover()
    card = page.locator("[data-pick]")
    assert card.inner_text().split("\n") == ["Kent", "Signed by 3 December 2012"]
    assert not card.get_by_text("Open").is_visible()
    council(page).click()
    page.wait_for_url("**/councils/kent/")


def test_a_finger_sees_the_card_first_and_opens_it_with_its_button(visit):
    page = visit("/councils/", PHONE, has_touch=True, is_mobile=True)
    council(page).tap()
    card = page.locator("[data-pick]")
    assert "Signed by 3 December 2012" in card.inner_text()
    assert page.url.endswith("/councils/")
    box = card.bounding_box()
    assert box["y"] + box["height"] <= 740  # in sight
    there = council(page).bounding_box()
    assert there["y"] + there["height"] <= box["y"]  # and not over what was touched
    page.get_by_role("link", name="Open Kent").tap()
    page.wait_for_url("**/councils/kent/")


@pytest.mark.promise(28)
def test_the_keyboard_walks_the_map_and_opens_a_council_at_once(visit, size):
    page = visit("/councils/", size)
    page.get_by_role("link", name="Skip the map").focus()
    page.keyboard.press("Tab")
    first = page.locator("svg.hex a").first
    assert first.evaluate("link => link === document.activeElement")
    ring = first.locator("path").evaluate("path => getComputedStyle(path).stroke")
    assert ring == "rgb(255, 255, 255)"
    shapes = page.locator("svg.hex > path").last
    assert shapes.evaluate(
        "path => path.compareDocumentPosition(document.querySelector('svg.hex a'))"
        " === Node.DOCUMENT_POSITION_FOLLOWING"
    )  # nothing is drawn over the ring
    name = first.get_attribute("aria-label")
    assert page.locator("[data-name]").inner_text() == name.rpartition(", ")[0]
    page.keyboard.press("Enter")
    page.wait_for_url("**/councils/*/")


@pytest.mark.promise(28)
def test_a_link_leads_past_the_map(visit, size):
    page = visit("/councils/", size)
    skip = page.get_by_role("link", name="Skip the map")
    skip.focus()
    assert skip.is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('svg')")


def test_the_map_is_links_without_javascript(visit, size):
    page = visit("/councils/", size, java_script_enabled=False)
    assert page.locator("svg.hex a:has(title)").count() == 153
    assert not page.locator("[data-pick]").is_visible()
    page.locator("svg.hex a[href='/councils/kent/']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/councils/kent/")


@pytest.mark.promise(28)
def test_the_map_keeps_its_colours_in_forced_colours_and_is_printed(visit, size):
    page = visit("/councils/", size, forced_colors="active")
    fills = [
        page.locator(f".hex .{part}").first.evaluate("it => getComputedStyle(it).fill")
        for part in ("lit", "cell")
    ]
    assert fills == ["rgb(255, 194, 75)", "rgb(47, 62, 89)"]
    mark = page.locator(".legend .mark.signed")
    assert mark.bounding_box()["width"] >= 15
    page = visit("/councils/", size)
    page.emulate_media(media="print")
    shown = page.locator(".hex .lit").first.evaluate("it => getComputedStyle(it).fill")
    assert shown == "rgb(0, 0, 0)"
