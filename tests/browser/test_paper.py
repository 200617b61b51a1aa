"""The printed letter: set as a real letter, with nothing of the site around it."""

import pytest

from councils.models import Contact, Council
from councils.record import record_version
from tests.browser.screens import finish, self_check, words_of_a_letter

pytestmark = pytest.mark.browser

SEEN = """() => {
  const words = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const part = walker.currentNode.parentElement;
    if (walker.currentNode.textContent.trim() && part.checkVisibility()
        && part.getBoundingClientRect().width > 1)
      words.push(walker.currentNode.textContent.trim());
  }
  return words;
}"""


@pytest.fixture
def printed(visit, today_is):
    today_is("2026-11-24")
    page = visit(None)
    words_of_a_letter(page)
    page.locator("#id_text").fill("Dear Lead Member,\n\nPlease sign.\nSoon.\n\nThank you.")
    page.get_by_label("Subject").fill("Will Sheffield sign the Runaways’ Charter?")
    finish(page, home="1 High Street, Sheffield")
    page.emulate_media(media="print")
    return page


def test_a_draft_prints_as_the_letter_alone(printed):
    seen = printed.evaluate(SEEN)
    assert seen[:9] == [
        "24 November 2026",
        "To the Lead Member for Children’s Services, Sheffield City Council",
        "Will Sheffield sign the Runaways’ Charter?",
        "Dear Lead Member,",
        "Please sign.",
        "Soon.",
        "Thank you.",
        "Anna Example",
        "1 High Street, Sheffield",
    ]
    assert seen[9].startswith("Please don’t publish my name or where I live.")
    assert "".join(seen[9:]).endswith("/councils/sheffield/")


MARGIN = 18
"""Millimetres at the top of each sheet of paper."""


def test_the_address_stands_in_the_window_of_an_envelope(visit):
    Contact.objects.create(
        council=Council.objects.get(code="SHF"), channel="post", source="its site",
        address="Sheffield City Council\nTown Hall\nPinstone Street\nSheffield\nS1 2HH",
        checked_on="2026-11-20", check_again_on="2099-01-01",
    )  # fmt: skip
    record_version.forget()
    page = visit("/councils/sheffield/write/")
    finish(page)
    assert page.get_by_role("button", name="Print it").is_visible()
    assert not page.get_by_role("link", name="Open it in my email").is_visible()
    page.emulate_media(media="print")
    boxes = page.locator(".window p").evaluate_all(
        "parts => parts.map(part => part.getBoundingClientRect()).map(box => [box.top, box.bottom])"
    )
    ends = [place * 25.4 / 96 + MARGIN for box in boxes for place in box]
    assert min(ends) >= 46
    assert max(ends) <= 81
    below = page.locator(".letter .about").bounding_box()["y"] * 25.4 / 96 + MARGIN
    assert below > 82
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1


def test_the_printed_letter_is_one_page_of_black_on_white_even_in_dark_mode(printed):
    printed.emulate_media(media="print", color_scheme="dark")
    colours = printed.locator("#whole-letter p").first.evaluate(
        "(it) => [getComputedStyle(it).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    pdf = printed.pdf(format="A4")
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") == 1


def test_a_self_check_prints_what_was_answered_and_what_was_not(visit):
    page = visit(None, java_script_enabled=False)
    self_check(page)
    page.emulate_media(media="print")
    assert page.get_by_role("heading", name="Not answered").first.is_visible()
    assert page.get_by_text("Say where people can read it.").locator("visible=true").count() == 1


def test_a_councils_page_prints_without_its_boxes_and_buttons(visit):
    page = visit("/councils/kent/")
    page.emulate_media(media="print")
    for part in (".strip", ".hero .buttons .button", ".box", ".foot .numbers"):
        assert not page.locator(part).first.is_visible()
    assert page.get_by_role("heading", name="Kent County Council").is_visible()


@pytest.mark.promise(28)
@pytest.mark.parametrize("address", ["/", "/councils/timeline/"])
def test_the_count_over_time_prints_black_on_white_in_dark_mode_too(visit, address):
    page = visit(address, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    fills = "parts => [...new Set(parts.map(part => getComputedStyle(part).fill))]"
    assert page.locator(".record .notes text").evaluate_all(fills) == ["rgb(0, 0, 0)"]
    colours = "parts => [...new Set(parts.map(part => getComputedStyle(part).color))]"
    words = ".record :is(h1, h2), .years span"
    assert page.locator(words).evaluate_all(colours) == ["rgb(0, 0, 0)"]
