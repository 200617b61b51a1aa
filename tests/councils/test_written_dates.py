import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from councils.dates import read_date
from councils.forms import DayField, NearDayField

READ = {
    "4 November 2026": "on 4 November 2026",
    "4th of Nov 2026": "on 4 November 2026",
    "November 4, 2026": "on 4 November 2026",
    "2026-11-04": "on 4 November 2026",
    "04/11/2026": "on 4 November 2026",
    "4.11.2026": "on 4 November 2026",
    "on 4 november 2026": "on 4 November 2026",
    "Sept 2013": "in September 2013",
    "2013-09": "in September 2013",
    "by 19/9/2013": "by 19 September 2013",
    "../2013-09-19": "by 19 September 2013",
    "by September 2013": "by 30 September 2013",
    "before 19 September 2013": "by 18 September 2013",
    "before Sept 2013": "by 31 August 2013",
    "Wednesday, 4 November 2026": "on 4 November 2026",
    "on Wed the 4th of November 2026": "on 4 November 2026",
    "2026-11-04 00:00:00": "on 4 November 2026",
    "09/2013": "in September 2013",
    "by the end of 2013": "by 31 December 2013",
    "4-Nov-26": "on 4 November 2026",  # this and the next three as Excel saves them
    "04-Nov-2026": "on 4 November 2026",
    "Sep-13": "in September 2013",
    "19/09/2013 00:00": "on 19 September 2013",
    "19.9.13": "on 19 September 2013",
    "4-11-26": "on 4 November 2026",
    "2013/09/19": "on 19 September 2013",
    "4–11–2026.": "on 4 November 2026",
    "Weds 4 Nov ’26": "on 4 November 2026",
    "Sept '13": "in September 2013",
    "no later than 19/9/2013": "by 19 September 2013",
    "on or before Sept 2013": "by 30 September 2013",
    "by end 2013": "by 31 December 2013",
    "before the end of 2013": "by 31 December 2013",
    "2012": "in 2012",
    "": "on a day we do not know",
    "-": "on a day we do not know",
    "not known": "on a day we do not know",
}
NOT_A_DATE = [
    "soon",
    "31 February 2026",
    "13/13/2013",
    "Ma 2013",
    "by soon",
    "20133",
    "J 2013",
    "before unknown",
    "Sept 13",
]


@pytest.mark.promise(25)
def test_a_date_is_read_as_people_write_it_and_repeated_in_words():
    assert {text: read_date(text).words for text in READ} == READ
    assert read_date("3/4/2013").date == dt.date(2013, 4, 3)  # days before months


def test_text_that_is_not_a_date_is_read_as_none():
    assert [text for text in NOT_A_DATE if read_date(text)] == []


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("20 December", "2026-12-20"),
        ("Sunday 20th of Dec.", "2026-12-20"),
        ("31/12", "2026-12-31"),
        ("3 January", "2027-01-03"),
        ("1 December", "2026-12-01"),
        ("20 December 2027", "2027-12-20"),
        ("31 November", None),
        ("December", None),
        ("by 20 December", None),
        ("20", None),
    ],
)
def test_a_day_without_a_year_is_the_nearest_where_days_are_near(today_is, typed, day):
    today_is("2026-12-07")
    field = NearDayField()
    if day is None:
        with pytest.raises(ValidationError):
            field.clean(typed)
    else:
        assert field.clean(typed).isoformat() == day


def test_no_year_is_guessed_for_a_fact(today_is):
    today_is("2026-12-07")
    assert read_date("20 December") is None
    with pytest.raises(ValidationError):
        DayField().clean("20 December")
