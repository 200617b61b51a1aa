"""The home page: the search box, the count, the next milestone, and the sections below."""

import gzip
import re
from urllib.parse import quote

import pytest
from django.conf import settings as as_shipped
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaign.home.reasons import REASONS
from councils.models import Council
from councils.names import region_with_article
from tests.conftest import forget_everything
from tests.seen import fields, links, words


@pytest.fixture
def home(client, db):
    return lambda: client.get("/")


def test_the_search_box_comes_first_and_asks_for_one_thing(home):
    response = home()
    assert fields(response) == {"q": ""}
    seen = words(response)
    assert seen.index("Your postcode, town or council") < seen.index("32 of 153")


def test_the_count_says_on_record_and_that_not_all_are_named(home):
    seen = words(home())
    assert "32 of 153 councils are on record as signed" in seen
    assert "probably of 2014, says 41 councils had signed. We can name 32 from that time." in seen
    assert "Nine are not named in anything we have found." in seen
    assert "/about/#contact" in links(home())


def test_the_next_milestone_is_named(home):
    assert "7 more would make a quarter." in words(home())


def test_home_says_when_every_council_has_signed(home, sign):
    for council in Council.objects.current().responsible():
        sign(council)
    assert (
        "Every council that runs children’s services in England is on record as signed."
        in words(home())
    )


@pytest.mark.parametrize(
    ("region", "count"),
    [
        ("North East", "2 of 12"),
        ("North West", "5 of 24"),
        ("Yorkshire and The Humber", "3 of 15"),
        ("East Midlands", "4 of 10"),
        ("West Midlands", "2 of 14"),
        ("East of England", "3 of 11"),
        ("London", "5 of 33"),
        ("South East", "6 of 19"),
        ("South West", "2 of 15"),
    ],
)
def test_each_region_has_its_own_count_and_leads_to_its_councils(home, client, region, count):
    response = home()
    assert f"{region} {count}" in words(response)
    address = next(to for to, text in links(response).items() if text.startswith(region))
    assert f"Councils in {region_with_article(region)}" in words(client.get(address))


def test_cards_of_what_comes_next_are_from_the_record_and_lead_to_councils(home, sheffield, sign):
    seen = words(home())
    assert (
        "Surrey ends on 31 March 2027 East Surrey and West Surrey begin the next day."
        " Ask Surrey to tell them about the charter."
    ) in seen
    assert "Is your council missing?" in seen
    assert links(home())["/councils/surrey/"] == "Write to Surrey"
    sign(sheffield)
    forget_everything()
    response = home()
    assert "Sheffield is on record as signed It signed on 20 November 2026." in words(response)
    assert "/councils/sheffield/" in links(response)


def test_the_reasons_are_figures_with_place_year_and_source(home):
    seen = words(home())
    for reason in REASONS:
        assert f"{reason.figure} {reason.words} {reason.place}, {reason.year}. {reason.source}" in (
            seen
        )
    assert "Running away and being reported missing are two things." in seen


def test_home_has_three_ways_on_and_can_be_shared(home, settings):
    response = home()
    targets = links(response)
    for way in ("Get the motion", "Confirm, sign or correct", "Numbers and map", "Find my council"):
        assert way in words(response)
    assert {"/for-councillors/#motion", "/sign/", "/for-journalists/", "#q"} <= targets.keys()
    shares = [address for address, text in targets.items() if text in ("WhatsApp", "Email")]
    assert [quote(f"{settings.SITE_URL}/", safe="") in address for address in shares] == [True] * 2


def test_home_is_light(home):
    sheet = (as_shipped.BASE_DIR / "static" / "css" / "site.css").read_text("utf-8")
    scripts = [as_shipped.BASE_DIR / "static" / "js" / f"{name}.js"
               for name in ("site", "map", "find")]  # fmt: skip
    parts = [home().content, sheet.encode(), *(path.read_bytes() for path in scripts)]
    assert sum(len(gzip.compress(part)) for part in parts) < 30_000
    scenes = as_shipped.BASE_DIR / "templates" / "includes" / "scenes"
    drawn = b"".join(path.read_bytes() for path in sorted(scenes.glob("*.html")))
    assert len(gzip.compress(drawn)) < 3_000


def test_help_and_the_way_out_come_before_everything_else(home):
    response = home()
    seen = words(response)
    assert seen.index("Run away? Get help") < seen.index("Make Runaways Safe")
    assert seen.index("Exit this page") < seen.index("Make Runaways Safe")
    assert {"tel:999", "tel:116000", "tel:08001111"} <= links(response).keys()


def test_no_day_or_region_of_the_record_is_missing_after_the_switch(home, today_is):
    today_is("2027-04-01")
    seen = words(home())
    assert "32 of 154 councils" in seen
    assert "South East 6 of 20" in seen


def test_nothing_on_home_comes_from_another_site(home, settings):
    markup = re.sub(r"<a [^>]*>", "", home().content.decode())  # links load nothing
    for attribute in ('src="http', 'srcset="http', 'href="http'):
        elsewhere = [part.split('"')[1] for part in markup.split(" ") if part.startswith(attribute)]
        ways_out = ("https://www.bbc.co.uk/", settings.SITE_URL)  # the latter names the page itself
        assert not [url for url in elsewhere if not url.startswith(ways_out)]


def test_home_takes_the_same_queries_however_many_councils(home, fifty_more, sign):
    forget_everything()
    with CaptureQueriesContext(connection) as few:
        home()
    fifty_more(sign)
    forget_everything()
    with CaptureQueriesContext(connection) as many:
        assert "82 of 203" in words(home())
    assert len(many) == len(few)


def test_home_of_another_day_is_the_list_and_the_map_of_that_day(client, db):
    for day in ("2013-09-19", "soon"):
        response = client.get("/", {"at": day})
        assert (response.status_code, response.headers["Location"]) == (302, f"/councils/?at={day}")
