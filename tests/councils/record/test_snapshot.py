"""What the record says about a council on a day."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from councils.models import EventKind, LineageKind
from councils.record.snapshot import build

pytestmark = pytest.mark.promise(4)


INTENDS, WITHDRAWN = EventKind.INTENDS, EventKind.WITHDRAWN


def on(day):
    """Return the record of a day, built anew."""
    return build(dt.date.fromisoformat(day))


def status(council, day="2026-11-24"):
    return on(day).by_slug[council.slug].status


# The day a signature counts from


@pytest.mark.promise(2)
@pytest.mark.parametrize(
    ("date", "precision", "counts_from"),
    [
        ("2014-02-11", "day", "2014-02-11"),
        ("2014-02-11", "by", "2014-02-11"),
        ("2014-02-11", "month", "2014-02-28"),
        ("2014-02-11", "year", "2014-12-31"),
        (None, "unknown", "2026-11-20"),
    ],
)
def test_a_signature_counts_from_the_last_day_its_date_allows(
    sheffield, sign, date, precision, counts_from
):
    sign(sheffield, date, precision, checked_on=dt.date(2026, 11, 20))
    day_before = dt.date.fromisoformat(counts_from) - dt.timedelta(days=1)
    assert status(sheffield, day_before.isoformat()) == "not_signed"
    assert status(sheffield, counts_from) == "signed"


# Taken back (!), withdrawn, intended


@pytest.fixture
def happens(sign, add_event):
    """Return a function that records what happened at a council: "signed 2014, withdrawn! 2020"."""

    def record(council, history):
        for act in filter(None, history.split(", ")):
            kind, year = act.split()
            day, what = f"{year}-05-05", kind.rstrip("!")
            fact = sign(council, day) if what == "signed" else add_event(council, what, day)
            if kind.endswith("!"):
                fact.retract("A misread line.")

    return record


NO_STATUS = [kind for kind in EventKind.values if kind not in (INTENDS, WITHDRAWN)]


@pytest.mark.promise(4)
@pytest.mark.parametrize(
    ("history", "now"),
    [
        ("signed 2014", "signed"),
        ("signed! 2014", "not_signed"),
        ("signed 2014, signed! 2020", "signed"),
        ("signed 2014, withdrawn 2020", "withdrawn"),
        ("signed 2014, withdrawn! 2020", "signed"),
        ("signed 2020, withdrawn 2020", "withdrawn"),
        ("signed 2014, withdrawn 2020, signed 2022", "signed"),
        ("signed 2014, withdrawn 2020, intends 2021", "intends"),
        ("intends 2020", "intends"),
        ("intends 2019, signed 2020, intends 2021", "signed"),
        *((f"signed 2014, {kind} 2020", "signed") for kind in NO_STATUS),
        *((f"{kind} 2020", "not_signed") for kind in NO_STATUS),
    ],
)
def test_a_status_and_the_count_follow_from_what_happened(sheffield, happens, history, now):
    happens(sheffield, history)
    assert status(sheffield) == now
    assert on("2026-11-24").signed == 32 + (now == "signed")


def test_a_signature_is_not_taken_back_before_the_withdrawal_that_rests_on_it(
    sheffield, kent, avon, new_avon, sign, add_event
):
    signature = sign(sheffield, "2019-05-05")
    withdrawal = add_event(sheffield, WITHDRAWN, "2020-05-05")
    with pytest.raises(ValidationError, match="Take back first"):
        signature.retract("It was Rotherham.")
    withdrawal.retract("It was Rotherham.")
    signature.retract("It was Rotherham.")
    assert status(sheffield) == "not_signed"
    later = sign(kent, "2016-05-05")  # it signed in 2012 as well
    add_event(kent, WITHDRAWN, "2020-05-05")
    later.retract("A misread line.")
    assert status(kent) == "withdrawn"
    sign(avon, "2013-05-05")
    anew = sign(new_avon, "2021-05-05")
    add_event(new_avon, WITHDRAWN, "2022-05-05")
    anew.retract("A misread line.")
    assert status(new_avon) == "withdrawn"  # from the signature that it inherited


# Inherited


@pytest.fixture
def avon(make_council):
    return make_council("Avon", ends="2020-04-01")


@pytest.fixture
def new_avon(make_council, take_over, avon):
    council = make_council("New Avon", starts="2020-04-01")
    take_over(council, avon, "2020-04-01")
    return council


@pytest.mark.promise(4)
def test_a_successor_inherits_and_is_not_counted_as_signed(avon, new_avon, sign):
    sign(avon, "2013-05-05")
    record = on("2026-11-24")
    row = record.by_slug["new-avon"]
    assert row.status == "inherited"
    assert row.inherited_from.name == "Avon Council"
    assert row.when.edtf == "2013-05-05"
    assert (record.signed, record.total) == (32, 154)


@pytest.mark.promise(4)
@pytest.mark.parametrize(
    ("before", "after", "now"),
    [
        ("signed! 2013", "", "not_signed"),
        ("signed 2013, withdrawn 2015", "", "not_signed"),
        ("signed 2013, withdrawn 2015, intends 2016", "", "not_signed"),
        ("signed 2013, withdrawn 2015, signed 2017", "", "inherited"),
        ("signed 2013", "intends 2022", "inherited"),
        ("signed 2013", "withdrawn 2022", "withdrawn"),
        ("signed 2013", "withdrawn 2022, intends 2023", "intends"),
    ],
)
def test_what_a_successor_inherits_follows_from_what_happened(
    avon, new_avon, happens, before, after, now
):
    happens(avon, before)
    happens(new_avon, after)
    assert status(new_avon) == now


def test_a_successor_that_signs_itself_has_signed(avon, new_avon, sign):
    sign(avon, "2013-05-05")
    sign(new_avon, "2022-05-05")
    assert status(new_avon, "2022-05-04") == "inherited"
    assert status(new_avon, "2022-05-05") == "signed"


def test_a_signature_is_inherited_through_a_chain(avon, new_avon, make_council, take_over, sign):
    sign(avon, "2013-05-05")
    new_avon.ends_on = dt.date(2024, 4, 1)
    new_avon.save()
    newest = make_council("Newest Avon", starts="2024-04-01")
    take_over(newest, new_avon, "2024-04-01")
    assert status(newest) == "inherited"
    assert on("2026-11-24").by_slug["newest-avon"].inherited_from.name == "Avon Council"


def test_a_council_that_takes_a_part_of_the_area_inherits_nothing(
    avon, make_council, take_over, sign
):
    sign(avon, "2013-05-05")
    part = make_council("Bath", starts="2020-04-01")
    take_over(part, avon, "2020-04-01", kind=LineageKind.PART)
    assert status(part) == "not_signed"


def test_a_council_that_withdrew_does_not_pass_on_an_inherited_signature(
    avon, new_avon, make_council, take_over, sign, add_event
):
    sign(avon, "2013-05-05")
    add_event(new_avon, WITHDRAWN, "2021-05-05")
    new_avon.ends_on = dt.date(2024, 4, 1)
    new_avon.save()
    newest = make_council("Newest Avon", starts="2024-04-01")
    take_over(newest, new_avon, "2024-04-01")
    assert status(newest) == "not_signed"


# Starting and closing


# Counts


@pytest.mark.parametrize(
    ("day", "signed", "total"),
    [
        ("2012-07-09", 0, 152),
        ("2012-12-02", 0, 152),
        ("2012-12-03", 1, 152),
        ("2013-09-18", 1, 152),
        ("2013-09-19", 32, 152),
        ("2020-06-01", 32, 151),
        ("2022-06-01", 32, 152),
        ("2024-01-01", 32, 153),
        ("2026-11-24", 32, 153),
        ("2027-04-01", 32, 154),
    ],
)
def test_the_record_counts_councils_and_signatures_of_the_day(db, day, signed, total):
    record = on(day)
    assert (record.signed, record.total) == (signed, total)


@pytest.mark.parametrize("day", ["2012-07-09", "2013-09-19", "2020-06-01", "2027-04-01"])
def test_regions_and_statuses_add_up_to_the_total_on_any_day(db, day):
    record = on(day)
    assert sum(tally.total for tally in record.regions) == record.total
    assert sum(tally.signed for tally in record.regions) == record.signed
    assert sum(record.counts.values()) == record.total
    assert sum(item["count"] for item in record.legend) == record.total


# Names


def test_a_council_that_went_on_under_a_new_name_shows_the_name_of_the_day(db):
    assert on("2013-09-19").by_slug["north-yorkshire"].name == "North Yorkshire County Council"
    assert on("2023-03-31").by_slug["north-yorkshire"].name == "North Yorkshire County Council"
    assert on("2023-04-01").by_slug["north-yorkshire"].name == "North Yorkshire Council"


# Cost
