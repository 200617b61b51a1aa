"""Frames, badges and pictures on somebody else's page, and the buttons that copy."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from councils.record import record_on
from tests.browser.conftest import DESK
from tests.browser.page_checks import TOO_WIDE, violations
from tests.browser.screens import private_page
from tests.conftest import forget_everything

pytestmark = pytest.mark.browser


@pytest.fixture
def elsewhere(chromium, site):
    """Return a function that opens a plain page of another origin that holds some code of ours."""
    opened = []

    def show(code, size=DESK):
        class Page(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(f"<!doctype html><title>Plain</title>{code}".encode())

            def log_message(self, *args):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]})
        opened.append((server, context))
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/")
        return page

    yield show
    for server, context in opened:
        context.close()
        server.shutdown()
        server.server_close()


def code_on(visit, settings, site, council):
    """Return the codes that the page for other sites offers to copy, from its fields."""
    settings.SITE_URL = site
    page = visit(f"/embed/?council={council}")
    return page.locator("textarea.copied").evaluate_all("(areas) => areas.map((it) => it.value)")


def test_the_copied_code_works_on_another_page(visit, settings, site, elsewhere):
    badge, frame, whole_map = code_on(visit, settings, site, "sheffield")
    page = elsewhere(badge + frame + whole_map)
    assert page.locator("img").evaluate("(it) => it.decode().then(() => it.naturalWidth)") > 200
    assert page.locator("a").first.get_attribute("href") == f"{site}/councils/sheffield/"
    council = page.frame_locator("iframe").nth(0)
    assert council.get_by_role("heading", name="Sheffield City Council").is_visible()
    with page.context.expect_page() as opened:
        council.get_by_role("link", name="Ask Sheffield to sign").click()
    opened.value.wait_for_load_state()
    assert opened.value.url.startswith(f"{site}/councils/sheffield/write/")
    page.locator("iframe").nth(1).scroll_into_view_if_needed()
    map_frame = page.frame_locator("iframe").nth(1)
    assert map_frame.get_by_text("32 of 153").is_visible()
    assert map_frame.locator(".map a.council").count() == 153
    assert not page.context.cookies()


COUNCIL_SIZE, MAP_SIZE = (400, 460), (720, 640)
"""Of the frames in the code that one copies."""
HEIGHT = "document.documentElement.scrollHeight"


@pytest.mark.parametrize("width", [240, 320, 379, 400])
def test_at_the_height_we_recommend_a_councils_frame_never_scrolls(visit, width, rich):
    """Test the council with the longest name in each status, and the longest names of all."""
    forget_everything()
    rows = sorted(record_on().councils, key=lambda row: len(row.short_name_in_sentence))
    of_each_status = {row.status: row for row in rows}  # the longest name of each
    page = visit(None, (width, COUNCIL_SIZE[1]))
    for row in [*of_each_status.values(), *rows[-6:]]:
        page.goto(f"/embed/{row.slug}/")
        assert page.evaluate(HEIGHT) <= COUNCIL_SIZE[1], row.name
        assert not page.evaluate(TOO_WIDE), row.name


def test_at_the_height_we_recommend_the_maps_frame_never_scrolls(visit):
    assert visit("/embed/map/", MAP_SIZE).evaluate(HEIGHT) <= MAP_SIZE[1]
    assert visit("/embed/map/", (360, 900)).evaluate(HEIGHT) <= 900
    our_own_column = (672, 640)  # the frame of this size shrinks to it
    assert visit("/embed/map/", our_own_column).evaluate(HEIGHT) <= 640


@pytest.mark.parametrize("address", ["/embed/kent/", "/embed/map/", "/embed/no-such-place/"])
def test_axe_finds_nothing_in_a_frame(visit, axe, address):
    assert not violations(axe, visit(address))


CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


def test_the_press_sentence_is_copied_by_its_button(visit, today_is):
    today_is("2026-11-24")
    page = visit("/for-journalists/", **CLIPBOARD)
    page.get_by_role("button", name="Copy this sentence").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("On 24 November 2026, there was evidence that 32 of the 153")


def test_the_link_to_a_letter_can_be_copied_and_is_there_without_javascript(visit):
    page = visit(None, **CLIPBOARD)
    private_page("accepted")(page)
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("/councils/kent/write/")
    plain = visit(page.url, java_script_enabled=False)
    assert not plain.get_by_role("button", name="Copy link").is_visible()
    assert plain.locator("#share-address").text_content() == copied


def test_without_a_clipboard_the_sentence_is_copied_the_old_way(visit):
    page = visit("/for-journalists/")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject() }")
    page.get_by_role("button", name="Copy this sentence").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("getSelection().toString().trim()").startswith("On ")


def test_without_javascript_the_code_is_shown_and_no_button_is_dead(visit):
    page = visit("/for-journalists/", java_script_enabled=False)
    assert page.locator("#quote").is_visible()
    assert not page.get_by_role("button", name="Copy this sentence").is_visible()
    page.goto("/embed/?council=kent")
    assert page.locator("textarea.copied").first.is_visible()
    assert not page.get_by_role("button", name="Copy the code").first.is_visible()
    page.goto("/councils/kent/pack/")
    assert page.get_by_role("link", name="Download it (RTF)").is_visible()
    assert not page.get_by_role("button", name="Print it").is_visible()


def test_a_pack_prints_with_the_addresses_of_its_sources_and_without_its_buttons(visit):
    page = visit("/councils/sheffield/pack/")
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="Print it").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    assert not page.get_by_role("link", name="Download it (RTF)").is_visible()
    assert not page.locator(".strip").is_visible()
    source = page.locator(".motion li .small a").first
    printed = source.evaluate("(it) => getComputedStyle(it, '::after').content")
    assert source.get_attribute("href") in printed.replace('" "', "").replace('"', "")
    assert page.pdf(format="A4").count(b"/Type /Page\n") <= 4
