"""Dated facts: the database and the record compute the same day from which a fact counts."""

import datetime as dt

import pytest

from councils.dates import Precision
from councils.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.promise(2)]

DAYS = ["2012-07-09", "2016-02-10", "2016-12-31", "2023-02-28", "2026-11-24"]


def counted(fact):
    """Return the day the database has computed for a fact."""
    ever = dt.date(9999, 12, 31)
    return Event.objects.counting(ever).get(pk=fact.pk).counted_from


@pytest.mark.parametrize("precision", Precision.values)
@pytest.mark.parametrize("date", DAYS)
def test_the_database_and_the_record_agree_on_the_day_a_fact_counts_from(
    kent, add_event, precision, date
):
    for checked in DAYS:
        fact = add_event(kent, "progress", date)
        fact.date_precision = precision
        fact.date = None if precision == "unknown" else fact.date
        fact.checked_on = dt.date.fromisoformat(checked)
        fact.save()
        assert counted(fact) == fact.counts_from
