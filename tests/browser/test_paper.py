"""The printed letter: set as a real letter, with nothing of the site around it."""

import pytest

from tests.browser.screens import draft, finish, private_page

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
    draft(page)
    page.locator("#id_text").fill("Dear Lead Member,\n\nPlease sign.\nSoon.\n\nThank you.")
    page.get_by_label("Subject").fill("Will Sheffield sign the Runaways’ Charter?")
    finish(page, home="1 High Street, Sheffield")
    page.emulate_media(media="print")
    return page


def test_a_draft_prints_as_the_letter_alone(printed):
    *seen, small_print = printed.evaluate(SEEN)
    assert seen == [
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
    assert small_print.startswith("Please don’t publish my name or where I live.")


def test_a_private_page_prints_as_the_letter_alone(visit):
    page = visit(None)
    private_page("bounced")(page)
    page.emulate_media(media="print")
    seen = page.evaluate(SEEN)
    assert "Anna Example" in seen
    assert seen[-1].startswith("Please don’t publish my name")
    assert not {"Your letter came back", "Make Runaways Safe"} & set(seen)


def test_the_last_words_stand_on_one_page_with_the_name(printed):
    together = printed.locator(".together")
    assert "Thank you." in together.inner_text()
    assert "Anna Example" in together.inner_text()
    assert together.evaluate("(it) => getComputedStyle(it).breakInside") == "avoid"


def test_the_printed_letter_is_one_page_of_black_on_white_even_in_dark_mode(printed):
    printed.emulate_media(media="print", color_scheme="dark")
    colours = printed.locator("#whole-letter p").first.evaluate(
        "(it) => [getComputedStyle(it).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    pdf = printed.pdf(format="A4")
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") == 1


def test_without_javascript_the_browsers_own_print_gives_the_same_letter(visit):
    page = visit(None, java_script_enabled=False)
    draft(page)
    finish(page)
    page.emulate_media(media="print")
    assert page.locator("#whole-letter").is_visible()
    assert not page.locator(".strip").is_visible()


def test_the_print_button_prints(visit):
    page = visit(None)
    draft(page)
    finish(page)
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="Print it").click()
    assert page.evaluate("window.printed")


def test_a_councils_page_prints_without_its_boxes_and_buttons(visit):
    page = visit("/councils/kent/")
    page.emulate_media(media="print")
    for part in (".strip", ".hero .buttons .button", ".box", ".foot .numbers"):
        assert not page.locator(part).first.is_visible()
    assert page.get_by_role("heading", name="Kent County Council").is_visible()


@pytest.mark.parametrize(
    "address", ["/", "/councils/", "/councils/kent/", "/councils/kent/pack/", "/about/"]
)
def test_everything_on_paper_begins_at_one_edge(visit, address):
    page = visit(address)
    page.emulate_media(media="print")
    lefts = [page.locator(part).bounding_box()["x"] for part in (".top .name", "h1")]
    assert lefts[0] == pytest.approx(lefts[1], abs=1)


def test_the_pack_on_paper_shows_where_its_links_lead(visit, site):
    page = visit("/councils/sheffield/pack/")
    address = "/councils/sheffield/tell-us/"
    assert not [seen for seen in page.evaluate(SEEN) if address in seen]
    page.emulate_media(media="print")
    assert [seen for seen in page.evaluate(SEEN) if address in seen]
    assert "More for councillors" not in page.evaluate(SEEN)
