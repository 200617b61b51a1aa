"""The map under a mouse, a finger and a keyboard."""

import pytest

from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser

KENT = "Kent, signed by 3 December 2012"


def council(page, name=KENT):
    return page.get_by_role("link", name=name, exact=True)


def test_a_mouse_shows_the_name_beside_the_map_and_opens_the_council_at_once(visit):
    page = visit("/councils/", DESK)
    council(page).hover()
    card = page.locator("[data-tip]")
    assert card.inner_text().split("\n") == ["Kent", "Signed by 3 December 2012"]
    box = card.bounding_box()
    for link in page.locator("svg.hex a.council, svg.hex a.place").all():
        assert not overlap(box, link.bounding_box())  # it hides no council and no name
    council(page).click()
    page.wait_for_url("**/councils/kent/")


def overlap(one, other):
    return (
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"]
        and other["y"] < one["y"] + one["height"]
    )


def test_a_finger_chooses_a_region_and_then_a_council_large_enough_to_hit(visit):
    page = visit("/councils/", PHONE, has_touch=True, is_mobile=True)
    assert not council(page).is_visible()
    page.get_by_role("link", name="South East 6 of 19 signed", exact=True).tap()
    page.wait_for_url("**/councils/?region=south-east#map")
    kent = council(page).bounding_box()
    assert min(kent["width"], kent["height"]) >= 24
    council(page).tap()
    page.wait_for_url("**/councils/kent/")


def test_a_region_on_a_phone_says_which_it_is_above_its_map(visit):
    page = visit("/councils/", reduced_motion="reduce")
    page.locator("svg.map a.place[aria-label^='North West']").click()
    page.wait_for_url("**region=north-west#map")
    name = page.locator("#map").get_by_text("North West: 5 of 24 signed").bounding_box()
    assert page.locator(".strip").bounding_box()["height"] <= name["y"] < 200


@pytest.mark.promise(28)
def test_the_keyboard_walks_the_map_and_opens_a_council_at_once(visit):
    page = visit("/councils/", DESK)
    page.get_by_role("link", name="Skip the map").focus()
    page.keyboard.press("Tab")
    place = page.locator("svg.hex a.place").first
    assert place.evaluate("link => link === document.activeElement")
    assert place.get_attribute("aria-label") == "London 5 of 33 signed"
    page.keyboard.press("Tab")
    first = page.locator("svg.hex a.council").first
    assert first.evaluate("link => link === document.activeElement")
    ring = first.locator("use").evaluate("use => getComputedStyle(use).stroke")
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
    assert page.locator("svg.hex a.council:has(title)").count() == 153
    assert not page.locator("[data-tip]").is_visible()
    page.locator("svg.hex a.place[href*='south-east']").click()
    page.wait_for_url("**/councils/?region=south-east#map")
    page.locator("svg.hex a[href='/councils/kent/']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/councils/kent/")


def test_a_name_within_a_hexagon_is_never_smaller_than_twelve_pixels(visit):
    for address in ("/councils/", "/councils/?region=london", "/councils/?region=north-west"):
        for width in (320, 360, 576, 768, 1024, 1280, 1920):
            page = visit(address, (width, 900))
            heights = page.evaluate(
                """() => [...document.querySelectorAll("svg.hex text.in")]
                .filter(text => text.getBoundingClientRect().width > 0)
                .map(text => parseFloat(getComputedStyle(text).fontSize)
                     * text.ownerSVGElement.getScreenCTM().a)"""
            )
            assert all(height > 11.9 for height in heights), (address, width, min(heights))


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
