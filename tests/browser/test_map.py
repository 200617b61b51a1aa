"""The map under a mouse, a finger and a keyboard, in both views."""

import pytest

from tests.browser.conftest import PHONE
from tests.browser.page_checks import SPACED

pytestmark = pytest.mark.browser

KENT = "Kent County Council, signed by 3 December 2012"
VIEWS = pytest.mark.parametrize("view", ["", "?view=areas"], ids=["hexagons", "true areas"])


def council(page, name=KENT):
    return page.get_by_role("link", name=name, exact=True)


def middle(page, link):
    """Return a point inside a council's shape, in pixels of the window."""
    return link.evaluate(
        """link => {
            const shape = link.querySelector("use, path");
            const box = shape.getBoundingClientRect();
            for (let part = 0.5; part > 0; part -= 0.05)
                for (const [right, down] of
                     [[part, 0.5], [1 - part, 0.5], [0.5, part], [0.5, 1 - part]]) {
                    const x = box.left + box.width * right, y = box.top + box.height * down;
                    const there = document.elementFromPoint(x, y);
                    if (there && link.contains(there)) return [x, y];
                }
        }"""
    )


@VIEWS
def test_a_mouse_shows_the_name_and_opens_the_council(visit, size, view):
    page = visit("/councils/" + view, size)
    council(page).scroll_into_view_if_needed()
    x, y = middle(page, council(page))
    page.mouse.move(x, y)
    label = page.locator("[data-label]")
    assert label.inner_text() == KENT
    stage = page.locator("[data-stage]").bounding_box()
    box = label.bounding_box()
    assert box["y"] >= stage["y"] + stage["height"]  # it covers nothing
    page.mouse.click(x, y)
    page.wait_for_url("**/councils/kent/")


@VIEWS
def test_a_finger_shows_the_name_first_and_opens_with_the_second_touch(visit, view):
    page = visit("/councils/" + view, PHONE, has_touch=True, is_mobile=True)
    council(page).scroll_into_view_if_needed()
    x, y = middle(page, council(page))
    page.touchscreen.tap(x, y)
    assert page.locator("[data-label]").inner_text() == KENT
    assert page.url.endswith("/councils/" + view)
    page.touchscreen.tap(x, y)
    page.wait_for_url("**/councils/kent/")


@VIEWS
def test_the_keyboard_walks_the_map_and_opens_a_council(visit, size, view):
    page = visit("/councils/" + view, size)
    page.locator(".map-past").focus()
    page.keyboard.press("Tab")
    first = page.locator("svg.map a").first
    assert first.evaluate("link => link === document.activeElement")
    assert page.locator("[data-label]").inner_text() == first.get_attribute("aria-label")
    assert page.locator(".map-ring-here").count() == 1
    page.keyboard.press("Escape")
    assert "Point at a council" in page.locator("[data-label]").inner_text()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/councils/*/")


@VIEWS
def test_a_map_with_no_council_to_point_at_asks_nobody_to_point_at_one(visit, size, view):
    page = visit(f"/councils/{view}{'&' if view else '?'}q=zzz", size)
    assert page.locator("[data-zoom=in]").is_visible()  # the script has run
    assert page.locator("[data-label]").inner_text() == ""


@pytest.mark.promise(28)
def test_a_link_leads_past_the_map(visit, size):
    page = visit("/councils/", size)
    page.locator(".map-past").focus()
    assert page.locator(".map-past").is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('svg')")


def test_the_other_view_loads_in_place_and_keeps_the_filter(visit, size):
    page = visit("/councils/?region=london", size)
    page.locator("[data-view]").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    page.get_by_role("link", name="True areas").click()
    page.locator("svg.map-areas").wait_for()
    assert page.url.endswith("/councils/?region=london&view=areas")
    assert abs(page.evaluate("scrollY") - before) < 200
    assert page.get_by_text("Drawn from postcodes; not a boundary").is_visible()
    page.get_by_role("link", name="Hexagons").click()
    page.locator("svg.map-hexagons").wait_for()
    assert page.url.endswith("/councils/?region=london")


def test_a_region_is_chosen_on_the_map_and_left_again_without_javascript(visit, size):
    page = visit("/councils/", size, java_script_enabled=False)
    page.locator("svg.map").get_by_role("link", name="North West", exact=True).click()
    page.wait_for_url("**/councils/?region=north-west")
    wide = page.locator('svg.map a[href="/councils/wigan/"] use').bounding_box()["width"]
    assert wide >= 44
    assert page.locator(".tracker-panel").evaluate("box => box.scrollHeight <= box.clientHeight")
    page.get_by_role("link", name="Back to England").click()
    page.wait_for_url("**/councils/")


def test_zoom_makes_a_small_council_large_and_goes_back(visit, size):
    page = visit("/councils/?view=areas", size)
    bristol = page.locator('.map a[href="/councils/bristol/"] path')
    small = bristol.bounding_box()["width"]
    larger = page.get_by_role("button", name="Larger")
    larger.click()
    larger.click()
    assert bristol.bounding_box()["width"] == pytest.approx(small * 1.6 * 1.6, rel=0.1)
    page.get_by_role("button", name="Smaller").click()
    page.get_by_role("button", name="Smaller").click()
    assert bristol.bounding_box()["width"] == pytest.approx(small, rel=0.1)


@VIEWS
def test_the_map_is_links_without_javascript(visit, size, view):
    page = visit("/councils/" + view, size, java_script_enabled=False)
    assert page.locator("svg.map a:has(title)").count() == 153
    page.locator("svg.map a[href='/councils/kent/']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/councils/kent/")


def test_on_a_phone_the_hexagons_stand_at_least_24_pixels_apart(visit):
    page = visit("/councils/", PHONE)
    apart = page.evaluate(
        """() => {
            const svg = document.querySelector("svg.map");
            return svg.getBoundingClientRect().width / svg.viewBox.baseVal.width * 24;
        }"""
    )
    assert apart >= 24


def test_the_map_is_visible_in_forced_colours_and_in_print(visit, size):
    page = visit("/councils/", size, forced_colors="active")
    fill = page.locator("#hex-signed .lit").evaluate("shape => getComputedStyle(shape).fill")
    canvas = page.locator("#hex-not_signed .cell").evaluate("shape => getComputedStyle(shape).fill")
    assert fill != canvas
    page = visit("/councils/", size)
    page.emulate_media(media="print")
    assert page.locator("svg.map").is_visible()


@pytest.mark.parametrize("address", ["/councils/", "/councils/?region=south-east"])
@pytest.mark.parametrize(
    "size", [(1024, 1366), (1080, 1920), (1280, 1400), (1920, 1200), (2560, 1440)], ids=str
)
def test_no_council_or_name_is_cut_or_covered_on_a_tall_screen(visit, size, address):
    page = visit(address, size)
    found = page.evaluate(
        """() => {
            const stage = document.querySelector("[data-stage]").getBoundingClientRect();
            const boxes = selector => [...document.querySelectorAll(selector)]
                .map(each => [each.textContent.trim(), each.getBoundingClientRect()])
                .filter(([, box]) => box.width);
            const seen = [...boxes("svg.map a use"), ...boxes("svg.map text")];
            const cut = seen.filter(([, box]) => box.left < stage.left - 1
                || box.right > stage.right + 1 || box.top < stage.top - 1
                || box.bottom > stage.bottom + 1);
            const covers = boxes(".map-figure button, .map-figure .map-caption a");
            const covered = seen.filter(([, box]) => covers.some(([, other]) =>
                box.left < other.right && other.left < box.right
                && box.top < other.bottom && other.top < box.bottom));
            return [seen.length, cut.map(([words]) => words), covered.map(([words]) => words)];
        }"""
    )
    assert found[0] >= 19  # the South East's councils
    assert found[1:] == [[], []]


BEYOND_THE_EDGE = """(names) => [...document.querySelectorAll(names)].filter((name) => {
  const box = name.getBoundingClientRect();
  return name.checkVisibility() && box.width
    && (box.left < 0 || box.right > document.documentElement.clientWidth);
}).map((name) => name.textContent)"""


@pytest.mark.parametrize("width", [320, 360])
def test_a_reader_s_spacing_cuts_no_name_on_a_map(visit, width):
    page = visit("/councils/", (width, 740), bypass_csp=True)
    page.evaluate(SPACED)
    assert page.evaluate(BEYOND_THE_EDGE, "svg.map text") == []
