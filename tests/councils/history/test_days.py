"""The days of the story are those on which something changed, with each day's own count."""

import datetime as dt

import pytest

from councils.history.days import days_of_change
from councils.models import Council, EventKind
from councils.record import record_on
from tests.conftest import forget_everything
from tests.seen import words


@pytest.fixture(autouse=True)
def stopped(today_is):
    today_is("2026-11-24")


def told():
    """Return what happened on each day of change, and how many had signed from then on."""
    forget_everything()
    days = days_of_change(record_on())
    for day in days:  # no day contradicts its own record
        record = record_on(day.day)
        assert (day.signed, day.total) == (record.signed, record.total)
    return {day.day.isoformat(): (day.what, day.signed) for day in days}


def test_the_days_of_the_record_that_ships(db):
    days = told()
    assert list(days) == [
        "2012-07-09",
        "2012-12-03",
        "2013-09-19",
        "2019-04-01",
        "2020-04-01",
        "2021-04-01",
        "2023-04-01",
        "2027-04-01",
    ]
    assert days["2012-12-03"] == ("Kent signed by then", 1)
    assert days["2013-09-19"] == ("31 councils signed by then", 32)
    assert "Surrey will close" in days["2027-04-01"][0]


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ([("signed", "2014-05-05")], {"2014-05-05": ("Sheffield signed", 33)}),
        (
            [("signed", "2014-05-05"), ("withdrawn", "2015-05-05"), ("signed", "2016-05-05")],
            {
                "2014-05-05": ("Sheffield signed", 33),
                "2015-05-05": ("Sheffield withdrew", 32),
                "2016-05-05": ("Sheffield signed", 33),
            },
        ),
        ([("intends", "2014-05-05")], {"2014-05-05": ("Sheffield said it would sign", 32)}),
        ([("contacted", "2014-05-05")], {}),
        (
            [("signed", "2014-05-05"), ("signed", "2016-05-05")],
            {"2014-05-05": ("Sheffield signed", 33)},
        ),
    ],
)
def test_what_a_council_did_is_told_on_its_day(sheffield, sign, add_event, facts, says):
    for kind, day in facts:
        sign(sheffield, day) if kind == "signed" else add_event(sheffield, kind, day)
    assert {day: what for day, what in told().items() if "2014" <= day < "2019"} == says


def test_a_council_that_closes_is_counted_no_more_and_its_successor_neither(sign):
    sign(Council.objects.get(slug="cumbria"), "2014-05-05")
    days = told()
    assert days["2014-05-05"][1] == 33
    assert days["2023-04-01"][1] == 32
    assert "Cumbria" in days["2023-04-01"][0]


def test_a_signature_counts_from_the_last_day_it_can_have(sheffield, sign):
    sign(sheffield, "2014-02-11", "month", checked_on=dt.date(2026, 11, 20))
    assert told()["2014-02-28"] == ("Sheffield signed by then", 33)


def test_a_signature_recorded_in_error_counts_on_no_day(sheffield, sign, add_event):
    sign(sheffield, "2014-05-05").retract("It was Rotherham.")
    add_event(sheffield, EventKind.CONTACTED, "2015-02-02")
    assert not {"2014-05-05", "2015-02-02"} & set(told())


@pytest.mark.promise(1)
def test_a_day_says_which_council_disputes_what_it_tells(sheffield, sign, client):
    sign(sheffield, "2026-11-01").dispute("The cabinet never met that day.")
    forget_everything()
    assert "Sheffield (disputed) signed" in words(client.get("/councils/timeline/"))


@pytest.mark.promise(1)
def test_of_many_councils_a_day_says_how_many_dispute_it(kent, db):
    devon = Council.objects.get(slug="devon")
    devon.signatures.get().dispute("It was never asked.")
    forget_everything()
    said = [day.what for day in days_of_change(record_on()) if "disputed" in day.what]
    assert said == ["31 councils (1 disputed) signed by then"]
