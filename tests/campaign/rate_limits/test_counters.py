import datetime as dt

import pytest

from campaign import rate_limits
from campaign.privacy.personal_data import purge_all
from campaign.rate_limits.models import Count

SCHOOL = "203.0.113.7"


@pytest.fixture
def post(rf):
    """Return a function that makes a POST from an internet address."""
    return lambda sender=SCHOOL, **headers: rf.post("/", REMOTE_ADDR=sender, **headers)


def test_there_is_room_up_to_the_limit_and_none_beyond(db, limit):
    limit("tip", "council", 3)
    verdicts = [rate_limits.consume("tip", council="KEN") for _ in range(5)]
    assert [verdict.refused for verdict in verdicts] == [False, False, False, True, True]
    assert Count.objects.get().hits == 3
    assert not rate_limits.consume("tip", council="SHF").refused


def test_a_refused_visitor_is_told_when_there_is_room_again(db, limit, today_is):
    limit("tip", "council", 1)
    today_is("2026-11-24", "12:40")
    rate_limits.consume("tip", council="KEN")
    verdict = rate_limits.consume("tip", council="KEN")
    assert (verdict.retry_after, verdict.when) == (20 * 60, "in about 20 minutes")
    today_is("2026-11-24", "13:00")
    assert not rate_limits.consume("tip", council="KEN").refused


def test_nothing_that_is_stored_or_logged_says_who_asked(db, post, limit, caplog, monkeypatch):
    monkeypatch.setattr("campaign.rate_limits.logger.parent.propagate", True)
    caplog.set_level("INFO")
    limit("confirm", "email", 1)
    for _ in range(2):
        rate_limits.consume("confirm", post(), email="anna@example.org", council="KEN")
    rows = " ".join(map(str, Count.objects.values_list()))
    assert "A limit was reached: confirm, counted by email." in caplog.text
    for secret in ("anna", "203.0.113", "KEN"):
        assert secret not in rows + caplog.text


def test_rows_of_one_person_cannot_be_put_together_and_go_when_their_window_has_ended(db, today_is):
    for day in ("2026-11-24", "2026-11-25"):
        today_is(day)
        rate_limits.consume("reply")
    assert Count.objects.count() == 2
    rate_limits.consume("tip", council="KEN")
    now = dt.datetime(2026, 11, 25, 13, tzinfo=dt.UTC)
    assert [purge_all(now)["counts of limits"] for _ in range(2)] == [2, 0]
    assert Count.objects.count() == 1
