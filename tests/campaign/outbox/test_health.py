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


def test_email_long_overdue_without_a_worker_is_a_problem(health, late):
    late(11)
    response = health()
    assert response.status_code == 503
    body = response.json()
    assert (body["outbox"], body["database"]) == ("unwell", "well")
    assert "no worker" in body["mail"]["problem"]
    assert body["mail"]["waiting"] == 1
    assert body["mail"]["oldest_due_seconds"] >= 660


def test_a_worker_not_seen_for_a_while_does_not_count(health, late):
    late(11)
    seen(minutes_ago=4)
    body = health().json()
    assert body["outbox"] == "unwell"
    assert body["mail"]["worker_seen_at"]


def test_a_worker_that_cannot_reach_the_mail_server_is_a_problem(health, late):
    late(20)
    seen(
        server_error="mail.example said: 535 anna wrong",
        server_error_since=timezone.now() - 15 * MINUTE,
    )
    response = health()
    assert response.status_code == 503
    assert "cannot be reached" in response.json()["mail"]["problem"]
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
    assert "accepted none" in response.json()["mail"]["problem"]
    ended(1, "accepted", minutes_ago=5)
    assert health().status_code == 200


def test_email_that_staff_have_paused_is_reported_and_no_problem(health, late):
    late(61)
    MailSettings(paused=True).save()
    response = health()
    assert response.status_code == 200
    assert response.json()["mail"]["paused"] is True


def test_letters_waiting_to_go_live_are_held_and_no_problem(health, late, mail_server):
    late(10_000, purpose="letter")
    response = health()
    assert response.status_code == 200
    mail = response.json()["mail"]
    assert (mail["held"], mail["waiting"], mail["live"]) == (1, 0, False)


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
