"""The chart never shows a step on a day that is not known."""

import datetime as dt
import re
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.models import Council, EventKind, Signature
from councils.signature_history import chart
from councils.signature_history.periods import timeline
from tests.conftest import forget_everything
from tests.seen import links, words

TODAY = dt.date(2026, 11, 24)
SVG = "{http://www.w3.org/2000/svg}"


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


def steps(on=TODAY):
    return [
        (step.start.isoformat(), step.signed, step.possible) for step in chart.steps(timeline(), on)
    ]


def blocks(svg, kind):
    """The blocks of a kind: left edge and width in per cent, height in pixels."""
    return [
        (float(rect.get("x")[:-1]), float(rect.get("width")[:-1]), int(rect.get("height")))
        for rect in svg.iter("rect")
        if rect.get("class") == f"chart-{kind}"
    ]


def test_the_record_that_ships_looks_as_if_nobody_signed_on_one_day(db):
    assert steps() == [
        ("2012-07-09", 0, 32),
        ("2012-12-03", 1, 32),
        ("2013-09-19", 32, 32),
    ]


def test_days_nobody_knows_are_hatched_until_the_day_by_which_a_council_had_signed(drawing):
    svg = drawing()
    hatched, solid = blocks(svg, "maybe"), blocks(svg, "signed")
    whole = (TODAY - dt.date(2012, 7, 9)).days + 1
    until = 100 * (dt.date(2013, 9, 19) - dt.date(2012, 7, 9)).days / whole
    assert hatched[0][0] == 0
    assert hatched[-1][0] + hatched[-1][1] == pytest.approx(until, abs=0.02)
    assert solid[-1][0] == pytest.approx(until, abs=0.02)
    # Both stand as high: the solid part goes on where the hatched one ends.
    assert hatched[0][2] == solid[-1][2]
    assert all(rect.get("fill") == "url(#chart-hatch)" for rect in svg.iter("rect")
               if rect.get("class") == "chart-maybe")  # fmt: skip


def test_a_day_that_is_known_is_a_step_and_not_hatched(sheffield, sign, db):
    sign(sheffield, "2020-05-05")
    assert steps()[-2:] == [("2013-09-19", 32, 32), ("2020-05-05", 33, 33)]


@pytest.mark.parametrize(
    ("precision", "bracket"),
    [
        ("month", ["2020-05-01", "2020-05-31"]),
        ("year", ["2020-01-01", "2020-12-31"]),
        ("by", [None, "2020-05-05"]),
    ],
)
def test_every_inexact_date_is_a_bracket(sheffield, sign, precision, bracket):
    sign(sheffield, "2020-05-05", precision, checked_on=dt.date(2026, 11, 20))
    found = steps()
    start, end = bracket
    assert (end, 33, 33) in found
    if start:
        assert (start, 32, 33) in found
    else:
        assert found[0] == ("2012-07-09", 0, 33)


def test_a_bracket_begins_no_earlier_than_the_council(make_council, sign):
    sign(make_council("Nova", "2021-04-01"), "2022-05-05", "by", checked_on=dt.date(2026, 11, 20))
    assert ("2021-04-01", 32, 33) in steps()
    assert ("2022-05-05", 33, 33) in steps()


def test_a_withdrawal_and_a_council_that_closes_take_one_away(kent, add_event, sign):
    add_event(kent, EventKind.WITHDRAWN, "2016-05-05")
    sign(Council.objects.get(slug="cumbria"), "2014-05-05")
    assert steps()[2:] == [
        ("2013-09-19", 32, 32),
        ("2014-05-05", 33, 33),
        ("2016-05-05", 32, 32),
        ("2023-04-01", 31, 31),
    ]


def test_the_table_says_the_same_as_the_chart(page, kent, sheffield, add_event, sign):
    add_event(kent, EventKind.WITHDRAWN, "2016-05-05")
    sign(sheffield, "2020-05-05")
    sign(Council.objects.get(slug="cumbria"), "2014-05-05", "month")
    said = words(page())
    assert "At some time from 9 July 2012 to 3 December 2012 Kent signed 1 of 152" in said
    assert "At some time from 9 July 2012 to 19 September 2013 31 councils signed 32 of 152" in said
    assert "At some time from 1 May 2014 to 5 May 2014 Cumbria signed 33 of 152" in said
    assert "On 5 May 2016 Kent withdrew 32 of 152" in said
    assert "On 5 May 2020 Sheffield signed 33 of 151" in said
    assert "On 1 April 2023 Cumbria closed, and kept the signature 32 of 153" in said


def test_the_last_count_of_the_chart_is_that_of_every_page(drawing, page, client):
    assert [text.text for text in drawing().iter("text")][-1] == "32"
    assert "32 of 153 councils are on record as signed on 24 November 2026" in words(page())


def test_the_chart_has_a_description_for_screen_readers(drawing):
    svg = drawing()
    assert svg.get("role") == "img"
    names = {part.get("id"): part.text for part in svg if part.get("id")}
    assert set(svg.get("aria-labelledby").split()) == names.keys()
    assert names["chart-says"].endswith("32 of 153 on 24 November 2026.")


def test_every_day_of_change_leads_to_its_map(page):
    found = links(page())
    assert found["/councils/?at=2012-12-03"] == "3 December 2012"
    assert found["/councils/?at=2027-04-01"] == "1 April 2027"
    assert "154 councils, to come" in words(page())


def test_the_chart_can_end_on_a_given_day(page, drawing):
    assert "32 of 152 councils were on record as signed on 19 September 2013" in words(
        page(at="2013-09-19")
    )
    assert [text.text for text in drawing(at="2012-12-03").iter("text")][-1] == "1"
    assert "0 of 152 councils were on record" in words(page(at="2012-07-09"))


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
    assert says in words(page(at=day))


@pytest.mark.usefixtures("unhurried")
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
    assert len(chart.steps(timeline(), TODAY)) <= chart.MAX_STEPS
    assert len(long.context["rows"]) <= chart.MAX_ROWS
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
    assert "32 of 153 councils are on record as signed" in seen
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
