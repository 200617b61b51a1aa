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
from tests.browser.conftest import PHONE
from tests.browser.page_checks import LARGE, faults_of, resize

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
    "kent", "sheffield", "leeds", "barnet", "cumberland", "cumbria", "east-surrey", "surrey",
    "dover", "aylesbury-vale", "bournemouth-christchurch-and-poole", "north-yorkshire",
    "isle-of-wight", "kent/?at=2013-01-01", "kent/?at=2012-01-01", "kent/?at=soon",
    "cumbria/?at=2020-01-01", "dover/?at=2013-01-01", "kent/?at=2027-06-01",
]  # fmt: skip


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


BROKEN = """() => [...document.querySelector("h1").textContent.matchAll(/[^\\s-]+/g)]
  .filter((word) => {
    const range = document.createRange();
    const text = document.querySelector("h1").firstChild;
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    return new Set([...range.getClientRects()].map((line) => line.top)).size > 1;
  })
  .map((word) => word[0])"""
"""The words of the heading that stand on two lines."""


def test_no_word_of_a_long_name_is_broken(visit):
    page = visit(None)
    for slug in ("west-northamptonshire", "buckinghamshire", "northumberland"):
        page.goto(f"/councils/{slug}/")
        for width in (320, 360, 1000, 1100, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(BROKEN) == [], f"{slug} at {width}"


def test_no_word_of_a_heading_is_broken_at_twice_the_size(visit):
    page = visit(None, (1280, 800), bypass_csp=True)
    for slug in ("bradford", "wolverhampton", "buckinghamshire"):
        page.goto(f"/councils/{slug}/")
        page.add_style_tag(content="html { font-size: 200% }")
        assert page.evaluate(BROKEN) == [], slug


BROKEN_ANYWHERE = """() => {
  const broken = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const part = text.parentElement;
    if (!part.checkVisibility() || part.closest("code, textarea, svg, .hidden")) continue;
    for (const word of text.data.matchAll(/[A-Za-z’]{5,}/g)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map((line) => Math.round(line.top)));
      if (lines.size > 1) broken.push(word[0]);
    }
  }
  return broken;
}"""
"""The words of a page that stand on two lines."""


@pytest.mark.promise(28)
def test_on_a_phone_with_text_twice_as_large_no_word_is_broken(visit):
    page = visit(None)
    for address in (
        "/councils/west-northamptonshire/",
        "/councils/northamptonshire/",
        "/councils/bournemouth-christchurch-and-poole/",
        "/press/london/",
        "/how-we-count/",
    ):
        page.goto(address)
        page.evaluate(LARGE)
        assert page.evaluate(BROKEN_ANYWHERE) == [], address


CUT_NAMES = """() => {
  const map = document.querySelector(".near").getBoundingClientRect();
  return [...document.querySelectorAll(".near text")].filter((name) => {
    if (!name.checkVisibility()) return false;
    const box = name.getBoundingClientRect();
    const isWithin = box.left >= map.left && box.right <= map.right;
    return !isWithin || box.top < map.top || box.bottom > map.bottom;
  }).map((name) => name.textContent);
}"""
"""The names on a council's map that its frame cuts."""
UNFOLD = "document.querySelectorAll('details').forEach((fold) => { fold.open = true })"


@pytest.mark.promise(28)
@pytest.mark.parametrize("look", ["as it comes", "in large text", "with its folds open"])
def test_no_name_on_a_councils_map_is_cut(visit, look):
    page = visit(None)
    for slug in ("east-surrey", "kent", "bournemouth-christchurch-and-poole", "northamptonshire"):
        page.goto(f"/councils/{slug}/")
        if look == "in large text":
            page.evaluate(LARGE)
        if look == "with its folds open":
            page.evaluate(UNFOLD)
        for width in (360, 800, 1000, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(CUT_NAMES) == [], f"{slug} at {width}"
