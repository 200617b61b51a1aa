import datetime as dt
import re
from pathlib import Path

import pytest
from django.apps import apps

from campaign import rate_limits
from campaign.privacy.personal_data import purge_all
from campaign.rate_limits.models import BusyDay, Count

HOUR = dt.timedelta(hours=1)
SCHOOL = "203.0.113.7"


@pytest.fixture
def post(rf):
    """Return a function that makes a POST from an internet address."""
    return lambda sender=SCHOOL, **headers: rf.post("/", REMOTE_ADDR=sender, **headers)


def test_there_is_room_up_to_the_limit_and_none_beyond(db):
    verdicts = [rate_limits.hit("tip", "anna", 3, HOUR) for _ in range(5)]
    assert [verdict.refused for verdict in verdicts] == [False, False, False, True, True]
    assert Count.objects.get().hits == 3


def test_a_refused_visitor_is_told_when_there_is_room_again(db, today_is):
    today_is("2026-11-24", "12:40")
    rate_limits.hit("tip", "anna", 1, HOUR)
    verdict = rate_limits.hit("tip", "anna", 1, HOUR)
    assert verdict.retry_after == 20 * 60
    assert verdict.when == "in about 20 minutes"
    today_is("2026-11-24", "13:00")
    assert not rate_limits.hit("tip", "anna", 1, HOUR).refused


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "in a minute"),
        (60, "in a minute"),
        (61, "in about 2 minutes"),
        (5400, "in about 90 minutes"),
        (5401, "in about 2 hours"),
        (24 * 3600, "tomorrow"),
    ],
)
def test_a_verdict_says_in_words_when_to_try_again(seconds, words):
    assert rate_limits.Verdict(seconds).when == words


def test_each_asker_and_each_kind_is_counted_by_itself(db):
    for kind, who in [("tip", "anna"), ("tip", "ben"), ("alert", "anna")]:
        assert not rate_limits.hit(kind, who, 1, HOUR).refused


def test_a_limit_of_zero_refuses_everything_and_counts_nothing(db):
    assert rate_limits.hit("tip", "anna", 0, HOUR).refused
    assert not Count.objects.exists()


def test_an_email_address_has_its_own_limit_however_it_is_spelt(db, post, limit):
    limit("confirm", "email", 2)
    for email in ("anna@example.org", " Anna@Example.org"):
        assert not rate_limits.consume("confirm", post(), email=email).refused
    verdict = rate_limits.consume("confirm", post(), email="anna+again@example.org")
    assert verdict.refused
    assert verdict.by == "email"
    assert not rate_limits.consume("confirm", post(), email="ben@example.org").refused


def test_a_council_has_its_own_limit(db, post, limit):
    limit("confirm", "council", 1)
    assert not rate_limits.consume("confirm", post(), email="a@example.org", council="KEN").refused
    assert (
        rate_limits.consume("confirm", post(), email="b@example.org", council="KEN").by == "council"
    )
    assert not rate_limits.consume("confirm", post(), email="b@example.org", council="SHF").refused


def test_a_refused_hit_counts_against_no_limit(db, post, limit):
    limit("confirm", "council", 0)
    before = Count.objects.count()
    assert rate_limits.consume("confirm", post(), email="anna@example.org", council="KEN").refused
    assert Count.objects.count() == before


def test_a_class_of_thirty_on_one_connection_is_not_held_back(db, post):
    for number in range(30):
        for _ in range(3):
            email = f"pupil{number}@school.example"
            assert not rate_limits.consume("draft", post()).refused
            assert not rate_limits.consume("confirm", post(), email=email, council="KEN").refused


def test_on_a_busy_day_five_times_as_much_is_let_through_until_midnight(
    db, post, limit, editor, today_is
):
    today_is("2026-11-24", "20:00")
    limit("confirm", "council", 1)
    BusyDay.start(by=editor)

    def asked():
        return rate_limits.consume("confirm", post(), council="KEN").refused

    assert [asked() for _ in range(6)] == [False] * 5 + [True]
    today_is("2026-11-25", "00:00")
    assert [asked() for _ in range(2)] == [False, True]


def test_every_kind_that_the_site_counts_has_limits_and_no_other_kind_has(settings):
    campaign = Path(rate_limits.__file__).parent.parent
    code = "".join(path.read_text("utf-8") for path in campaign.rglob("*.py"))
    assert set(re.findall(r"""limits\.consume\(\s*"(\w+)""", code)) == set(settings.LIMITS)


def test_nothing_that_is_stored_says_who_asked(db, post):
    rate_limits.consume("confirm", post(), email="anna@example.org", council="KEN")
    rows = " ".join(
        str(value)
        for model in apps.get_app_config("rate_limits").get_models()
        for row in model.objects.values_list()
        for value in row
    )
    for secret in ("anna", "203.0.113", "KEN"):
        assert secret not in rows


def test_the_log_says_which_limit_was_reached_and_not_by_whom(db, post, limit, caplog, monkeypatch):
    monkeypatch.setattr("campaign.rate_limits.logger.parent.propagate", True)
    caplog.set_level("INFO")
    limit("confirm", "email", 0)
    rate_limits.consume("confirm", post(), email="anna@example.org")
    assert "A limit was reached: confirm, counted by email." in caplog.text
    assert "anna" not in caplog.text
    assert SCHOOL not in caplog.text


def test_rows_of_one_person_cannot_be_put_together(db, today_is):
    for day in ("2026-11-24", "2026-11-25"):
        today_is(day)
        rate_limits.hit("tip", "anna", 9, HOUR)
    assert Count.objects.count() == 2


def test_a_purge_forgets_windows_that_have_ended_and_no_others(db, today_is):
    today_is("2026-11-24", "12:00")
    rate_limits.hit("tip", "anna", 9, HOUR)
    rate_limits.hit("tip", "anna", 9, dt.timedelta(days=1))
    now = dt.datetime(2026, 11, 24, 13, tzinfo=dt.UTC)
    assert purge_all(now)["counts of limits"] == 1
    assert purge_all(now)["counts of limits"] == 0
    assert Count.objects.count() == 1
