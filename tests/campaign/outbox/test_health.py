"""The health of the outbox, as monitors and people waiting for email see it."""

import datetime as dt

import pytest
from django.utils import timezone

from campaign.outbox.health import is_held_up
from campaign.outbox.models import MailMayRun, MailSettings, OutgoingMessage

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def health(client, settings):
    settings.METRICS_TOKEN = "a token"
    return lambda: client.get("/health/", headers={"Authorization": "Bearer a token"})


@pytest.fixture
def late(queue):
    """Return a function that queues an email that has been due for some minutes."""

    def since(minutes, purpose="confirm"):
        message = queue("late", purpose=purpose)
        OutgoingMessage.objects.update(due_at=timezone.now() - minutes * MINUTE)
        return message

    return since


def seen(minutes_ago=0, **facts):
    at = timezone.now() - minutes_ago * MINUTE
    MailMayRun.objects.update_or_create(pk=1, defaults={"seen_at": at, **facts})


@pytest.mark.parametrize("seen_at", [None, 4])
def test_email_long_overdue_without_a_worker_is_a_problem(health, late, seen_at):
    late(11)
    if seen_at:
        seen(minutes_ago=seen_at)
    response = health()
    assert response.status_code == 503
    body = response.json()
    assert (body["outbox"], body["database"]) == ("unwell", "well")
    assert "no worker" in body["problems"][0]


def test_a_worker_that_cannot_reach_the_mail_server_is_a_problem(health, late):
    late(20)
    seen(
        server_error="mail.example said: 535 anna wrong",
        server_error_since=timezone.now() - 15 * MINUTE,
    )
    response = health()
    assert response.status_code == 503
    assert "cannot be reached" in response.json()["problems"][0]
    assert "anna" not in response.content.decode()


@pytest.fixture
def ended(queue):
    """Return a function that adds emails that ended in a state some minutes ago."""

    def end(number, state, minutes_ago):
        first = OutgoingMessage.objects.count()
        for serial in range(first, first + number):
            at = timezone.now() - minutes_ago * MINUTE
            queue(f"confirm:{serial}", purpose="confirm", due_at=timezone.now() + 60 * MINUTE)
            OutgoingMessage.objects.filter(key=f"confirm:{serial}").update(
                state=state, outcome_at=at
            )

    return end


@pytest.mark.parametrize("state", ["deferred", "failed"])
def test_a_server_that_answers_but_accepts_none_of_the_last_emails_is_a_problem(
    health, ended, state
):
    ended(30, "accepted", minutes_ago=120)
    ended(9, state, minutes_ago=60)
    assert health().status_code == 200
    ended(1, "deferred", minutes_ago=30)
    response = health()
    assert response.status_code == 503
    assert "accepted none" in response.json()["problems"][0]
    ended(1, "accepted", minutes_ago=5)
    assert health().status_code == 200


def test_email_that_staff_hold_back_is_counted_and_no_problem(health, late, client, mail_server):
    late(10_000, purpose="letter")
    MailSettings(paused=True).save()
    assert health().status_code == 200
    token = {"Authorization": "Bearer a token"}
    figures = client.get("/metrics", headers=token).content.decode()
    for line in ("held 1", "waiting 0", "live 0", "paused 1"):
        assert f"runaways_outbox_{line}\n" in figures


def test_people_waiting_for_an_email_are_told_once_it_is_late(late):
    assert not is_held_up()
    late(1)
    assert not is_held_up()
    late(3)
    assert is_held_up()


def test_an_unreachable_server_holds_email_up_at_once(db):
    seen(server_error="away", server_error_since=timezone.now())
    assert is_held_up()
    MailMayRun.note()
    assert not is_held_up()
