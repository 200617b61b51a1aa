"""The days that a page offers besides the one it shows."""

import datetime as dt

import pytest

from councils.signature_history.date_picker import Choice, Picker
from councils.signature_history.periods import Day

DAY = Day(dt.date(2013, 9, 19), 31, 152)


@pytest.mark.parametrize(
    ("is_today", "is_ahead", "value", "words"),
    [
        (False, False, "2013-09-19", "19 September 2013: 31 of 152"),
        (False, True, "2013-09-19", "19 September 2013: 152 councils"),
        (True, False, "", "Today: 31 of 152"),
    ],
)
def test_a_choice_says_its_day_and_its_count(is_today, is_ahead, value, words):
    choice = Choice(DAY, is_today=is_today, is_ahead=is_ahead, is_chosen=False)
    assert (choice.value, choice.words) == (value, words)


def test_the_links_to_other_days_keep_the_filters():
    days = Picker([], dt.date(2012, 7, 9), dt.date(2014, 1, 2), {"region": "North West"})
    assert days.query_before == "region=North+West&at=2012-07-09"
    assert days.query_after == "region=North+West&at=2014-01-02"
