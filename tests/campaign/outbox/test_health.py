"""The health of the outbox, as monitors and people waiting for email see it."""

import datetime as dt

import pytest
from django.utils import timezone

from campaign.outbox.health import is_held_up
from campaign.outbox.models import MailMayRun, MailSettings, OutgoingMessage

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def health(client, settings):
    """Return a function that asks as a monitor does: the status code, problems and figures."""
    settings.METRICS_TOKEN = "a token"
    token = {"Authorization": "Bearer a token"}

    def ask():
        answer, figures = (
            client.get("/health/", headers=token),
            client.get("/metrics", headers=token),
        )
        return answer.status_code, str(answer.json()["problems"]), figures.content.decode()

    return ask


@pytest.fixture
def late(queue):
    """Return a function that queues an email that has been due for some minutes."""

    def since(minutes, purpose="confirm"):
        queue(f"late:{minutes}", purpose=purpose)
        OutgoingMessage.objects.update(due_at=timezone.now() - minutes * MINUTE)

    return since


def seen(minutes_ago=0, error=""):
    at = timezone.now() - minutes_ago * MINUTE
    MailMayRun.objects.update_or_create(pk=1, defaults={"seen_at": at, "server_error": error})


@pytest.mark.parametrize(
    ("due_for", "worker", "problem"),
    [
        (9, {"minutes_ago": 4}, ""),
        (11, {"minutes_ago": 4}, "no worker is running"),
        (11, {"error": "mail.example said: 535 anna wrong"}, "cannot be reached"),
        (11, {}, ""),
        (61, {}, "more than an hour"),
    ],
)
def test_email_overdue_is_a_problem_with_its_reason(health, late, due_for, worker, problem):
    late(due_for)
    seen(**worker)
    code, problems, figures = health()
    assert code == (503 if problem else 200)
    assert problem in problems
    assert "runaways_outbox_waiting 1\n" in figures
    assert f"runaways_outbox_oldest_due_seconds {due_for * 6}" in figures
    assert "anna" not in problems + figures


@pytest.fixture
def ended(queue):
    """Return a function that queues emails of which each had its outcome some minutes ago."""

    def put(number, state, minutes_ago):
        first = OutgoingMessage.objects.count()
        for serial in range(first, first + number):
            due = timezone.now() + 60 * MINUTE
            message = queue(f"confirm:{serial}", purpose="confirm", due_at=due)
            OutgoingMessage.objects.filter(pk=message.pk).update(
                state=state, outcome_at=timezone.now() - minutes_ago * MINUTE
            )

    return put


@pytest.mark.parametrize("state", ["deferred", "failed"])
def test_a_server_that_answers_but_accepts_none_of_the_last_emails_is_a_problem(
    health, ended, state
):
    ended(30, "accepted", minutes_ago=120)
    ended(9, state, minutes_ago=60)
    assert health()[0] == 200
    ended(1, "deferred", minutes_ago=30)
    code, problems, _ = health()
    assert (code, "accepted none" in problems) == (503, True)
    ended(1, "accepted", minutes_ago=5)
    assert health()[0] == 200


def test_ten_emails_refused_in_the_night_are_no_problem_of_the_morning(health, ended):
    ended(10, "failed", minutes_ago=6 * 60 - 1)
    assert health()[0] == 503
    OutgoingMessage.objects.update(outcome_at=timezone.now() - (6 * 60 + 1) * MINUTE)
    assert health()[0] == 200


def test_email_that_staff_hold_back_is_no_problem(health, late, mail_server):
    late(10_000, purpose="letter")
    MailSettings(paused=True).save()
    code, _, figures = health()
    assert code == 200
    for line in ("waiting 0", "live 0", "paused 1"):
        assert f"runaways_outbox_{line}\n" in figures


def test_people_waiting_for_an_email_are_told_once_it_is_late_or_nothing_can_leave(late):
    seen(error="away")
    assert is_held_up()
    MailMayRun.note()
    late(1.9)
    assert not is_held_up()
    late(2.1)
    assert is_held_up()
