"""What monitors are told of the mail."""

import datetime as dt

import pytest
from django.utils import timezone

from campaign.outbox.health import is_held_up
from campaign.outbox.lease import Lease
from campaign.outbox.models import MailSettings, OutgoingMessage, Worker

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def health(client, postcodes):
    return lambda: client.get("/health/")


@pytest.fixture
def late(queue):
    """Return a function that queues a mail and lets it be due for so many minutes."""

    def since(minutes, purpose="confirm"):
        message = queue("late", purpose=purpose)
        OutgoingMessage.objects.update(due_at=timezone.now() - minutes * MINUTE)
        return message

    return since


def seen(minutes_ago=0, **facts):
    return Worker.objects.create(
        name="here:1", seen_at=timezone.now() - minutes_ago * MINUTE, **facts
    )


def test_without_mail_all_is_well_even_without_a_worker(health):
    body = health().json()
    assert body["outbox"] == "well"
    assert body["mail"]["workers"] == 0


def test_mail_that_is_due_for_long_without_a_worker_is_not_well(health, late):
    late(11)
    response = health()
    assert response.status_code == 503
    body = response.json()
    assert (body["outbox"], body["database"]) == ("not well", "well")
    assert "no worker" in body["mail"]["problem"]
    assert body["mail"]["waiting"] == 1
    assert body["mail"]["oldest_due_seconds"] >= 660


def test_mail_that_has_been_due_for_a_moment_is_well(health, late):
    late(2)
    assert health().status_code == 200


def test_a_worker_that_was_seen_just_now_has_some_time(health, late):
    late(11)
    seen()
    assert health().status_code == 200


def test_a_worker_that_was_not_seen_for_a_while_is_none(health, late):
    late(11)
    seen(minutes_ago=2)
    body = health().json()
    assert body["outbox"] == "not well"
    assert body["mail"]["worker_seen_at"]


def test_a_worker_that_was_killed_while_its_clock_ran_ahead_is_none(health, late):
    late(11)
    seen(minutes_ago=-400 * 24 * 60)
    body = health().json()
    assert body["outbox"] == "not well"
    assert (body["mail"]["workers"], body["mail"]["worker_seen_at"]) == (0, None)
    Worker.objects.dead().delete()
    assert not Worker.objects.exists()


def test_a_worker_that_cannot_reach_the_mail_server_is_not_well(health, late):
    late(20)
    seen(
        server_error="mail.example said: 535 anna wrong",
        server_error_since=timezone.now() - 15 * MINUTE,
    )
    response = health()
    assert response.status_code == 503
    assert "cannot be reached" in response.json()["mail"]["problem"]
    assert "anna" not in response.content.decode()  # anybody can read it


def test_mail_that_a_worker_holds_and_cannot_hand_over_is_not_well(health, late):
    late(20)
    assert len(Lease().claim(1, MailSettings.current())[0]) == 1
    seen(
        server_error="mail.example cannot be reached",
        server_error_since=timezone.now() - 15 * MINUTE,
    )
    body = health().json()
    assert body["outbox"] == "not well"
    assert "cannot be reached" in body["mail"]["problem"]
    assert body["mail"]["oldest_due_seconds"] >= 1200


def test_mail_that_was_handed_over_is_not_late(health, late):
    message, lease = late(20), Lease()
    lease.claim(1, MailSettings.current())
    assert lease.mark_data_started(message)
    seen(
        server_error="mail.example cannot be reached",
        server_error_since=timezone.now() - 15 * MINUTE,
    )
    assert health().status_code == 200


def test_the_longest_trouble_of_several_workers_counts(health, late):
    late(20)
    seen(
        server_error="mail.example cannot be reached",
        server_error_since=timezone.now() - 15 * MINUTE,
    )
    seen(server_error="mail.example cannot be reached", server_error_since=timezone.now())
    assert health().status_code == 503


def test_workers_that_get_nothing_done_for_an_hour_are_not_well(health, late):
    late(61)
    seen()
    assert health().status_code == 503
    MailSettings(per_minute=1).save()  # unless staff have slowed them down
    assert health().status_code == 200


@pytest.fixture
def ended(queue):
    """Return a function that lets so many mails end in a state, so many minutes ago."""

    def end(number, state, minutes_ago):
        first = OutgoingMessage.objects.count()
        for one in range(first, first + number):
            at = timezone.now() - minutes_ago * MINUTE
            queue(f"confirm:{one}", purpose="confirm", due_at=timezone.now() + 60 * MINUTE)
            OutgoingMessage.objects.filter(key=f"confirm:{one}").update(state=state, outcome_at=at)

    return end


@pytest.mark.parametrize("state", ["deferred", "failed"])
def test_a_server_that_answers_and_takes_none_of_the_last_mails_is_not_well(health, ended, state):
    ended(30, "accepted", minutes_ago=120)
    ended(9, state, minutes_ago=60)
    assert health().status_code == 200
    ended(1, "deferred", minutes_ago=30)
    response = health()
    assert response.status_code == 503
    assert "accepted none" in response.json()["mail"]["problem"]
    ended(1, "accepted", minutes_ago=5)
    assert health().status_code == 200


def test_refusals_of_yesterday_or_of_a_moment_are_well(health, ended):
    ended(20, "failed", minutes_ago=24 * 60)
    assert health().status_code == 200
    ended(1, "accepted", minutes_ago=3)
    ended(20, "deferred", minutes_ago=1)  # as of a server that wants to be asked twice
    assert health().status_code == 200


def test_what_staff_have_paused_is_well_and_said(health, late):
    late(61)
    MailSettings(paused=True).save()
    response = health()
    assert response.status_code == 200
    assert response.json()["mail"]["paused"] is True


def test_letters_that_wait_to_go_live_are_held_and_well(health, late, mail_server):
    late(10_000, purpose="letter")
    response = health()
    assert response.status_code == 200
    mail = response.json()["mail"]
    assert (mail["held"], mail["waiting"], mail["live"]) == (1, 0, False)


def test_people_who_wait_for_mail_are_told_once_it_is_late(late):
    assert not is_held_up()
    late(1)
    assert not is_held_up()
    late(3)
    assert is_held_up()


def test_a_letter_that_waits_to_go_live_holds_up_nobody(late):
    late(600, purpose="letter")
    assert not is_held_up()


def test_a_server_that_cannot_be_reached_holds_mail_up_at_once(db):
    seen(server_error="away", server_error_since=timezone.now())
    assert is_held_up()
    Worker.objects.update(server_error="", server_error_since=None)
    assert not is_held_up()
