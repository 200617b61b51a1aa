"""Five people on their way through the site, on a phone and a desk, with and without scripts.

Each test asserts what its person notices at each step; details of a screen have tests of their own.
The site is live: what they see is what a supporter sees, and a letter reaches a mail server.
"""

import pytest

from campaign.letters.models import Letter
from tests.browser.screens import another_page, follow, letter_of, press, reachable_kent
from tests.campaign.outbox.emails import delivered

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live")]


@pytest.fixture(params=[True, False], ids=["JavaScript", "no JavaScript"])
def arrive(request, visit, size):
    """Return a function that opens a page as the test's person does, who types at once."""

    def open_page(address):
        page = visit(None, size, java_script_enabled=request.param)
        page.goto(address)
        return page

    open_page.javascript = request.param
    return open_page


def sees_at_once(part):
    """Assert that somebody who has not scrolled sees all of a part of the page."""
    box, window = part.bounding_box(), part.page.viewport_size
    assert box, "it is not shown"
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= window["height"]
    assert box["x"] + box["width"] <= window["width"]


def fetched(page, link):
    """Return what a link leads to, and its type, without leaving the page."""
    answer = page.request.get(link.get_attribute("href"))
    assert answer.ok
    return answer.body(), answer.headers["content-type"]


def test_anna_a_supporter_goes_from_a_shared_link_to_a_letter_and_shares_it_on(arrive, live):
    page = arrive("/councils/kent/")
    reachable_kent()
    main = page.locator("main")
    sees_at_once(page.get_by_role("heading", name="Kent County Council", level=1))
    sees_at_once(main.locator(".status", has_text="Signed"))
    sees_at_once(page.get_by_role("link", name="Thank Kent, and ask what’s next"))
    follow(page, "Thank Kent, and ask what’s next")
    sees_at_once(page.get_by_role("heading", name="Write to Kent", level=1))
    page.get_by_label("Why it matters to you").fill("My niece lives in Dover.")
    assert "hank you" in page.locator(".sheet").inner_text()
    page.get_by_label("Your name").fill("Anna Example")
    page.get_by_label("Your email").fill("anna@example.org")
    page.get_by_label("Your street or postcode").fill("1 High Street, Dover")
    press(page, "Go on to send it")
    sees_at_once(page.get_by_text("Your letter hasn’t gone yet."))
    page.get_by_label("The six digits").fill(letter_of(page).code)
    press(page, "Confirm and send")
    assert Letter.objects.get().confirmed_at
    sees_at_once(page.get_by_role("heading", name="Your letter is on its way to Kent", level=1))
    passed_on = page.locator("main").get_by_role("link", name="Ask a friend on WhatsApp")
    assert "%2Fcouncils%2Fkent%2F" in passed_on.get_attribute("href")
    assert page.get_by_role("button", name="Copy link").is_visible() is arrive.javascript
    delivered()
    assert ["lead@kent.example"] in [to for _, to in live.envelopes.values()]


def test_jo_a_journalist_with_a_deadline_takes_a_sentence_a_map_and_a_source(arrive):
    page = arrive("/")
    follow(page, "Take the figures")
    sees_at_once(page.get_by_role("heading", name="For journalists", level=1))
    quote = page.locator("#quote")
    sees_at_once(quote)
    assert (
        "evidence that 32 of the 153 councils that run children’s services in England"
        in quote.inner_text()
    )
    assert "list of September 2013" in quote.inner_text()
    assert page.get_by_role("button", name="Copy").first.is_visible() is arrive.javascript
    picture, kind = fetched(page, page.locator("a[href$='england/map.png']"))
    assert kind == "image/png"
    assert picture.startswith(b"\x89PNG")
    page.get_by_text("Every council", exact=True).click()
    follow(page, "Sheffield", exact=True)
    sentences = page.locator(".sentences > div")
    assert sentences.count() == 5
    assert all("Source: " in sentences.nth(number).inner_text() for number in range(5))
    follow(page, "How to use the numbers")
    table, kind = fetched(page, page.locator("main a[href='/data/councils.csv']"))
    assert kind.startswith("text/csv")
    assert b"Sheffield City Council" in table


def test_mo_a_councillor_takes_a_motion_to_edit(arrive):
    page = arrive("/councils/sheffield/")
    follow(page, "Are you a councillor here?")
    sees_at_once(page.get_by_role("heading", level=1))
    download = page.get_by_role("link", name="Download it (RTF)")
    sees_at_once(download)
    main = page.locator("main").inner_text()
    for part in ("We haven’t found a signature from Sheffield City Council",
                 "Neighbours that signed", "The law already says"):  # fmt: skip
        assert part in main
    file, _ = fetched(page, download)
    assert file.startswith(b"{\\rtf1"), "a file of rich text"
    follow(page, "More for councillors")
    sees_at_once(page.get_by_role("heading", name="For councillors", level=1))


def test_olu_an_officer_confirms_for_the_council_and_loses_nothing_by_a_slip(arrive):
    page = arrive("/councils/sheffield/")
    follow(page, "Do you work for the council?")
    sees_at_once(page.get_by_role("heading", name="Tell us about Sheffield", level=1))
    assert page.get_by_text("says: No signature found").is_visible()
    words = "Cabinet decided on 3 November 2026, item 5: it will sign."
    page.get_by_label("What would you like us to know?").fill(words)
    press(page, "Send")
    sees_at_once(page.locator("#errors"))
    assert page.get_by_label("What would you like us to know?").input_value() == words
    page.locator("#id_kind input").first.check()
    page.get_by_label("Your name").fill("Olu Ade")
    page.get_by_label("Your job title").fill("Head of children’s services")
    page.get_by_label("Your work email").fill("olu.ade@sheffield.gov.uk")
    press(page, "Send")
    sees_at_once(page.get_by_role("heading", name="Check your email", level=1))


@pytest.mark.promise(24)
def test_a_child_finds_help_first_wherever_it_looks_and_can_leave(arrive, size, visit):
    page = arrive("/find/")
    page.locator("main [name=q]").fill("i have run away")
    with another_page(page):
        page.locator("main .box button").click()
    sees_at_once(page.locator("main a[href='tel:116000']"))
    way = page.locator("main").get_by_role("link", name="I need help")
    sees_at_once(way)
    assert way.bounding_box()["height"] >= 64
    with another_page(page):
        page.locator(".strip a").first.click()
    assert page.url.endswith("/need-help/")
    for number in ("tel:999", "tel:116000", "tel:08001111"):
        call = page.locator(f"main a[href='{number}']").first
        sees_at_once(call)
        assert call.bounding_box()["height"] >= 64
    sees_at_once(page.locator("main a[href='sms:116000']"))
    assert not page.locator("main form").count(), "nothing to fill in"
    leave = page.locator("[data-exit]")
    sees_at_once(leave)
    page.route("https://www.bbc.co.uk/**", lambda route: stand_in(route, visit.strays))
    leave.click()
    page.wait_for_url("https://www.bbc.co.uk/weather")


def stand_in(route, strays):
    """Answer for the site that Exit this page leads to."""
    strays.remove(route.request.url)
    route.fulfill(body="<title>Weather</title>", content_type="text/html")
