"""Choosing another day: with the slider, with the keyboard, and without a script."""

import re

import pytest

from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser

ON_2013 = re.compile(r"32 of 152 councils")


def opened(page):
    page.get_by_text("The record on another day").click()
    return page.get_by_role("slider", name="Day")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["360 px", "1280 px"])
def test_letting_go_of_the_slider_shows_that_day(visit, size):
    page = visit("/councils/?region=south-east", size)
    slider = opened(page)
    assert slider.get_attribute("aria-valuetext") == "Today: 32 of 153"
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    with page.expect_navigation():
        page.mouse.click(box["x"] + 2, box["y"] + box["height"] / 2)
    assert page.url.endswith("?region=south-east&at=2012-07-09")
    assert "0 of 19 councils" in page.inner_text("main")


def test_with_the_keyboard_the_slider_chooses_and_the_button_submits(visit):
    page = visit("/councils/")
    slider = opened(page)
    slider.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "19 September 2013: 32 of 152"
    assert page.url.endswith("/councils/")
    with page.expect_navigation():
        page.get_by_role("button", name="Show this day").click()
    assert page.url.endswith("?at=2013-09-19")
    assert ON_2013.search(page.inner_text("main"))


def test_without_a_script_the_list_and_its_button_do_the_same(visit):
    page = visit("/councils/?status=signed", PHONE, java_script_enabled=False)
    page.get_by_text("The record on another day").click()
    assert page.get_by_role("slider").count() == 0
    page.get_by_label("A day on which something changed").select_option("2012-12-03")
    with page.expect_navigation():
        page.get_by_role("button", name="Show this day").click()
    assert page.url.endswith("?status=signed&at=2012-12-03")
    assert "1 council" in page.inner_text("main")


def test_one_day_leads_to_the_next_and_to_a_council_as_it_was(visit):
    page = visit("/councils/?at=2013-09-19", DESK)
    with page.expect_navigation():
        page.get_by_role("link", name="3 December 2012", exact=True).click()
    assert page.url.endswith("?at=2012-12-03")
    with page.expect_navigation():
        page.locator(".rows").get_by_role("link", name="Devon County Council").click()
    assert page.url.endswith("/councils/devon/?at=2012-12-03")
    assert "No signature found" in page.inner_text("main")


def test_a_filter_is_removed_by_its_cross(visit):
    page = visit("/councils/?region=south-east&status=signed", PHONE)
    with page.expect_navigation():
        page.get_by_role("link", name="Take away the filter: Signed").click()
    assert page.url.endswith("/councils/?region=south-east")


def test_the_chart_keeps_its_labels_at_every_width(visit):
    for size in (PHONE, DESK):
        page = visit("/councils/timeline/", size)
        sizes = page.eval_on_selector_all(
            ".chart text", "all => all.map((part) => parseFloat(getComputedStyle(part).fontSize))"
        )
        assert min(sizes) >= 15
        figure, *labels = (
            part.bounding_box()
            for part in (page.locator(".chart-figure"), *page.locator(".chart text").all())
        )
        assert all(box["x"] + box["width"] <= figure["x"] + figure["width"] for box in labels)
        years = [part.bounding_box() for part in page.locator(".chart-year").all()]
        assert all(
            one["y"] + one["height"] <= other["y"] + 1
            for one, other in zip(years, years[1:], strict=False)
        )


def test_nothing_on_the_data_page_breaks_the_content_security_policy(visit):
    page = visit("/data/")
    kinds = page.eval_on_selector_all("script", "all => all.map((part) => part.type)")
    assert "application/ld+json" in kinds
    # The fixture of the window watches for errors in the console.
