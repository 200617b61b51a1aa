"""Choosing another day, with and without a script."""

import re

import pytest

from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser

ON_2013 = re.compile(r"32 of 152\s+councils had signed")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_day_is_picked_or_chosen_from_those_on_which_something_changed(visit, script):
    page = visit("/councils/", PHONE, java_script_enabled=script)
    with page.expect_navigation():
        page.get_by_role("link", name="See another day").click()
    page.get_by_label("Pick a day").fill("2013-09-19")
    with page.expect_navigation():
        page.get_by_role("button", name="Show the map").click()
    assert page.url.endswith("/councils/?at=2013-09-19")
    assert ON_2013.search(page.inner_text("main"))
    page.goto("/councils/timeline/")
    page.get_by_text("Every day something changed").click()
    with page.expect_navigation():
        page.get_by_role("link", name="3 December 2012", exact=True).click()
    assert page.url.endswith("/councils/?at=2012-12-03")


def test_a_day_leads_to_a_council_as_it_was_and_back_to_today(visit):
    page = visit("/councils/?at=2012-12-03", DESK)
    page.locator("summary", has_text="South West").click()
    with page.expect_navigation():
        page.get_by_role("listitem").get_by_role("link", name="Devon", exact=True).click()
    assert page.url.endswith("/councils/devon/?at=2012-12-03")
    assert "No signature found" in page.inner_text("main")
    page.goto("/councils/?at=2012-12-03")
    with page.expect_navigation():
        page.get_by_role("link", name="See today").click()
    assert page.url.endswith("/councils/")


def test_the_line_of_the_count_keeps_its_words_at_every_width(visit):
    for size in (PHONE, DESK):
        page = visit("/councils/timeline/", size)
        line = page.locator(".chart").bounding_box()
        scale = line["width"] / 360
        assert scale * 15 >= 13
        boxes = [text.bounding_box() for text in page.locator(".chart text").all()]
        assert all(line["x"] <= box["x"] for box in boxes)
        assert all(box["x"] + box["width"] <= line["x"] + line["width"] for box in boxes)


def test_nothing_on_the_data_page_breaks_the_content_security_policy(visit):
    page = visit("/data/")
    kinds = page.eval_on_selector_all("script", "all => all.map((part) => part.type)")
    assert "application/ld+json" in kinds
    # The fixture of the window watches for errors in the console.
