"""Public totals: each letter once, by the day it went, and right whatever is deleted later."""

import datetime as dt

import pytest
from django.utils import timezone

from campaign.letters.figures import figures
from campaign.letters.nightly import count
from councils.models import DailyLetterCount

pytestmark = pytest.mark.django_db


def total(council, field="delivered"):
    return sum(getattr(row, field) for row in DailyLetterCount.objects.filter(council=council))


def test_a_letter_counts_once_when_it_has_not_come_back_for_five_days(letter_of, sheffield):
    letter_of("accepted", days_ago=4)
    letter_of("accepted", days_ago=6, email="ben@example.org")
    count()
    count()
    assert total(sheffield) == 1
    count(timezone.now() + dt.timedelta(days=7))  # a week late
    assert total(sheffield) == 2


def test_a_person_who_writes_twice_is_counted_once(letter_of, sheffield, kent):
    first = letter_of("accepted", days_ago=40)
    letter_of("accepted", days_ago=39, email="Anna@Example.org")  # both are counted in one night
    count()
    assert total(sheffield) == 1
    letter_of("accepted", days_ago=6, follows=first)
    letter_of("accepted", days_ago=6, council=kent)
    count()
    assert (total(sheffield), total(kent)) == (1, 1)
    first.cancel_and_anonymise()
    count()  # the deleted first letter does not make the second one new
    assert total(sheffield) == 1


@pytest.mark.parametrize("nights", [1, 2])
def test_a_letter_sent_by_its_writer_and_one_by_us_are_counted_apart(letter_of, sheffield, nights):
    letter_of("draft", self_sent_at=timezone.now() - dt.timedelta(days=30))
    if nights == 2:
        count()
    letter_of("accepted", days_ago=6)
    count()
    assert (total(sheffield), total(sheffield, "self_sent")) == (1, 1)


def test_whoever_sends_a_letter_that_came_back_late_is_still_counted_once(letter_of, sheffield):
    letter = letter_of("accepted", days_ago=20)
    count()
    assert letter.mark_bounced(timezone.now())
    assert letter.mark_self_sent()
    letter_of("accepted", days_ago=6)
    count(timezone.now() + dt.timedelta(days=1))
    assert total(sheffield) == 1


def test_a_letter_counts_for_the_day_it_went_in_london(letter_of, sheffield):
    late = dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)  # half past midnight there
    letter_of("accepted", outcome_at=late, confirmed_at=late)
    count()
    assert DailyLetterCount.objects.get(council=sheffield).day == dt.date(2026, 7, 2)


@pytest.mark.parametrize(
    "state", ["queued", "deferred", "bounced", "failed", "unsure", "cancelled"]
)
def test_a_letter_that_did_not_arrive_or_may_not_have_is_not_counted(letter_of, sheffield, state):
    letter_of(state, days_ago=10)
    count()
    assert total(sheffield) == 0


def test_a_letter_deleted_before_it_counts_is_counted_all_the_same(letter_of, sheffield):
    letter = letter_of("accepted", days_ago=1)
    assert letter.anonymise()
    count(timezone.now() + dt.timedelta(days=5))
    assert total(sheffield) == 1


def test_the_share_in_own_words_is_shown_only_from_ten_letters_up(letter_of):
    for number in range(9):
        share = 80 if number < 6 else 10
        letter_of("accepted", days_ago=6, own_words_percent=share, email=f"{number}@example.org")
    count()
    assert DailyLetterCount.objects.own_words_percent() is None
    letter_of("accepted", days_ago=6, own_words_percent=50)
    count()
    assert DailyLetterCount.objects.own_words_percent() == 70


def test_the_desks_figures_are_of_four_weeks_and_leave_test_letters_out(letter_of):
    for days_ago in (1, 27, 28):
        letter_of("accepted", days_ago=days_ago)
    letter_of("bounced", days_ago=2, answered="yes")
    letter_of("draft", self_sent_at=timezone.now())
    letter_of("accepted", is_test=True)
    assert {what: number for what, number in figures().items() if number} == {
        "begun": 4,
        "confirmed": 3,
        "handed to our mail service": 2,
        "came back, or were refused": 1,
        "answered, says the writer": 1,
        "sent by people themselves": 1,
    }
