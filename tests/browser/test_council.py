"""A council's page in a browser: every status and kind, folded parts, the keyboard, any day."""

import datetime as dt

import pytest

from councils.models import (
    Change,
    ChangeKind,
    Council,
    DailyLetterCount,
    EventKind,
    MissingFromCare,
)
from tests.browser.conftest import DESK, PHONE
from tests.browser.page_checks import TOO_WIDE, faults_of, resize
from tests.browser.screens import follow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def rich(site, sign, add_event, add_progress, kent, sheffield):
    """Build the rich record, so that every status and kind has a page with everything on it."""

    def council(slug):
        return Council.objects.get(slug=slug)

    add_event(sheffield, EventKind.DECISION_DUE, "2099-01-14", checked_on=dt.date(2026, 11, 20))
    DailyLetterCount.objects.create(
        council=sheffield, day="2026-11-01", delivered=214, self_sent=34
    )
    add_event(council("leeds"), EventKind.INTENDS)
    add_event(council("barnet"), EventKind.WITHDRAWN)
    sign(council("cumbria"), "2014-05-05", signed_by="Ada Example", signed_role="Leader")
    add_event(kent, EventKind.CONTACTED, "2026-05-01", source_url="https://kent.example/ask")
    add_event(
        kent, EventKind.REPLY, "2026-06-01", council_words="We publish our figures.\n\nThanks."
    )
    add_progress(kent, "count", council_words="Each June.")
    Change.objects.note(
        kent, ChangeKind.CORRECTED, "The date was corrected.", "A page was misread."
    )
    for year in range(2020, 2025):
        MissingFromCare.objects.filter(council=kent, year=year).update(
            looked_after="2345", children="c", percent="c", incidents="c"
        )


PAGES = [
    *("kent", "sheffield", "leeds", "barnet", "cumberland", "cumbria", "east-surrey", "surrey"),
    *("dover", "aylesbury-vale", "bournemouth-christchurch-and-poole", "north-yorkshire"),
    *("isle-of-wight", "kent/?at=2013-01-01", "kent/?at=2012-01-01", "kent/?at=soon"),
    *("cumbria/?at=2020-01-01", "dover/?at=2013-01-01", "kent/?at=2027-06-01"),
]


@pytest.mark.promise(28)
def test_a_council_of_every_status_and_kind_passes_all_checks_with_everything_unfolded(
    rich, visit, axe
):
    page = visit(None)
    faults = {}
    for slug in PAGES:
        resize(page, PHONE[0])
        page.goto(f"/councils/{slug}" + ("" if "?" in slug else "/"))
        faults |= faults_of(page, axe, slug)
    assert not faults


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_parts_are_folded_and_open_from_the_keyboard(rich, visit, script):
    page = visit("/councils/kent/", java_script_enabled=script)
    assert page.get_by_text("Kent was one of the first councils").is_visible()
    assert page.get_by_text("We publish our figures.").first.is_visible()
    entry = page.locator("#history").get_by_text("Kent signed the Runaways’ Charter.")
    assert not entry.is_visible()
    page.locator("#history > summary").focus()
    page.keyboard.press("Enter")
    assert entry.is_visible()
    page.keyboard.press("Space")
    assert not entry.is_visible()


def test_tab_reaches_every_folded_part_in_the_order_of_the_page(rich, visit):
    page = visit("/councils/kent/")
    page.locator(".hero .buttons .button").first.focus()
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        part = page.evaluate(
            "document.activeElement.matches('main summary') ? document.activeElement.innerText : ''"
        )
        reached += [part] if part else []
    assert reached[:5] == [
        *("How sure are we?", "Not your council?"),
        *("What it does under each of the four words", "Kent’s figures, year by year"),
        "What happened, and when",
    ]


def test_the_figures_can_be_read_on_a_narrow_screen(rich, visit):
    page = visit("/councils/kent/", (320, 740))
    page.locator("#figures > summary").click()
    assert page.get_by_role("cell", name="2,345").first.is_visible()
    assert not page.evaluate(TOO_WIDE)


def test_a_decision_ahead_stands_above_the_button(rich, visit):
    page = visit("/councils/sheffield/")
    says = page.get_by_text("Letters before then help most.")
    button = page.get_by_role("link", name="Ask Sheffield to sign")
    assert says.bounding_box()["y"] < button.bounding_box()["y"]
    assert page.get_by_text("214 people").is_visible()


def test_from_a_past_day_one_click_leads_to_today_and_to_a_neighbour_of_that_day(rich, visit):
    page = visit("/councils/kent/?at=2013-01-01")
    assert page.get_by_text("As it stood on 1 January 2013.").is_visible()
    follow(page, "Medway")
    assert page.url.endswith("/councils/medway/?at=2013-01-01")
    follow(page, "See today")
    assert page.url.endswith("/councils/medway/")


def test_the_words_and_the_map_stand_side_by_side_on_a_wide_screen(rich, visit):
    page = visit("/councils/kent/", DESK)
    words = page.locator(".hero .stack").bounding_box()
    drawn = page.locator(".near").bounding_box()
    assert page.locator(".hero").bounding_box()["width"] == DESK[0]
    assert drawn["x"] > words["x"] + words["width"] - 1
