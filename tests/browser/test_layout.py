"""Where things are on a page, at the widths that the design is made for."""

import re

import pytest

from tests.browser.conftest import PHONE
from tests.browser.page_checks import LARGE
from tests.browser.screens import SCREENS, told

pytestmark = pytest.mark.browser


def test_exit_this_page_stays_in_view_on_a_long_page(visit):
    page = visit("/how-we-count/")
    page.evaluate("window.scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
    assert page.evaluate("window.scrollY") > 500
    assert page.locator(".strip .exit").bounding_box()["y"] == 0


@pytest.mark.parametrize(
    "address",
    ["sheffield/", "kent/", "kent/?from=dover", "surrey/?from=spelthorne", "isle-of-wight/",
     "bournemouth-christchurch-and-poole/", "bradford/", "cambridgeshire/"],
)  # fmt: skip
def test_the_one_button_of_a_council_is_on_the_first_screen(visit, address):
    page = visit(f"/councils/{address}")
    box = page.locator(".hero .buttons .button").bounding_box()
    assert box["y"] + box["height"] <= PHONE[1]


def bottom(page, selector):
    box = page.locator(selector).first.bounding_box()
    return box["y"] + box["height"]


PANEL = [f".hero {part}" for part in ("h1", ".box", ".count", ".bar")]


@pytest.mark.parametrize(("size", "line"), [((360, 740), 640), ((1280, 800), 720)])
def test_the_purpose_of_home_is_above_the_fold(visit, size, line):
    page = visit("/", size)
    assert {part: bottom(page, part) for part in PANEL if bottom(page, part) > line} == {}


SMALLER_THAN = """(least) => [...document.querySelectorAll("body *")].filter((part) => {
  const scale = part.getScreenCTM?.()?.a ?? 1;  // of a drawing
  return part.checkVisibility() && [...part.childNodes].some((node) =>
      node.nodeType === 3 && node.textContent.trim())
    && !part.closest(".hidden")
    && Math.round(parseFloat(getComputedStyle(part).fontSize) * scale) < least;
}).map((part) => part.outerHTML.slice(0, 80))"""


def test_no_text_is_under_fifteen_pixels(visit):
    page = visit(None)
    faults = {}
    for name in ("/", "/councils/", "/councils/kent/", "/need-help/", "letter, ready"):
        SCREENS[name](page)
        if small := page.evaluate(SMALLER_THAN, 15):
            faults[name] = small
    page.set_viewport_size({"width": 1280, "height": 800})
    SCREENS["/councils/"](page)
    assert not page.evaluate(SMALLER_THAN, 15)
    assert not faults


def test_in_large_text_no_word_of_the_map_stays_small(visit):
    page = visit("/councils/", (320, 640))
    page.evaluate(LARGE)
    assert page.evaluate(SMALLER_THAN, 16) == []
    assert page.locator("summary", has_text="North West").is_visible()


def test_the_chart_and_the_steps_are_visible_in_forced_colours(visit):
    page = visit("/councils/timeline/", forced_colors="active")
    line = page.locator(".chart .line")
    assert line.evaluate("it => getComputedStyle(it).stroke") == "rgb(255, 194, 75)"
    ground = page.locator(".chart").evaluate("it => getComputedStyle(it).backgroundColor")
    assert ground == "rgb(22, 35, 58)"  # its own dusk
    page = visit("/councils/sheffield/write/", forced_colors="active")
    bar = page.locator(".progress").evaluate("it => getComputedStyle(it).backgroundImage")
    assert len(set(re.findall(r"rgb\([^)]*\)", bar))) == 2, bar


@pytest.mark.promise(24)
def test_on_paper_the_numbers_of_the_helplines_are_black_and_large(visit):
    page = visit("/need-help/")
    page.emulate_media(media="print")
    colour, size = page.locator(".call b").first.evaluate(
        "part => [getComputedStyle(part).color, parseFloat(getComputedStyle(part).fontSize)]"
    )
    assert colour == "rgb(0, 0, 0)"
    assert size > 37
    assert "Someone who looks at your browser’s history" in page.locator("main").inner_text()
    for address in ("/need-help/", "/easy-read/need-help/"):
        page.goto(address)
        assert "Exit this page" not in page.locator("body").inner_text()
        assert "116 000" in page.locator("body").inner_text()


def test_the_line_of_the_count_keeps_its_words_at_every_width(visit, size):
    page = visit("/councils/timeline/", size)
    line = page.locator(".chart").bounding_box()
    scale = line["width"] / 360
    assert scale * 15 >= 13
    boxes = [text.bounding_box() for text in page.locator(".chart text").all()]
    assert all(line["x"] <= box["x"] for box in boxes)
    assert all(box["x"] + box["width"] <= line["x"] + line["width"] for box in boxes)


def test_nobody_sees_the_trap_or_comes_to_it_by_keyboard(visit):
    page = visit("/councils/sheffield/tell-us/")
    trap = page.locator("[name=website_2]")
    assert trap.bounding_box()["x"] < 0
    for _ in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") != "website_2"
    told(page)
    assert page.get_by_role("heading", name="Thank you").is_visible()
