"""Sentences for the press to quote."""

import datetime as dt

import pytest

from councils.record import Record, record_on
from councils.record.tallies import reported_2014_sentence
from councils.sharing.five_sentences import (
    count_sentence,
)

pytestmark = pytest.mark.django_db


def test_the_sentence_has_its_day_its_place_and_both_numbers(today_is):
    today_is("2026-11-24")
    record = record_on()
    assert count_sentence(record, record.region("London")) == (
        "On 24 November 2026, there was evidence that 5 of the 33 councils that run children’s"
        " services in London had signed the Runaways’ Charter. All five names are on The Children’s"
        " Society’s list of September 2013, and no council has confirmed its signature to Make"
        " Runaways Safe since."
    )
    assert count_sentence(record) == (
        "On 24 November 2026, there was evidence that 32 of the 153 councils that run children’s"
        " services in England had signed the Runaways’ Charter. All 32 names are on The Children’s"
        " Society’s list of September 2013, and no council has confirmed its signature to Make"
        " Runaways Safe since."
    )


@pytest.mark.parametrize(
    ("named", "says"),
    [
        (
            32,
            "32 that had signed by the end of 2014, so there are at least nine we can’t name.",
        ),
        (
            40,
            "40 that had signed by the end of 2014, so there is at least one we can’t name.",
        ),
        (41, "We can name 41 that had signed by the end of 2014."),
        (43, "We can name 43 that had signed by the end of 2014."),
    ],
)
def test_how_many_of_2014_can_be_named_is_true_of_any_record(named, says):
    assert says in reported_2014_sentence(Record(dt.date(2026, 11, 24), [], named_of_2014=named))
