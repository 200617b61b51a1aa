"""A sender survives whatever the mail server, the database and staff do meanwhile."""

import datetime as dt
import threading
from collections import Counter

import pytest
from django.core.management import CommandError
from django.db import OperationalError

from campaign.outbox.lease import Lease
from campaign.outbox.models import MailSettings, MessageState, OutgoingMessage, Throttle
from campaign.outbox.registry import outcome_handlers
from campaign.outbox.sender import CachedSettings, Sender
from tests.campaign.outbox.emails import again


class Pauses(threading.Event):
    """Replace each wait of a watching sender with an action of the test, then stop it."""

    def __init__(self, *steps):
        super().__init__()
        self.steps = list(steps)

    def wait(self, timeout=None):
        self.steps.pop(0)()
        if not self.steps:
            self.set()
        return self.is_set()


def test_an_unused_connection_that_has_dropped_costs_no_attempt(
    queue, live, mail_server, smtp_log, now
):
    MailSettings.objects.update(per_council_an_hour=6)
    for number in range(10):
        queue(f"letter:{number}", throttle_key="council:KEN")
    Throttle.objects.create(key="council:KEN", used_until=now() + dt.timedelta(hours=10))

    def server_hangs_up():
        assert sender.connection.is_open  # it was opened, and then every letter was postponed
        mail_server.stop()
        mail_server.start()
        OutgoingMessage.objects.update(due_at=now(), throttled_until=now())

    sender = Sender(CachedSettings(), Pauses(server_hangs_up, lambda: None), watch=True)
    sender.run()
    assert len(smtp_log.accepted) == 10
    assert set(OutgoingMessage.objects.values_list("attempts", flat=True)) == {1}


def test_no_connection_is_opened_while_the_overall_throttle_holds_everything(
    queue, deliver, live, mail_server, smtp_log
):
    MailSettings.objects.update(per_minute=1)
    for number in range(12):
        queue(f"letter:{number}")
    deliver()
    before = smtp_log.connections
    assert len(smtp_log.accepted) == 10
    deliver()
    assert smtp_log.connections == before


def test_an_idle_connection_is_closed_with_quit(queue, live, mail_server, smtp_log, monkeypatch):
    queue()
    monkeypatch.setattr("campaign.outbox.sender.KEPT_OPEN", 0)
    seen = []
    sender = Sender(
        CachedSettings(), Pauses(lambda: seen.append(sender.connection), lambda: None), watch=True
    )
    sender.run()
    assert seen == [None]
    assert len(smtp_log.accepted) == 1


def test_a_server_that_drops_an_open_connection_leaves_email_waiting(
    queue, live, mail_server, smtp_log
):
    first, leases, seen = queue("letter:1"), [], []

    def go_away():
        assert smtp_log.accepted == {first.message_id: 1}
        queue("letter:2")
        mail_server.stop()

    def look():
        second = OutgoingMessage.objects.get(key="letter:2")
        seen.append((second.state, second.lease, second.attempts))
        leases.append(sender.lease)
        assert "cannot be reached" in sender.server_error

    sender = Sender(
        CachedSettings(),
        Pauses(go_away, look, look, lambda: (look(), mail_server.start()), lambda: None),
        watch=True,
    )
    sender.run()
    assert seen == [(MessageState.QUEUED, "", 0)] * 3
    assert leases == [None] * 3
    assert OutgoingMessage.objects.get(key="letter:2").state == MessageState.ACCEPTED
    assert sender.server_error == ""


def test_a_server_that_accepts_nothing_counts_as_failing_since_its_first_rejection(
    queue, live, mail_server, smtp_log, now
):
    message, began, since = queue(), now(), []
    smtp_log.next_refusals = [("MAIL", "530 5.7.0 Authentication required")] * 3

    def look():
        assert again(message).state == MessageState.QUEUED
        since.append(sender.server_error_since)
        now(minutes=5)

    sender = Sender(CachedSettings(), Pauses(look, look, look, lambda: None), watch=True)
    sender.run()
    assert since == [began] * 3
    assert again(message).state == MessageState.ACCEPTED
    assert (sender.server_error, sender.server_error_since) == ("", None)


def test_a_server_that_wants_us_to_sign_in_first_fails_no_letter(
    queue, deliver, live, mail_server, smtp_log
):
    message = queue()
    smtp_log.next_refusals = [("MAIL", "530 5.7.0 Authentication required")]
    with pytest.raises(CommandError, match="Authentication required"):
        deliver()
    assert again(message).state == MessageState.QUEUED
    deliver()
    assert again(message).state == MessageState.ACCEPTED


def test_a_server_that_rejects_our_sender_address_fails_no_letter(
    queue, deliver, live, mail_server, smtp_log
):
    letters = [queue(f"letter:{number}") for number in range(3)]
    smtp_log.always["MAIL"] = "550 5.7.1 Your account is suspended"
    for _ in range(5):
        with pytest.raises(CommandError, match="suspended"):
            deliver()
    assert {again(letter).state for letter in letters} == {MessageState.QUEUED}
    assert {letter.attempts for letter in letters} == {0}
    smtp_log.always.clear()
    deliver()
    assert {again(letter).state for letter in letters} == {MessageState.ACCEPTED}


def test_a_server_that_relays_for_nobody_fails_two_letters_and_then_no_more(
    queue, live, mail_server, smtp_log
):
    for number in range(20):
        queue(f"letter:{number}")
    smtp_log.always["RCPT"] = "554 5.7.1 <leader@kent.example>: Relay access denied"

    def mend():
        assert "Relay access denied" in sender.server_error
        smtp_log.always.clear()

    sender = Sender(CachedSettings(), Pauses(*[lambda: None] * 5, mend, lambda: None), watch=True)
    sender.run()
    states = Counter(OutgoingMessage.objects.values_list("state", flat=True))
    assert states == {MessageState.FAILED: 2, MessageState.ACCEPTED: 18}
    assert sender.server_error == ""


@pytest.mark.parametrize("stage", ["MAIL", "RCPT"])
def test_an_email_always_rejected_as_if_it_were_about_us_stops_no_other(
    queue, live, mail_server, smtp_log, stage
):
    odd = queue("letter:odd")
    others = [queue(f"letter:{number}") for number in range(5)]
    smtp_log.always_for[odd.token] = (stage, "554 5.7.1 Relay access denied")
    sender = Sender(CachedSettings(), Pauses(*[lambda: None] * 5), watch=True)
    sender.run()
    assert {again(other).state for other in others} == {MessageState.ACCEPTED}
    assert again(odd).state == MessageState.FAILED
    assert "Relay access denied" in odd.server_said


@pytest.fixture
def on_first_outcome(monkeypatch):
    """Return a function that sets an action for the transaction storing the first outcome."""

    def do(act):
        acts = [act]
        monkeypatch.setitem(outcome_handlers, "letter", lambda message: acts and acts.pop()())

    return do


@pytest.mark.parametrize("switch", [{"paused": True}, {"live": False}])
def test_claimed_email_goes_back_to_the_queue_when_staff_pause_delivery(
    queue, live, mail_server, smtp_log, monkeypatch, on_first_outcome, deliver, switch
):
    monkeypatch.setattr(CachedSettings, "TRUSTED_FOR", 0)
    on_first_outcome(lambda: MailSettings.objects.update(**switch))
    for number in range(4):
        queue(f"letter:{number}")
    deliver()
    # The second may be on its way: the first's outcome is stored with its mark.
    assert 1 <= len(smtp_log.accepted) <= 2
    left = OutgoingMessage.objects.exclude(state=MessageState.ACCEPTED)
    assert set(left.values_list("state", "lease", "attempts")) == {(MessageState.QUEUED, "", 0)}


class Failing:
    """Fail as if the database were away, ``times`` times, and then work."""

    def __init__(self, real, times):
        self.real, self.times = real, times

    def __get__(self, lease, owner):
        def call(*args, **options):
            if self.times:
                self.times -= 1
                raise OperationalError("the database is away")
            return self.real(lease, *args, **options)

        return call


@pytest.fixture
def no_waiting(monkeypatch):
    """Nobody sleeps, and the connection of the test's own transaction is not closed."""
    monkeypatch.setattr("campaign.outbox.sender.time.sleep", lambda seconds: None)
    monkeypatch.setattr("campaign.outbox.sender.database.close", lambda: None)


def test_an_outcome_is_stored_however_often_the_database_fails(
    queue, live, mail_server, smtp_log, monkeypatch, no_waiting, deliver
):
    message = queue()
    monkeypatch.setattr(Lease, "record_outcome", failing := Failing(Lease.record_outcome, 7))
    deliver()
    message.refresh_from_db()
    assert failing.times == 0
    assert (message.state, message.attempts) == (MessageState.ACCEPTED, 1)
    assert smtp_log.accepted == {message.message_id: 1}


@pytest.mark.parametrize("step", ["claim", "mark_data_started", "release"])
def test_a_worker_carries_on_once_the_database_is_back(
    queue, live, mail_server, smtp_log, monkeypatch, no_waiting, step
):
    for number in range(3):
        queue(f"letter:{number}")
    monkeypatch.setattr(Lease, step, failing := Failing(getattr(Lease, step), 2))
    stop = threading.Event()
    monkeypatch.setattr(stop, "wait", lambda timeout=None: None)
    Sender(CachedSettings(), stop, watch=False).run()
    assert failing.times == 0
    assert set(OutgoingMessage.objects.values_list("state", flat=True)) == {MessageState.ACCEPTED}
    assert list(smtp_log.accepted.values()) == [1, 1, 1]


def test_a_lease_is_renewed_while_its_emails_are_slow_to_send(
    queue, live, mail_server, smtp_log, monkeypatch, settings, deliver
):
    settings.OUTBOX_LEASE = 0.4
    smtp_log.takes = 0.15
    renewed, real = [], Lease.renew
    monkeypatch.setattr(Lease, "renew", lambda lease: renewed.append(1) or real(lease))
    for number in range(4):
        queue(f"letter:{number}")
    deliver()
    assert len(renewed) >= 2
    assert len(smtp_log.accepted) == 4
