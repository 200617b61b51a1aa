"""A worker survives whatever the mail server, the database and staff do meanwhile.

Among these are the seven races that were found in an earlier form of it (the last two of the
database's own in test_faults.py).
"""

import socket
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from campaign.letters.models import Letter
from campaign.outbox import worker as worker_module
from campaign.outbox.models import (
    MOST_TRIES,
    MailMayRun,
    MailSettings,
    MessageState,
    Outcome,
    OutgoingMessage,
)
from campaign.outbox.only_worker import lock_of_file
from campaign.outbox.worker import Worker, tell_systemd
from tests.campaign.outbox.emails import again

UNSURE, ACCEPTED, DEFERRED = MessageState.UNSURE, MessageState.ACCEPTED, MessageState.DEFERRED
pytestmark = pytest.mark.usefixtures("live", "mail_server")


def test_systemd_hears_each_minute_that_the_worker_lives(monkeypatch, tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        tell_systemd()
        assert systemd.recv(100) == b"WATCHDOG=1"


def test_beside_a_file_of_sqlite_one_worker_sends(monkeypatch, tmp_path):
    monkeypatch.setattr(connection, "is_in_memory_db", lambda: False, raising=False)
    monkeypatch.setitem(connection.settings_dict, "NAME", tmp_path / "site.sqlite3")
    with lock_of_file() as first, lock_of_file() as second:
        assert (first, second) == (True, False)
    with lock_of_file() as next_one:
        assert next_one


class Pauses(threading.Event):
    """Replace each wait of a watching worker with an action of the test, then stop it."""

    def __init__(self, *steps):
        super().__init__()
        self.steps = list(steps)

    def wait(self, timeout=None):
        self.steps.pop(0)()
        if not self.steps:
            self.set()
        return self.is_set()


def watch(*steps):
    """Run a worker that watches, doing a step of the test whenever it waits."""
    worker = Worker(watch=True)
    worker.stop = Pauses(*steps)
    worker.run()
    return worker


def nothing():
    pass


# What a worker that is gone has left


@pytest.fixture
def abandoned(queue):
    """Return a function that leaves a message as a killed worker does."""

    def die(handed, purpose="letter"):
        message = queue("it", purpose=purpose)
        claimed = OutgoingMessage.objects.claim()
        if handed:
            assert claimed.mark()
        return message, claimed

    return die


def test_an_abandoned_letter_without_the_mark_goes_again(abandoned, deliver, smtp_log, now):
    message, claimed = abandoned(handed=False)
    deliver()
    assert again(message).state == DEFERRED
    assert "before it handed it over" in again(message).server_said
    now(minutes=2)
    deliver()
    assert again(message).state == ACCEPTED
    assert smtp_log.accepted == {message.message_id: 1}
    assert not claimed.mark()  # the worker that claimed it first comes too late


@pytest.mark.promise(16)
def test_an_abandoned_letter_with_the_mark_is_unsure(abandoned, deliver, smtp_log, reported):
    message, _ = abandoned(handed=True)
    deliver()
    assert again(message).state == UNSURE
    assert not smtp_log.accepted
    deliver()
    assert reported == [("it", "unsure")]


def test_abandoned_email_that_may_go_twice_goes_again_despite_the_mark(
    abandoned, deliver, smtp_log, now
):
    message, _ = abandoned(handed=True, purpose="confirm")
    deliver()
    assert "after it had begun to hand over the text" in again(message).server_said
    now(minutes=2)
    deliver()
    assert smtp_log.accepted == {message.message_id: 1}


def test_an_abandoned_letter_that_a_notice_says_arrived_is_not_said_to_have_stayed(
    abandoned, deliver, smtp_log, now
):
    message, _ = abandoned(handed=True)
    again(message).record_notice(is_delivered=True, server_words="250 Here", at=now())
    deliver()
    assert again(message).state == ACCEPTED
    assert "after it had begun to hand over the text" in again(message).server_said
    assert not smtp_log.accepted  # no second copy


# The races


def test_a_claim_that_commits_after_the_sweep_is_settled_by_the_next(queue, now):
    message = queue()
    assert OutgoingMessage.objects.sweep() == 0
    dead = OutgoingMessage.objects.claim()
    assert OutgoingMessage.objects.sweep() == 1
    assert again(message).state == DEFERRED
    assert not dead.mark()


def test_an_outcome_that_comes_after_the_sweep_settles_what_is_unsure(abandoned, reported):
    message, claimed = abandoned(handed=True)
    OutgoingMessage.objects.sweep()
    assert again(message).state == UNSURE
    assert claimed.store(Outcome(ACCEPTED, "250 Taken after all"))
    assert again(message).state == ACCEPTED
    assert reported == [("it", "accepted")]


def test_an_outcome_of_an_earlier_attempt_changes_nothing(abandoned, now):
    message, first = abandoned(handed=False)
    OutgoingMessage.objects.sweep()
    now(minutes=2)
    second = OutgoingMessage.objects.claim()
    assert second.mark()
    assert not first.mark()
    assert first.store(Outcome(MessageState.FAILED, "550 No")) is False
    assert second.store(Outcome(ACCEPTED, "250 Yes"))
    assert again(message).state == ACCEPTED


def test_an_outcome_is_stored_alone_if_that_fails_with_what_it_tells(
    queue, monkeypatch, reported, smtp_log, deliver
):
    """As a bad row of the handler's does at COMMIT, and a NUL in a reply did."""
    message, real, tried = queue(), OutgoingMessage.store, []

    def store(self, outcome, *, tell=True, is_test=False):
        tried.append(tell)
        if tell:
            raise DatabaseError("a foreign key, checked at COMMIT")
        return real(self, outcome, tell=tell, is_test=is_test)

    monkeypatch.setattr(OutgoingMessage, "store", store)
    monkeypatch.setattr(Worker, "begin_anew", lambda worker: worker.disconnect())
    deliver()
    assert tried == [True, False]
    assert (again(message).state, message.server_said) == (ACCEPTED, "")
    assert reported == [("letter:1", "accepted")]  # told by the same run, later
    assert smtp_log.accepted == {message.message_id: 1}


def test_no_email_leaves_a_restored_database_even_under_a_worker_that_is_at_work(
    queue, smtp_log, monkeypatch
):
    first = queue("letter:1")

    def restore():
        assert smtp_log.accepted == {first.message_id: 1}
        MailMayRun.objects.all().delete()
        queue("letter:2")

    watch(restore, nothing)
    assert smtp_log.accepted == {first.message_id: 1}
    with pytest.raises(CommandError, match="after_restore"):
        call_command("deliver")
    with pytest.raises(CommandError, match="This database is not new"):
        call_command("deliver", new_database=True)
    assert smtp_log.accepted == {first.message_id: 1}


# What the server says about us


@pytest.mark.parametrize(
    ("stage", "answer"),
    [
        ("MAIL", "550 5.7.1 Your account is suspended"),
        ("RCPT", "554 5.7.1 <leader@kent.example>: Relay access denied"),
    ],
)
def test_a_server_that_refuses_us_fails_no_letter_and_burns_no_attempts(
    queue, smtp_log, now, stage, answer
):
    for number in range(20):
        queue(f"letter:{number}")
    smtp_log.always[stage] = answer

    def mend():
        assert answer in MailMayRun.objects.get().server_error
        smtp_log.always.clear()
        now(minutes=5)

    watch(*[nothing] * 5, mend, nothing)
    assert MailMayRun.objects.get().server_error == ""
    assert sum(OutgoingMessage.objects.values_list("attempts", flat=True)) == 20 + 6
    assert len(smtp_log.accepted) == 20


@pytest.mark.parametrize("stage", ["MAIL", "RCPT"])
def test_an_email_always_rejected_as_if_it_were_about_us_stops_no_other(
    queue, smtp_log, stage, now
):
    odd = queue("letter:odd")
    now(seconds=1)
    others = [queue(f"letter:{number}") for number in range(5)]
    smtp_log.always_for[odd.token] = (stage, "554 5.7.1 Relay access denied")
    watch(*[nothing] * 2)
    assert {again(other).state for other in others} == {ACCEPTED}
    for _ in range(MOST_TRIES):
        now(hours=5)
        watch(nothing)
    assert again(odd).state == MessageState.FAILED
    assert "Relay access denied" in odd.server_said


def test_letters_due_together_go_over_one_connection_as_providers_ask(queue, deliver, smtp_log):
    for number in range(5):
        queue(f"letter:{number}")
    before = smtp_log.connections
    deliver()
    assert len(smtp_log.accepted) == 5
    assert smtp_log.connections == before + 1


def test_a_server_that_hung_up_meanwhile_costs_the_next_letter_no_try(queue, mail_server, smtp_log):
    queue("letter:1")

    def restart():
        mail_server.stop()
        mail_server.start()
        queue("letter:2")

    watch(restart, nothing)
    assert len(smtp_log.accepted) == 2
    assert set(OutgoingMessage.objects.values_list("attempts", flat=True)) == {1}


# Staff, and the database


@pytest.mark.parametrize("switch", [{"paused": True}, {"live": False}])
def test_no_more_email_leaves_once_staff_pause_delivery(
    queue, smtp_log, monkeypatch, deliver, switch
):
    monkeypatch.setattr(worker_module, "TRUSTED_FOR", 0)
    monkeypatch.setattr(Letter, "on_outcome", lambda message: MailSettings.objects.update(**switch))
    for number in range(4):
        queue(f"letter:{number}")
    deliver()
    assert len(smtp_log.accepted) == 1
    left = OutgoingMessage.objects.exclude(state=ACCEPTED)
    assert set(left.values_list("state", "attempts")) == {(MessageState.QUEUED, 0)}


def test_a_letter_cancelled_while_its_address_is_given_does_not_go(
    queue, deliver, smtp_log, monkeypatch
):
    message, real = queue(), OutgoingMessage.mark

    def mark(self):
        assert OutgoingMessage.objects.get().cancel()
        return real(self)

    monkeypatch.setattr(OutgoingMessage, "mark", mark)
    deliver()
    assert again(message).state == MessageState.CANCELLED
    assert not smtp_log.accepted


# Telling


def stumble(message):
    raise RuntimeError("A fault of the handler.")


def test_an_outcome_that_cannot_be_told_is_stored_and_told_later(
    queue, deliver, monkeypatch, reported, now
):
    notice = Letter.on_outcome
    monkeypatch.setattr(Letter, "on_outcome", stumble)
    messages = [queue(f"letter:{number}") for number in range(3)]
    deliver()
    assert {again(message).state for message in messages} == {ACCEPTED}
    monkeypatch.setattr(Letter, "on_outcome", notice)
    now(minutes=6)
    deliver()
    assert sorted(reported) == [(f"letter:{number}", "accepted") for number in range(3)]
    deliver()
    assert len(reported) == 3
