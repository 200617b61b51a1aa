"""The home page: the box, the count, what is new, the map, the figures, the street, the ways on."""

import datetime as dt
import gzip
import re
from xml.etree import ElementTree

import pytest

from campaign.pages.home import whats_new
from councils.models import Council, EventKind
from councils.record import build
from tests.conftest import forget_everything
from tests.seen import fields, links, words

TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def home(client, db):
    return lambda: client.get("/")


def news(day=TODAY):
    forget_everything()
    return [new.words for new in whats_new(build(day))]


def test_the_box_comes_first_and_asks_for_one_thing(home):
    response = home()
    assert fields(response) == {"q": ""}
    seen = words(response)
    assert seen.index("Your postcode, town or council") < seen.index("32 of 153")


def test_a_signature_is_new_for_a_month(sheffield, home, sign):
    sign(sheffield, "2026-11-20")
    assert news() == ["Sheffield signed on 20 November 2026."]
    assert "New: Sheffield signed on 20 November 2026." in words(home())
    assert news(dt.date(2026, 12, 25)) == []
    sign(Council.objects.get(slug="york"), "2026-11-21")
    assert news() == ["Sheffield and York signed this month."]


def test_a_decision_that_is_due_is_new_until_it_is_settled(sheffield, add_event):
    add_event(sheffield, EventKind.DECISION_DUE, "2027-01-14", checked_on=dt.date(2026, 11, 20))
    assert news() == ["Sheffield decides on 14 January."]
    add_event(sheffield, EventKind.DECIDED, "2026-11-22")
    assert news() == []


def test_a_council_that_has_signed_is_not_said_to_decide(sheffield, add_event, sign):
    sign(sheffield, "2026-08-01")
    add_event(sheffield, EventKind.DECISION_DUE, "2027-01-14", checked_on=dt.date(2026, 11, 20))
    assert news() == []


def test_from_any_page_one_finds_the_way_to_write_to_ones_council(client, db):
    for address in ("/", "/data/", "/changes/", "/privacy/", "/councils/kent/"):
        assert links(client.get(address))["/find/"] == "Write to your council", address
    assert "Find your council" in words(client.get("/find/"))


def test_a_council_that_ends_is_new_a_month_before_and_a_month_after(db):
    surrey = "Surrey ends on 31 March 2027, and East Surrey and West Surrey take over."
    assert news(dt.date(2027, 3, 15)) == [surrey]
    assert news(dt.date(2027, 4, 1)) == [
        "Surrey closed on 31 March 2027, and East Surrey and West Surrey took over."
    ]
    assert news(dt.date(2027, 5, 2)) == []


def test_a_count_that_fell_is_explained(kent, db):
    Council.objects.filter(pk=kent.pk).update(ends_on=dt.date(2026, 11, 1))
    assert "32 to 31 on 1 November 2026" in news()[0]


def test_the_map_is_one_picture_with_the_count_in_words(home, client):
    markup = home().content.decode()
    source = re.search(r'<img class="map" src="([^"]+)"[^>]+alt="([^"]+)"', markup)
    assert "32 councils are lit" in source[2]
    drawn = client.get(source[1])
    assert drawn.headers["Content-Type"] == "image/svg+xml"
    assert "immutable" in drawn.headers["Cache-Control"]
    assert len(gzip.compress(drawn.content)) < 6_500
    ElementTree.fromstring(drawn.content)


def test_the_street_has_a_window_for_each_council_and_a_light_for_each_that_signed(
    home, sheffield, sign, today_is
):
    def windows():
        forget_everything()
        markup = home().content.decode()
        unlit = re.search(r'<path d="((?:M\d+ \d+v15)+)"/>', markup)[1].split("M")[1:]
        lit = re.search(r'<path class="light" d="([^"]+)"', markup)[1].split("M")[1:]
        assert len({*lit, *unlit}) == len(lit) + len(unlit)
        return set(lit), set(unlit)

    lit, unlit = windows()
    assert (len(lit), len(unlit)) == (32, 121)
    sign(sheffield)
    more, less = windows()
    assert len(more - lit) == 1 and lit < more and less < unlit
    today_is("2027-04-01")
    assert [len(each) for each in windows()] == [33, 121]


def test_home_of_another_day_is_the_list_and_the_map_of_that_day(client, db):
    for day in ("2013-09-19", "soon"):
        response = client.get("/", {"at": day})
        assert (response.status_code, response.headers["Location"]) == (302, f"/councils/?at={day}")


def test_home_is_five_bands_and_the_street_stands_over_the_night(home):
    markup = home().content.decode()
    headings = re.findall(r"<h[12][^>]*>([^<]+)", markup[markup.index("<main") :])
    assert headings == [
        "When a child runs away, their council should be ready",
        "One night",
        "Four words for the next night",
        "Then the names stop.",
        "The next light could be yours",
    ]
    assert markup.index('class="street"') < markup.index("One night")


def test_staff_hide_the_story_of_the_night_by_one_switch(home, staff):
    assert "slept in a lorry" in words(home())
    assert "Call 116 000, free." in words(home())
    form = "/admin/pages/organisation/add/"
    filled = fields(staff.get(form))
    assert filled.pop("tells_one_night") == "on"
    assert staff.post(form, filled).status_code == 302
    forget_everything()
    seen = words(home())
    for part in (
        "One night",
        "lorry",
        "They just ignored me",
        "Cold, frightened",
        "They walked out",
    ):
        assert part not in seen
    assert "Each window is a thousand of them" in seen
    assert home().content.decode().count("84 lit windows") == 1


def test_how_sure_says_nothing_of_a_text_that_this_site_holds(home, edition):
    assert "We haven’t found the charter’s full text" in words(home())
    edition.text, edition.owner, edition.agreed_by = "We promise.", "Its owner", "its owner"
    edition.may_be_signed_here = True
    edition.save()
    forget_everything()
    assert "haven’t found the charter" not in words(home())
