"""What home shows as newest."""

import datetime as dt

from councils.models import Council
from councils.record.recent_signatures import latest
from councils.record.snapshot import build


def shown(day="2026-11-24"):
    block = latest(build(dt.date.fromisoformat(day)))
    return block.heading, [row.slug for row in block.rows]


def test_a_signature_of_the_last_twelve_months_is_the_latest(sheffield, sign):
    sign(sheffield, "2026-11-20")
    assert shown() == ("Latest signatures", ["sheffield"])


def test_the_newest_comes_first_and_the_older_ones_stay_out(db, sign):
    for day, slug in [("2026-03-01", "leeds"), ("2026-10-01", "york"), ("2019-01-01", "essex")]:
        sign(Council.objects.get(slug=slug), day)
    assert shown() == ("Latest signatures", ["york", "leeds"])


def test_five_are_shown_at_most(db, sign):
    for slug in ("leeds", "york", "essex", "surrey", "sheffield", "barnsley"):
        sign(Council.objects.get(slug=slug), "2026-10-01")
    assert len(shown()[1]) == 5


def test_after_twelve_months_it_is_from_the_record(sheffield, sign):
    sign(sheffield, "2026-11-20")
    assert shown("2027-11-19")[0] == "Latest signatures"
    heading, rows = shown("2027-11-20")
    assert heading == "From the record"
    assert rows


def test_when_none_is_young_the_best_known_comes_first(db):
    heading, rows = shown()
    assert heading == "From the record"
    assert rows[0] == "kent"
    assert len(rows) == 5


def test_a_day_known_exactly_goes_before_one_that_is_not(db, sign):
    sign(Council.objects.get(slug="leeds"), "2026-10-31")
    sign(Council.objects.get(slug="york"), "2026-10-01", "month", checked_on=dt.date(2026, 11, 20))
    assert shown()[1] == ["leeds", "york"]


def test_a_signature_taken_back_is_not_the_latest(sheffield, sign):
    sign(sheffield).retract("It was Rotherham.")
    assert shown()[0] == "From the record"


def test_before_the_first_signature_there_is_nothing_to_show(db):
    assert shown("2012-07-09") == ("From the record", [])
