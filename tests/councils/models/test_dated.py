"""Dated facts: the database and the record compute the same day from which a fact counts."""

import datetime as dt

import pytest

from councils.dates import Precision
from councils.models import Council, Event, Signature

pytestmark = pytest.mark.django_db

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


@pytest.mark.parametrize(
    ("date", "precision", "counts"),
    [
        ("2024-02-11", "month", "2024-02-29"),
        ("2023-12-01", "month", "2023-12-31"),
        ("2024-02-11", "year", "2024-12-31"),
        ("2024-02-11", "by", "2024-02-11"),
        ("2026-11-19", "month", "2026-11-20"),
    ],
)
def test_a_fact_counts_from_the_last_day_its_date_allows(add_event, kent, date, precision, counts):
    fact = add_event(
        kent, "progress", date, date_precision=precision, checked_on=dt.date(2026, 11, 20)
    )
    day = dt.date.fromisoformat(counts)
    assert Event.objects.counting(day).filter(pk=fact.pk).exists()
    assert not Event.objects.counting(day - dt.timedelta(days=1)).filter(pk=fact.pk).exists()


def test_the_last_fact_is_the_last_that_counts_on_the_day(sheffield, kent, sign):
    first, second = sign(sheffield, "2014-05-05"), sign(sheffield, "2020-05-05")
    taken_back = sign(sheffield, "2025-05-05")
    taken_back.retract("Not so.")

    def last(day):
        found = Signature.objects.last_of_each_council(dt.date.fromisoformat(day))
        return [fact.pk for fact in found if fact.council_id == sheffield.pk]

    assert last("2014-05-04") == []
    assert last("2014-05-05") == [first.pk]
    assert last("2026-05-05") == [second.pk]


def test_the_last_of_facts_of_one_day_is_the_one_recorded_last(sheffield, sign):
    sign(sheffield, "2014-05-05")
    second = sign(sheffield, "2014-05-05")
    found = Signature.objects.last_of_each_council(dt.date(2026, 1, 1))
    assert second in found
    assert found.filter(council=sheffield).count() == 1


def test_each_council_has_its_own_last_fact(db):
    found = Signature.objects.last_of_each_council(dt.date(2026, 11, 24))
    assert found.count() == 32
    assert Council.objects.get(code="KEN").pk in {fact.council_id for fact in found}
