"""The chart never shows a step on a day that is not known."""

import datetime as dt
import re
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.models import Council, EventKind, Signature
from councils.signature_history import chart, chart_table
from councils.signature_history.periods import timeline
from tests.conftest import forget_everything
from tests.reading_age import reading_age
from tests.seen import fields, links, words

TODAY = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def stopped(today_is):
    today_is("2026-11-24")


@pytest.fixture
def page(client, db):
    return lambda **asked: client.get("/councils/timeline/", asked)


@pytest.fixture
def drawing(page):
    """Return a function that reads the chart of a page as XML."""

    def read(**asked):
        markup = page(**asked).content.decode()
        (svg,) = re.findall(r'<svg class="chart".*?</svg>', markup, re.DOTALL)
        return ET.fromstring(svg)

    return read


def test_every_page_leads_to_the_story_and_so_does_its_short_address(client, page):
    assert page().status_code == 200
    assert "/councils/timeline/" in links(client.get("/"))
    answer = client.get("/history/", {"at": "2013-09-19"})
    assert (answer.status_code, answer["Location"]) == (301, "/councils/timeline/?at=2013-09-19")


def piles(svg):
    """The piles of the chart in their order: words, and how many hexagons of each kind."""
    found = []
    for part in svg.find("g"):
        if part.tag == "text" and "chart-words" in part.get("class"):
            found.append(["".join(part.itertext()), {}])
        elif part.tag == "use" and found:
            kind = part.get("href").removeprefix("#hex-")
            found[-1][1][kind] = found[-1][1].get(kind, 0) + 1
    return [(words, hexagons) for words, hexagons in found]


def brackets(svg):
    """The first and last day of each bracket, in order."""
    found = []
    for part in svg.iter("path"):
        if part.get("class") == "chart-bracket":
            ends = re.fullmatch(r"M\d+ (\d+)h-4V(\d+)h4", part.get("d")).groups()
            found.append(tuple(chart.BEGINS + dt.timedelta(int(y) * 365.25 / chart.YEAR)
                               for y in ends))  # fmt: skip
    return found


def test_each_signature_is_a_hexagon_beside_the_days_on_which_it_can_have_been(drawing):
    svg = drawing()
    shown = piles(svg)
    assert shown[:2] == [("1 by 3 Dec 2012", {"signed": 1}), ("31 by 19 Sep 2013", {"signed": 31})]
    assert ("32 of 153 today", {}) in shown
    kent, others = brackets(svg)
    for (first, last), end in ((kent, dt.date(2012, 12, 3)), (others, dt.date(2013, 9, 19))):
        assert abs((first - dt.date(2012, 7, 9)).days) <= 10
        assert abs((last - end).days) <= 10


def test_councils_that_began_are_marked_and_those_to_come_are_dashed(drawing):
    shown = piles(drawing())
    assert shown[-1] == ("2 from 1 Apr 2027", {"forming": 2})
    assert [words for words, _ in shown if "new council" in words] == [
        "2 new councils", "1 new council", "2 new councils", "2 new councils"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("precision", "words", "has_bracket"),
    [
        ("day", "1 on 5 May 2020", False),
        ("month", "1 in May 2020", True),
        ("year", "1 in 2020", True),
        ("by", "1 by 5 May 2020", True),
        ("unknown", "1 by 20 Nov 2026", True),
    ],
)
def test_a_pile_says_what_is_known_of_its_day(
    drawing, sheffield, sign, precision, words, has_bracket
):
    date = None if precision == "unknown" else "2020-05-05"
    sign(sheffield, date, precision, checked_on=dt.date(2026, 11, 20))
    svg = drawing()
    assert (words, {"signed": 1}) in piles(svg)
    assert len(brackets(svg)) == 2 + has_bracket


def test_a_signature_that_ended_keeps_its_place_in_another_shape(drawing, kent, add_event, sign):
    add_event(kent, EventKind.WITHDRAWN, "2016-05-05")
    sign(Council.objects.get(slug="cumbria"), "2014-05-05")
    shown = dict(piles(drawing()))
    assert shown["1 by 3 Dec 2012"] == {"withdrawn": 1}
    assert shown["1 on 5 May 2014"] == {"former": 1}
    assert "31 of 153 today" in shown


def test_the_table_says_the_same_as_the_chart(page, kent, sheffield, add_event, sign):
    add_event(kent, EventKind.WITHDRAWN, "2016-05-05")
    sign(sheffield, "2020-05-05")
    sign(Council.objects.get(slug="cumbria"), "2014-05-05", "month")
    said = words(page())
    assert "When What is on record Signed after that" in said
    assert "At some time from 9 July 2012 to 3 December 2012 Kent signed 1 of 152" in said
    assert "At some time from 9 July 2012 to 19 September 2013 31 councils signed 32 of 152" in said
    assert "At some time from 1 May 2014 to 5 May 2014 Cumbria signed 33 of 152" in said
    assert "On 5 May 2016 Kent withdrew 32 of 152" in said
    assert "On 5 May 2020 Sheffield signed 33 of 151" in said
    assert "On 1 April 2023 Cumbria closed, and kept the signature 32 of 153" in said


def test_the_last_count_of_the_chart_is_that_of_every_page(drawing, page, client):
    assert ("32 of 153 today", {}) in piles(drawing())
    assert "On 24 November 2026, 32 of 153 councils had signed" in words(page())


def test_the_chart_has_a_description_for_screen_readers(drawing):
    svg = drawing()
    assert svg.get("role") == "group"
    names = {part.get("id"): part.text for part in svg if part.get("id")}
    assert set(svg.get("aria-labelledby").split()) == names.keys()
    assert "to 19 September 2013, on record: 31 councils signed." in names["chart-says"]
    assert names["chart-says"].endswith("32 of 153 on 24 November 2026.")


def test_every_day_of_change_leads_to_its_map(page):
    found = links(page())
    assert found["/councils/?at=2012-12-03"] == "3 December 2012"
    assert found["/councils/?at=2027-04-01"] == "1 April 2027"
    assert "154 councils, to come" in words(page())


def test_the_chart_can_end_on_a_given_day(page, drawing):
    assert "On 19 September 2013, 32 of 152 councils had signed, as far as we know." in words(
        page(at="2013-09-19")
    )
    assert piles(drawing(at="2012-12-03"))[-1] == ("1 of 152 then", {})
    assert "0 of 152 councils had signed" in words(page(at="2012-07-09"))


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("2012-07-08", "The record begins on that day."),
        ("yesterday", "That is not a day we can read."),
        ("2100-01-01", "That day is too far ahead"),
        ("2027-04-01", "This day has not come yet."),
    ],
)
def test_an_impossible_or_future_day_is_explained(page, day, says):
    shown = page(at=day)
    assert says in words(shown)
    assert fields(shown)["at"] == day


@pytest.mark.fault  # full-size data
def test_a_long_record_needs_no_more_queries_and_steps(page, make_council, sign, add_event):
    forget_everything()
    with CaptureQueriesContext(connection) as few:
        page()
    for number in range(40):
        council = make_council(f"Nova {number}")
        for year in range(2013, 2026):
            sign(council, f"{year}-02-{1 + number % 28:02}", checked_on=dt.date(2026, 1, 1))
            add_event(council, EventKind.WITHDRAWN, f"{year}-09-{1 + number % 28:02}")
    forget_everything()
    with CaptureQueriesContext(connection) as many:
        long = page()
    assert len(many) == len(few)
    assert len(chart.signature_piles(timeline(), TODAY)) <= chart.MOST_PILES
    assert len(long.context["rows"]) <= chart_table.MAX_ROWS
    assert len([link for link in links(long) if "?at=" in link]) <= 241


# How days are known


def test_no_day_of_a_shipped_signature_is_known(page):
    assert (
        "The day is not known for any of the 32 signatures in the chart. We know a day by which the"
        " council had signed."
    ) in words(page())


def test_a_signature_withdrawn_later_is_still_in_the_chart(page, kent, sheffield, sign,
                                                                   add_event):  # fmt: skip
    sign(sheffield, "2026-01-05")
    add_event(kent, EventKind.WITHDRAWN, "2026-02-05")
    seen = words(page())
    assert "32 of 153 councils had signed, as far as we know" in seen
    assert "The day is not known for 32 of the 33 signatures in the chart." in seen


def test_months_years_and_days_by_which_are_counted_separately(page, sheffield, sign):
    sign(sheffield, "2015-03-20", "month", checked_on="2026-11-01")
    sign(Council.objects.get(slug="leeds"), "2016-01-01", "year", checked_on="2026-11-01")
    sign(Council.objects.get(slug="york"), None, "unknown", checked_on="2026-11-01")
    assert (
        "We know, for 32 a day by which the council had signed, for 1 the month, for 1 the year and"
        " for 1 that the council had signed when we read the evidence."
    ) in words(page())


def test_nothing_is_said_if_every_day_is_known(page, sign):
    Signature.objects.all().delete()
    sign(Council.objects.get(slug="leeds"), "2014-02-11")
    assert "is not known for" not in words(page())


def test_days_are_listed_from_the_newest_to_the_oldest_and_the_reason_for_each_is_named(
    page, sheffield, add_event
):
    add_event(sheffield, EventKind.INTENDS, "2026-11-01")
    response = page()
    days = [choice.on.day for _, choices in response.context["years"] for choice in choices]
    assert days == sorted(days, reverse=True)
    assert dt.date(2026, 11, 1) in days
    assert "had said that it would sign" in words(response)


# The cards


def test_seven_dated_cards_tell_the_story_each_with_its_source(page):
    cards = page().context["cards"]
    assert [card.number for card in cards] == [1, 2, 3, 4, 5, 6, 7]
    assert all(card.sources and card.when for card in cards)
    assert [card.day for card in cards] == sorted(card.day for card in cards)
    assert (
        cards[-1]
        .paragraphs[0]
        .startswith("32 of 153 councils have signed, as far as we know. All 32")
    )


def test_each_pin_of_the_chart_leads_to_its_card(page, drawing):
    pins = {link.get("href") for link in drawing().iter("a")}
    markup = page().content.decode()
    assert pins == {f"#{card}" for card in re.findall(r'story-card" id="([^"]+)"', markup)}
    assert len(pins) == 7


def test_the_first_map_shows_kent_and_lancashire_as_pledged_and_nobody_as_signed(page):
    (first,) = re.findall(r'<svg class="map map-first".*?</svg>', page().content.decode())
    assert first.count("#hex-intends") == 2
    assert first.count("#hex-not_signed") == 150
    assert "#hex-signed" not in first


def test_the_cards_read_at_twelve(page):
    told = [words for card in page().context["cards"] for words in card.paragraphs]
    assert reading_age(" ".join(told)) < 12
