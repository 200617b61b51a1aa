"""The counts over all days are the same as those of each day's record."""

import datetime as dt

import pytest

from councils.forms import FARTHEST
from councils.history.periods import timeline
from councils.models import Council, EventKind
from councils.record import record_on
from tests.conftest import forget_everything

CHARTER, TODAY = dt.date(2012, 7, 9), dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def stopped(today_is):
    today_is("2026-11-24")


def agrees(*around):
    """Compare the two ways of counting on days and on those beside them: on all days of change."""
    forget_everything()
    known = timeline()
    days = list(map(dt.date.fromisoformat, around)) or known.days
    beside = {day + dt.timedelta(days=step) for day in days for step in (-1, 0, 1)}
    for day in sorted({*beside, TODAY}):
        if CHARTER <= day <= FARTHEST:
            record = record_on(day)
            assert (day, known.signed(day), known.total(day)) == (day, record.signed, record.total)
    return known


def test_the_shipped_record_has_the_same_counts_both_ways_on_every_day(db):
    known = agrees()
    assert [known.signed(day) for day in (CHARTER, dt.date(2012, 12, 3), dt.date(2013, 9, 18))] == [
        0,
        1,
        1,
    ]
    assert known.signed(dt.date(2013, 9, 19)) == known.signed(TODAY) == 32


@pytest.mark.parametrize(
    ("facts", "counted"),
    [
        ([("signed", "2014-05-05")], {"2014-05-04": 0, "2014-05-05": 1}),
        ([("withdrawn", "2014-05-05"), ("signed", "2014-05-05")], {"2014-05-05": 0}),
        (
            [("signed", "2014-05-05"), ("withdrawn", "2015-05-05"), ("signed", "2016-05-05")],
            {"2015-05-04": 1, "2015-05-05": 0, "2016-05-04": 0, "2016-05-05": 1},
        ),
        (
            [("signed", "2014-05-05"), ("signed", "2016-05-05"), ("withdrawn", "2018-05-05")],
            {"2017-01-01": 1, "2018-05-05": 0},
        ),
        ([("intends", "2014-05-05"), ("withdrawn", "2015-05-05")], {"2016-01-01": 0}),
        ([("withdrawn", "2013-05-05"), ("signed", "2014-05-05")], {"2014-05-05": 1}),
    ],
)
def test_signatures_and_withdrawals_have_the_same_counts_both_ways(
    sheffield, sign, add_event, facts, counted
):
    for kind, day in facts:
        sign(sheffield, day) if kind == "signed" else add_event(sheffield, kind, day)
    known = agrees(*{day for _, day in facts})
    before = {dt.date.fromisoformat(day): 32 for day in counted}
    assert {day: known.signed(day) - 32 for day in before} == {
        dt.date.fromisoformat(day): number for day, number in counted.items()
    }


def test_a_council_that_closes_is_counted_no_more_and_its_successor_neither(sign):
    sign(Council.objects.get(slug="cumbria"), "2014-05-05")
    sign(Council.objects.get(slug="surrey"), "2015-05-05")
    known = agrees("2014-05-05", "2015-05-05", "2023-04-01", "2027-04-01")
    assert known.signed(dt.date(2023, 3, 31)) == 34
    assert known.signed(dt.date(2023, 4, 1)) == 33
    assert known.signed(dt.date(2027, 4, 1)) == 32


def test_a_council_counts_from_its_first_day_at_the_earliest(make_council, sign):
    council = make_council("Nova", "2020-04-01", "2024-04-01")
    sign(council, "2020-04-01", "by", checked_on=dt.date(2026, 11, 20))
    known = agrees("2020-04-01", "2024-04-01")
    period = next(period for period in known.periods if period.council.short_name == "Nova")
    assert (period.earliest, period.latest, period.until) == (
        dt.date(2020, 4, 1),
        dt.date(2020, 4, 1),
        dt.date(2024, 4, 1),
    )


@pytest.mark.parametrize(
    ("date", "precision", "earliest", "latest"),
    [
        ("2014-02-11", "day", "2014-02-11", "2014-02-11"),
        ("2014-02-11", "month", "2014-02-01", "2014-02-28"),
        ("2014-02-11", "year", "2014-01-01", "2014-12-31"),
        ("2014-02-11", "by", "2012-07-09", "2014-02-11"),
        (None, "unknown", "2012-07-09", "2026-11-20"),
        ("2026-11-19", "month", "2026-11-01", "2026-11-20"),
        ("2012-01-01", "year", "2012-01-01", "2012-12-31"),
    ],
)
def test_a_signature_lies_between_the_first_and_the_last_day_it_can_have(
    sheffield, sign, date, precision, earliest, latest
):
    sign(sheffield, date, precision, checked_on=dt.date(2026, 11, 20))
    known = agrees(earliest, latest)
    period = next(period for period in known.periods if period.council.slug == "sheffield")
    # The charter had no first day but its own.
    assert (max(period.earliest, CHARTER), period.latest) == (
        max(dt.date.fromisoformat(earliest), CHARTER),
        dt.date.fromisoformat(latest),
    )


def test_a_signature_recorded_in_error_counts_on_no_day(sheffield, sign):
    sign(sheffield, "2014-05-05").retract("It was Rotherham.")
    known = agrees("2014-05-05")
    assert dt.date(2014, 5, 5) not in known.days


def test_the_days_are_those_on_which_a_status_or_the_councils_changed(db, sheffield, add_event):
    add_event(sheffield, EventKind.INTENDS, "2015-03-03")
    add_event(sheffield, EventKind.CONTACTED, "2015-02-02")
    days = [day.isoformat() for day in agrees("2015-02-02", "2015-03-03").days]
    assert days == [
        "2012-07-09",
        "2012-12-03",
        "2013-09-19",
        "2015-03-03",
        "2019-04-01",
        "2020-04-01",
        "2021-04-01",
        "2023-04-01",
        "2027-04-01",
    ]
