import datetime as dt

import pytest

from councils.dates import PartialDate, today

CHECKED = dt.date(2026, 11, 24)
DAY = dt.date(2014, 2, 11)


@pytest.mark.promise(2)
@pytest.mark.parametrize(
    ("precision", "date", "words", "edtf"),
    [
        ("day", DAY, "on 11 February 2014", "2014-02-11"),
        ("month", DAY, "in February 2014", "2014-02"),
        ("year", DAY, "in 2014", "2014"),
        ("by", DAY, "by 11 February 2014", "../2014-02-11"),
        ("unknown", None, "on a day we do not know", "XXXX"),
    ],
)
def test_the_words_of_a_date_say_no_more_than_is_known(precision, date, words, edtf):
    when = PartialDate(precision, date)
    assert when.words == words
    assert when.edtf == edtf


@pytest.mark.parametrize(
    ("precision", "date", "day"),
    [
        ("day", DAY, dt.date(2014, 2, 11)),
        ("by", DAY, dt.date(2014, 2, 11)),
        ("month", DAY, dt.date(2014, 2, 28)),
        ("month", dt.date(2016, 2, 1), dt.date(2016, 2, 29)),
        ("month", dt.date(2014, 12, 5), dt.date(2014, 12, 31)),
        ("year", DAY, dt.date(2014, 12, 31)),
        ("unknown", None, CHECKED),
    ],
)
def test_a_fact_counts_from_the_last_day_its_date_allows(precision, date, day):
    when = PartialDate(precision, date)
    assert when.counts_from(CHECKED) == day
    assert when.counts_from(dt.date(2012, 7, 9)) == dt.date(2012, 7, 9)  # never after its check
    assert (when.first_day or day) <= (date or day) <= day


@pytest.mark.parametrize(
    ("day", "time", "expected"),
    [
        ("2027-01-14", "23:59", dt.date(2027, 1, 14)),
        ("2027-01-15", "00:00", dt.date(2027, 1, 15)),
        ("2027-06-30", "23:59", dt.date(2027, 6, 30)),
        ("2027-07-01", "00:00", dt.date(2027, 7, 1)),
        ("2027-07-01", "00:30", dt.date(2027, 7, 1)),
    ],
)
def test_a_day_begins_at_midnight_in_london_in_winter_and_in_summer(today_is, day, time, expected):
    today_is(day, time)
    assert today() == expected
