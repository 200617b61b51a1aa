"""The postcodes in use, and how a new edition replaces the previous one."""

import dataclasses
import logging
import threading

import pytest
from django.db import IntegrityError, transaction

from councils.models.postcode_index import PostcodeEdition
from councils.postcodes import store
from councils.postcodes.build import build
from councils.postcodes.index import IndexFormatError
from councils.postcodes.parsing import Postcode
from councils.postcodes.store import (
    EditionRejectedError,
    activate,
    active_index,
    check,
    forget_index,
)

from .conftest import BELFAST, CARDIFF, DOVER, THANET, row, small_country, source

pytestmark = pytest.mark.django_db

KNOWN = {DOVER, THANET, CARDIFF, BELFAST}
WHOLE = {
    "England": 2_264_892,
    "Wales": 141_198,
    "Scotland": 230_031,
    "Northern Ireland": 60_276,
    "Channel Islands": 7_052,
    "Isle of Man": 6_100,
    "none": 11_007,
}


@pytest.fixture(autouse=True)
def nothing_in_memory():
    forget_index()
    yield
    forget_index()


@pytest.fixture
def clock(monkeypatch):
    """A clock that advances only when set: clock.now += 1."""

    class Clock:
        now = 100.0

        def monotonic(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(store, "time", clock)
    return clock


def load(built):
    return activate(built, KNOWN, allow_smaller=True)


def counting(built, **counts):
    return dataclasses.replace(built, counts=WHOLE | counts)


def test_without_any_postcodes_there_is_no_index():
    assert active_index() is None


def test_loaded_postcodes_are_in_use(built, clock):
    row = load(built)
    assert (row.edition, str(row.edition_date)) == ("ONSPD May 2026", "2026-05-01")
    assert (row.counts, row.size) == (built.counts, len(built.data))
    assert str(row) == "ONSPD May 2026"
    assert active_index().edition == "ONSPD May 2026"
    assert active_index().exists(Postcode("CT1", "1AA"))


def test_the_row_is_checked_once_a_second_and_read_only_if_it_changed(
    built, clock, django_assert_num_queries
):
    load(built)
    with django_assert_num_queries(2):
        first = active_index()
    with django_assert_num_queries(0):
        clock.now += 0.9
        assert active_index() is first
    with django_assert_num_queries(1):
        clock.now += 0.2
        assert active_index() is first


def test_another_process_uses_a_new_edition_within_a_second(built, clock):
    load(built)
    before = active_index()
    newer = build(source([*small_country(), row("CT11ZZ")], edition="ONSPD August 2026"))
    load(newer)
    # on_commit never comes in this test, as it never comes in a process that did not load it.
    assert active_index() is before
    clock.now += 1
    assert active_index().edition == "ONSPD August 2026"
    assert PostcodeEdition.objects.count() == 1


def test_the_process_that_loads_uses_the_new_edition_at_once(
    built, clock, django_capture_on_commit_callbacks
):
    assert active_index() is None
    with django_capture_on_commit_callbacks(execute=True):
        load(built)
    assert active_index() is not None


def test_an_edition_that_was_removed_is_out_of_use(built, clock):
    load(built)
    assert active_index()
    PostcodeEdition.objects.all().delete()
    clock.now += 1
    assert active_index() is None


def test_an_unreadable_row_leaves_the_previous_edition_in_use(built, clock, caplog):
    load(built)
    before = active_index()
    PostcodeEdition.objects.update(data=b"nonsense", sha256="0" * 64)
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            clock.now += 1
            assert active_index() is before
    assert len(caplog.records) == 1


def test_requests_during_a_read_are_answered_from_the_previous_edition(built, clock, monkeypatch):
    load(built)
    before = active_index()
    clock.now += 1
    answers = []

    def slow_renewal():
        other = threading.Thread(target=lambda: answers.append(active_index()))
        other.start()
        other.join(5)

    monkeypatch.setattr(store._copy, "renew", slow_renewal)
    active_index()
    assert answers == [before]


def test_the_same_postcodes_are_not_loaded_twice(built):
    assert load(built)
    loaded_at = PostcodeEdition.objects.get().loaded_at
    assert load(built) is None
    assert PostcodeEdition.objects.get().loaded_at == loaded_at


def test_there_is_never_a_second_row(built):
    row = load(built)
    row.id = 2
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_an_unknown_district_is_refused_and_named(built):
    with pytest.raises(EditionRejectedError) as refused:
        activate(built, {DOVER, CARDIFF}, allow_smaller=True)
    assert "E07000114, N09000003" in str(refused.value)
    assert "L99999999" not in str(refused.value)
    assert not PostcodeEdition.objects.exists()


def test_a_whole_edition_is_accepted(built):
    check(counting(built), KNOWN, None)
    check(counting(built), KNOWN, WHOLE)


@pytest.mark.parametrize(
    "nation, count, fewest",
    [
        ("England", 999_999, "1,000,000"),
        ("Scotland", 99_999, "100,000"),
        ("Wales", 59_999, "60,000"),
        ("Northern Ireland", 29_999, "30,000"),
    ],
)
def test_too_few_postcodes_of_a_nation_are_refused_with_the_numbers(built, nation, count, fewest):
    few = counting(built, **{nation: count})
    with pytest.raises(EditionRejectedError) as refused:
        activate(few, KNOWN)
    assert f"{nation} has {count:,} postcodes, where at least {fewest} are expected" in str(
        refused.value
    )
    assert activate(few, KNOWN, allow_smaller=True)


def test_a_nation_that_falls_by_more_than_a_tenth_is_refused_with_the_numbers(built):
    check(counting(built, Wales=128_000), KNOWN, WHOLE)
    with pytest.raises(
        EditionRejectedError, match="Wales would fall from 141,198 postcodes to 127,000"
    ):
        check(counting(built, Wales=127_000), KNOWN, WHOLE)
    with pytest.raises(
        EditionRejectedError, match="Isle of Man would fall from 6,100 postcodes to 0"
    ):
        check(counting(built, **{"Isle of Man": 0}), KNOWN, WHOLE)
    check(counting(built, Wales=127_000), KNOWN, WHOLE, allow_smaller=True)


def test_postcodes_that_gain_a_district_are_not_counted_as_a_loss(built):
    check(counting(built, none=0), KNOWN, WHOLE)


def test_a_rejected_edition_leaves_the_previous_one_in_use(built, clock):
    load(built)
    with pytest.raises(EditionRejectedError):
        activate(build(source([row("CT11AA")], edition="ONSPD August 2026")), KNOWN)
    with pytest.raises(IndexFormatError):
        load(dataclasses.replace(built, data=b"nonsense"))
    assert active_index().edition == "ONSPD May 2026"
