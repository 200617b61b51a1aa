"""Where things are on a page, at the widths that the design is made for."""

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.browser.page_checks import LARGE
from tests.browser.screens import SCREENS, told

pytestmark = pytest.mark.browser


def test_exit_this_page_stays_in_view_on_a_long_page(visit):
    page = visit("/how-we-count/")
    page.evaluate("window.scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
    assert page.evaluate("window.scrollY") > 500
    assert page.locator(".strip .exit").bounding_box()["y"] == 0


@pytest.mark.promise(30)
def test_an_errors_link_lands_where_its_label_and_its_message_can_be_read(visit):
    page = visit("/councils/sheffield/write/", reduced_motion="reduce")
    page.get_by_role("button", name="Go on to send it").click()
    page.get_by_role("link", name="Enter your street or postcode").click()
    strip = bottom(page, ".strip")
    for part in ("label[for=id_postal_address]", "#id_postal_address_error"):
        assert page.locator(part).bounding_box()["y"] >= strip, part


@pytest.mark.parametrize("height", [640, 740, 844])
def test_menu_lands_on_its_links_and_not_on_half_a_number(visit, height):
    page = visit("/charter/", (360, height), reduced_motion="reduce")
    page.get_by_role("link", name="Menu").click()
    page.wait_for_function("scrollY > 500")
    assert page.locator("#menu").bounding_box()["y"] <= bottom(page, ".strip") + 30


@pytest.mark.parametrize(
    "address",
    ["sheffield/", "kent/", "kent/?from=dover", "surrey/?from=spelthorne", "isle-of-wight/",
     "bournemouth-christchurch-and-poole/", "bradford/", "cambridgeshire/"],
)  # fmt: skip
def test_the_one_button_of_a_council_is_on_the_first_screen(visit, address):
    page = visit(f"/councils/{address}")
    box = page.locator(".hero .buttons .button").first.bounding_box()
    assert box["y"] + box["height"] <= PHONE[1]


def bottom(page, selector):
    box = page.locator(selector).first.bounding_box()
    return box["y"] + box["height"]


PANEL = [f".first {part}" for part in ("h1", ".lead", ".box", ".count")]


@pytest.mark.parametrize(("size", "line"), [((360, 740), 640), ((1280, 800), 720)])
def test_the_purpose_of_home_is_above_the_fold_and_the_street_begins_there(visit, size, line):
    page = visit("/", size)
    assert {part: bottom(page, part) for part in PANEL if bottom(page, part) > line} == {}
    assert page.locator(".first .street").bounding_box()["y"] < size[1]


SMALLER_THAN = """(least) => [...document.querySelectorAll("body *")].filter((part) => {
  const scale = part.getScreenCTM?.()?.a ?? 1;  // of a drawing
  return part.checkVisibility() && [...part.childNodes].some((node) =>
      node.nodeType === 3 && node.textContent.trim())
    // What a map says is measured in test_map.py.
    && !part.closest(".hidden, .map .in, .map .place, .near text, .card-picture")
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


def test_in_large_text_every_word_of_the_map_stands_in_the_list_as_large(visit):
    page = visit("/councils/", (320, 640))
    page.evaluate(LARGE)
    assert page.evaluate(SMALLER_THAN, 16) == []
    for name in page.locator("svg.map a.place").all():
        region = name.get_attribute("aria-label").rsplit(" ", 4)[0]
        assert page.locator("summary", has_text=region).is_visible()
    assert page.locator("summary", has_text="North West").is_visible()


DUSK, LIT = "rgb(24, 39, 65)", "rgb(255, 194, 75)"


@pytest.mark.promise(28)
@pytest.mark.parametrize("address", ["/", "/councils/timeline/"])
def test_the_count_over_time_keeps_its_own_colours_in_forced_ones(visit, address):
    page = visit(address, forced_colors="active")
    record = page.locator(".record")
    assert record.evaluate("it => getComputedStyle(it).backgroundColor") == DUSK
    band = record.locator("svg path").nth(1)
    assert band.evaluate("it => getComputedStyle(it).fill") == LIT
    heading = record.locator("h1, h2").evaluate("it => getComputedStyle(it).color")
    assert heading == "rgb(244, 240, 232)"


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


SIZES = [(320, 640), (360, 740), (768, 1024), (1280, 800), (1920, 1080)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("address", ["/", "/councils/timeline/"])
def test_the_words_of_the_count_over_time_stand_apart_at_every_width(visit, size, address):
    page = visit(address, size)
    stand_apart(page)
    page.evaluate(LARGE)
    stand_apart(page)


BOX_OF_ITS_WORDS = """(part) => {
  const range = document.createRange();
  range.selectNodeContents(part);
  const { x, y, width, height } = range.getBoundingClientRect();
  return { x, y, width, height };
}"""


def stand_apart(page):
    record = page.locator(".record").bounding_box()
    words = ".record .notes text, .record .notes circle, .record .on span, .record :is(h1, h2)"
    boxes = [part.bounding_box() for part in page.locator(words).all()]
    assert len(boxes) == 6
    above = page.locator(".wide:has(> .record) > .lead:first-child")
    boxes += [part.evaluate(BOX_OF_ITS_WORDS) for part in above.all()]
    for box in boxes:
        assert box["x"] >= record["x"]
        assert box["x"] + box["width"] < record["x"] + record["width"] + 1
        others = [other for other in boxes if other is not box]
        assert not any(overlap(box, other) for other in others), box


def overlap(one, other):
    beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
    over = one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
    return not beside and not over


def test_nobody_sees_the_trap_or_comes_to_it_by_keyboard(visit):
    page = visit("/councils/sheffield/tell-us/")
    trap = page.locator("[name=website_2]")
    assert trap.bounding_box()["x"] < 0
    for _ in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") != "website_2"
    told(page)
    assert page.get_by_role("heading", name="Thank you").is_visible()


@pytest.mark.parametrize("address", ["/complaints/", "/councils/sheffield/write/"])
def test_a_box_to_tick_grows_with_its_words(visit, address):
    page = visit(address)
    box = page.locator("main input[type=checkbox]").first
    before = box.bounding_box()["width"]
    page.evaluate(LARGE)
    assert box.bounding_box()["width"] == 2 * before


HEIGHTS_OF_FOLDS = (
    "() => [...document.querySelectorAll('summary')].map((fold) => fold.offsetHeight)"
)
NO_CHEVRONS = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("summary::after { content: none !important }");
  document.adoptedStyleSheets = [sheet];
}"""


FOLDED = ["/", "/councils/", "/councils/sheffield/", "/councils/northamptonshire/"]


@pytest.mark.parametrize("address", FOLDED)
def test_in_large_text_the_sign_of_a_fold_never_stands_alone_on_a_line(visit, address):
    page = visit(address)
    page.evaluate(LARGE)
    with_signs = page.evaluate(HEIGHTS_OF_FOLDS)
    page.evaluate(NO_CHEVRONS)
    assert page.evaluate(HEIGHTS_OF_FOLDS) == with_signs


def test_the_sites_name_takes_two_lines_in_large_text_on_a_phone(visit):
    page = visit("/councils/kent/")
    page.evaluate(LARGE)
    name = page.locator(".top .name")
    line = name.evaluate("it => parseFloat(getComputedStyle(it).lineHeight)")
    assert name.bounding_box()["height"] < 2.5 * line
    assert name.bounding_box()["y"] > bottom(page, ".strip")


@pytest.mark.parametrize(
    ("address", "beside"),
    [
        ("/alerts/?council=sheffield", "#id_email"),
        ("/sign/?council=sheffield", "#id_officer"),
        ("/councils/sheffield/pack/", ".sheet"),
    ],
)
def test_a_notice_is_as_wide_as_what_stands_under_it(visit, address, beside):
    page = visit(address, DESK)
    notice = page.locator(".notice").first.bounding_box()
    assert notice["width"] == page.locator(beside).bounding_box()["width"]


def test_a_page_that_begins_with_a_heading_has_no_gap_above_it(visit):
    page = visit(None)
    SCREENS["item of news"](page)
    assert page.locator(".page h2").bounding_box()["y"] - bottom(page, ".opener") < 40


def test_who_may_use_the_councils_form_is_said_at_dusk_as_on_every_form(visit):
    page = visit("/sign/?council=sheffield")
    assert page.locator(".opener .lead").inner_text().startswith("For people who work for")
