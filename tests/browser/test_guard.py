"""A child who asks for help is shown the helplines first, and nobody is stopped."""

import pytest

from campaign.rate_limits.models import Count
from campaign.tasks.models import Task
from tests.browser.conftest import PHONE
from tests.browser.screens import find, follow, press, told, told_by_a_child, told_too_often

pytestmark = pytest.mark.browser
JAVASCRIPT = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])


@JAVASCRIPT
@pytest.mark.parametrize("typed", ["im 14 and i ran away", "where can a kid go at night"])
def test_in_the_find_box_a_child_sees_the_numbers_without_scrolling(visit, javascript, typed):
    page = visit("/find/", PHONE, java_script_enabled=javascript)
    find(page, typed)
    call = page.locator("main a[href='tel:116000']")
    box = call.bounding_box()
    assert box["y"] + box["height"] <= PHONE[1]
    assert box["height"] >= 44


@JAVASCRIPT
def test_each_of_the_three_ways_on_works_in_the_find_box(visit, javascript):
    page = visit("/find/", PHONE, java_script_enabled=javascript)
    find(page, "he hits me")
    follow(page, "I need help")
    assert page.url.endswith("/need-help/")
    find(page, "he hits me")
    follow(page, "Clear what I wrote")
    assert page.locator("main [name=q]").input_value() == ""
    find(page, "he hits me")
    follow(page, "It’s about the past, or someone else: go on")
    assert page.locator("main [name=q]").input_value() == "he hits me"
    page.locator("main [name=q]").fill("Kent")
    press(page, "Find")
    assert page.url.endswith("/councils/kent/")


def test_a_visitor_who_goes_on_in_the_find_box_is_not_asked_again(visit):
    page = visit("/find/", PHONE)
    find(page, "he hits me")
    press(page, "Find")
    assert page.title().startswith("Error: We can’t find that")
    assert page.locator("main a[href='tel:116000']").is_visible()


@JAVASCRIPT
def test_a_childs_message_is_kept_in_its_field_and_each_of_the_three_ways_on_works(
    visit, javascript
):
    page = visit("/", PHONE, java_script_enabled=javascript)
    told_by_a_child(page)
    assert page.get_by_role("heading", name="Is this about you, now?").is_visible()
    assert page.get_by_label("What do you know").input_value().startswith("I have run away")
    follow(page, "I need help")
    assert page.url.endswith("/need-help/")
    told_by_a_child(page)
    follow(page, "Clear what I wrote")
    assert page.get_by_label("What do you know").input_value() == ""
    assert not Task.objects.exists()
    told_by_a_child(page)
    press(page, "It’s about the past, or someone else: go on with my message")
    assert page.get_by_role("heading", name="Thank you").is_visible()
    assert Task.objects.count() == 1


def test_a_limit_says_when_to_try_again_with_everything_still_there(visit):
    page = visit("/", PHONE)
    told_too_often(page)
    assert page.get_by_text("Try again ").is_visible()
    assert page.get_by_label("What do you know").input_value() == "It signed in May."
    Count.objects.all().delete()  # an hour later
    press(page, "Send")
    assert page.get_by_role("heading", name="Thank you").is_visible()


def test_nobody_sees_the_trap_or_comes_to_it_by_keyboard(visit):
    page = visit("/councils/sheffield/tell-us/", PHONE)
    trap = page.locator("[name=website_2]")
    assert trap.bounding_box()["x"] < 0
    for _ in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") != "website_2"
    told(page)
    assert page.get_by_role("heading", name="Thank you").is_visible()
