"""A database that goes away, switches turned at a bad moment, and two at the same instant."""

import os
import signal
import statistics
import threading

import psycopg
import pytest
from django.db import OperationalError, connection, transaction

from campaign.outbox import worker
from campaign.outbox.lease import LONGEST_WAIT, Lease, wait_after
from campaign.outbox.models import MailSettings, OutgoingMessage, State
from campaign.outbox.models import message as module
from campaign.outbox.registry import outcome_handlers
from campaign.outbox.sender import CachedSettings, Courier

ON_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 60), (2, 120), (5, 960), (9, LONGEST_WAIT), (29, LONGEST_WAIT)]
)
def test_each_wait_is_twice_the_last_give_or_take_a_half_and_no_longer_than_hours(
    attempts, seconds
):
    waits = [wait_after(attempts).total_seconds() for _ in range(400)]
    assert seconds / 2 <= min(waits) < 0.6 * seconds
    assert 1.4 * seconds < max(waits) <= 1.5 * seconds
    assert statistics.median(waits) == pytest.approx(seconds, rel=0.2)


@pytest.fixture
def when_the_first_is_told(monkeypatch):
    """Let something happen in the transaction that stores the first outcome."""

    def do(act):
        acts = [act]
        monkeypatch.setitem(outcome_handlers, "letter", lambda message: acts and acts.pop()())

    return do


@pytest.mark.parametrize("switch", [{"paused": True}, {"live": False}])
def test_what_is_claimed_stays_when_staff_stop_mail_while_it_is_under_way(
    queue, live, mail_server, smtp_log, monkeypatch, when_the_first_is_told, deliver, switch
):
    monkeypatch.setattr(CachedSettings, "TRUSTED_FOR", 0)
    when_the_first_is_told(lambda: MailSettings.objects.update(**switch))
    for number in range(4):
        queue(f"letter:{number}")
    deliver()
    # The second may be on its way: the first's outcome is stored with its mark.
    assert 1 <= len(smtp_log.accepted) <= 2
    left = OutgoingMessage.objects.exclude(state=State.ACCEPTED)
    assert set(left.values_list("state", "lease", "attempts")) == {(State.QUEUED, "", 0)}


class Failing:
    """Fails as a database does that is away, so many times, and then works."""

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


def test_an_outcome_is_stored_however_often_the_database_is_away(
    queue, live, mail_server, smtp_log, monkeypatch, no_waiting, deliver
):
    message = queue()
    monkeypatch.setattr(Lease, "settle", failing := Failing(Lease.settle, 7))
    deliver()
    message.refresh_from_db()
    assert failing.times == 0
    assert (message.state, message.attempts) == (State.ACCEPTED, 1)
    assert smtp_log.accepted == {message.message_id: 1}


@pytest.mark.parametrize("step", ["take", "mark", "release"])
def test_a_worker_goes_on_when_the_database_is_back(
    queue, live, mail_server, smtp_log, monkeypatch, no_waiting, step
):
    for number in range(3):
        queue(f"letter:{number}")
    monkeypatch.setattr(Lease, step, failing := Failing(getattr(Lease, step), 2))
    stop = threading.Event()
    monkeypatch.setattr(stop, "wait", lambda timeout=None: None)
    Courier(CachedSettings(), stop, watch=False).run()
    assert failing.times == 0
    assert set(OutgoingMessage.objects.values_list("state", flat=True)) == {State.ACCEPTED}
    assert list(smtp_log.accepted.values()) == [1, 1, 1]


def test_a_lease_is_renewed_while_its_mails_take_long(
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


def test_of_two_that_queue_the_same_at_the_same_instant_one_does(queue, monkeypatch):
    real = module.written

    def written(mail, message_id):
        monkeypatch.setattr(module, "written", real)
        queue(to="first@kent.example")  # between the look and the insert of the other
        return real(mail, message_id)

    monkeypatch.setattr(module, "written", written)
    with transaction.atomic():
        assert queue(to="second@kent.example").recipient == "first@kent.example"
    assert OutgoingMessage.objects.count() == 1


def test_a_second_signal_does_what_it_always_does(monkeypatch):
    heard, stop = [], threading.Event()
    before = signal.signal(signal.SIGTERM, lambda number, frame: heard.append(number))
    try:
        with worker.stopping_on_signals(stop):
            os.kill(os.getpid(), signal.SIGTERM)
            assert stop.is_set()
            assert heard == []
            os.kill(os.getpid(), signal.SIGTERM)
            assert heard == [signal.SIGTERM]
        os.kill(os.getpid(), signal.SIGTERM)
        assert len(heard) == 2
    finally:
        signal.signal(signal.SIGTERM, before)


def test_where_workers_take_turns_the_second_waits_for_the_first(monkeypatch, tmp_path):
    monkeypatch.setattr(worker, "turn_file", lambda: tmp_path / "turn")
    with worker.a_turn(threading.Event(), lambda: True) as first:
        assert first is True
        with worker.a_turn(threading.Event(), lambda: False) as second:
            assert second is False
    with worker.a_turn(threading.Event(), lambda: True) as third:
        assert third is True


@pytest.mark.skipif(not ON_POSTGRESQL, reason="on SQLite workers take turns")
@pytest.mark.django_db(transaction=True)
def test_a_claim_passes_over_what_another_is_claiming_and_waits_for_nobody(queue):
    MailSettings(live=True, per_council_an_hour=0).save()
    for number in range(4):
        queue(f"confirm:{number}", purpose="confirm")
    facts = connection.get_connection_params()
    options = {name: facts[name] for name in ("host", "port", "user", "dbname", "password")
               if facts.get(name)}  # fmt: skip
    with psycopg.connect(**options) as another, connection.cursor() as cursor:
        held = another.execute(
            "SELECT id FROM outbox_outgoingmessage ORDER BY id LIMIT 2 FOR UPDATE"
        )
        held = {pk for (pk,) in held}
        cursor.execute("SET lock_timeout = '2s'")
        claimed, _ = Lease().take(10, MailSettings.now())
        cursor.execute("SET lock_timeout = 0")
    assert len(claimed) == 2
    assert not held & {message.pk for message in claimed}
