"""The story so far never shows a step on a day that is not known."""

import datetime as dt
import re

import pytest

from councils.models import Council, EventKind
from tests.seen import fields, links, words


@pytest.fixture(autouse=True)
def stopped(today_is):
    today_is("2026-11-24")


@pytest.fixture
def page(client, db):
    return lambda **asked: client.get("/councils/timeline/", asked)


def test_every_page_leads_to_the_story_and_so_does_its_short_address(client, page):
    assert page().status_code == 200
    assert "/councils/timeline/" in links(client.get("/"))
    answer = client.get("/history/", {"at": "2013-09-19"})
    assert (answer.status_code, answer["Location"]) == (301, "/councils/timeline/?at=2013-09-19")


def test_the_band_climbs_on_the_days_from_which_signatures_count(page):
    markup = page().content.decode()
    stairs = re.search(r'<path d="M0 100((?:H[\d.]+V[\d.]+)+)H1000V100H0z"', markup)[1]
    at, heights = zip(*re.findall(r"H([\d.]+)V([\d.]+)", stairs), strict=True)
    begins, whole = dt.date(2012, 7, 9), (dt.date(2026, 11, 24) - dt.date(2012, 7, 9)).days
    for x, day in zip(at, (dt.date(2012, 12, 3), dt.date(2013, 9, 19)), strict=True):
        assert abs(float(x) - 1000 * (day - begins).days / whole) < 0.1
    assert [100 - float(height) for height in heights] == pytest.approx([100 / 160, 20], abs=0.1)


@pytest.mark.promise(2)
def test_the_list_of_days_says_what_happened_and_no_more_than_is_known(
    page, kent, sheffield, add_event, sign
):
    add_event(kent, EventKind.WITHDRAWN, "2016-05-05")
    add_event(Council.objects.get(slug="leeds"), EventKind.INTENDS, "2016-06-05")
    sign(sheffield, "2020-05-05")
    sign(Council.objects.get(slug="cumbria"), "2014-05-05", "month")
    told = words(page())
    for line in (
        "9 July 2012 The charter was launched 0 of 152",
        "3 December 2012 Kent signed by then 1 of 152",
        "19 September 2013 31 councils signed by then 32 of 152",
        "5 May 2014 Cumbria signed by then 33 of 152",
        "5 May 2016 Kent withdrew 32 of 152",
        "5 June 2016 Leeds said it would sign 32 of 152",
        "5 May 2020 Sheffield signed 33 of 151",
        "1 April 2023 Cumberland, and Westmorland and Furness began. Cumbria closed 32 of 153",
        "1 April 2027 East Surrey and West Surrey will begin. Surrey will close 154, to come",
    ):
        assert line in told


def test_every_day_of_change_leads_to_its_map_the_newest_first(page):
    found = links(page())
    assert found["/councils/?at=2012-12-03"] == "3 December 2012"
    days = [address for address in found if "?at=" in address]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("2012-07-08", "so our list starts then."),
        ("yesterday", "We can’t read that date."),
        ("2100-01-01", "That’s too far ahead"),
        ("2027-04-01", "That day hasn’t come yet"),
    ],
)
def test_an_impossible_or_future_day_is_explained(page, day, says):
    shown = page(at=day)
    assert says in words(shown)
    assert fields(shown)["at"] == day


# How days are known


def test_no_day_of_a_shipped_signature_is_known(page):
    assert "We don’t know the exact day for any of the 32, so each counts from the last day it" in (
        words(page())
    )


# The cards


def test_seven_dated_cards_tell_the_story_each_with_its_source(page):
    cards = re.split(r'<li id="', page().content.decode())[1:]
    assert len(cards) == 7
    assert all(card.count('<p class="small">') == 1 for card in cards[:-1])
    assert all(re.search(r'<p class="year"><b>20\d\d</b>', card) for card in cards)
    told = words(page())
    assert "at least nine names we haven’t found" in told
    assert "Now 32 of 153 councils have signed, as far as we know. The next could be yours." in told


def test_the_card_of_2013_names_the_32_and_leads_to_each(page, kent, add_event):
    add_event(kent, EventKind.WITHDRAWN, "2016-05-05")  # which does not change what was said then
    markup = page().content.decode()
    roll = re.search(r'<p class="roll">(.*?)</p>', markup, re.DOTALL)[1]
    assert len(re.findall(r'href="/councils/[\w-]+/"', roll)) == 32
    assert ">Kent</a>" in roll and "Sheffield" not in roll
