"""Public totals of letters to a council."""

import datetime as dt

import pytest

from councils.models import DailyLetterCount, LettersSent

pytestmark = pytest.mark.promise(8)


def count(council, day, delivered=0, self_sent=0):
    DailyLetterCount.objects.create(
        council=council, day=day, delivered=delivered, self_sent=self_sent
    )


def sent_to(council, on=None):
    return DailyLetterCount.objects.sent(on and dt.date.fromisoformat(on)).get(
        council.pk, LettersSent()
    )


def test_days_are_added_up_separately_for_the_two_kinds(kent, sheffield):
    count(kent, "2026-11-01", delivered=150, self_sent=11)
    count(kent, "2026-11-02", delivered=64, self_sent=9)
    count(sheffield, "2026-11-01", delivered=500)
    assert sent_to(kent) == LettersSent(delivered=214, self_sent=20)


@pytest.mark.parametrize(("sent", "shown"), [(9, 0), (10, 10)])
def test_totals_are_public_from_ten_up(kent, sent, shown):
    count(kent, "2026-11-01", delivered=sent, self_sent=sent)
    assert sent_to(kent) == LettersSent(shown, shown)


def test_a_past_day_does_not_count_later_letters(kent):
    count(kent, "2026-11-01", delivered=10)
    count(kent, "2026-11-02", delivered=10)
    assert sent_to(kent, "2026-11-01").delivered == 10
    assert sent_to(kent, "2026-10-31") == LettersSent()
