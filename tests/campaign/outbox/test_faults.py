"""Real workers, a real database and a real mail server, and everything that can go wrong.

Whatever is killed or cut, whenever: no letter is lost, none goes twice, and what its row says is
true. Run by .ci/run on PostgreSQL, as a site runs; by hand on SQLite.
"""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.campaign.outbox.server import STAGES, MailServer, Post

pytestmark = pytest.mark.fault

ROOT = Path(__file__).parent.parent.parent.parent
POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")
PATIENCE = 300
"""Seconds until the queue must be empty, on the slowest machine."""

QUEUE = """
from django.core.mail import EmailMessage
from django.db import transaction
from campaign.letters.models import Letter
from campaign.outbox.models import MailSettings, OutgoingMessage
MailSettings(live=True).save()
with transaction.atomic():
    for number in range(1, {letters} + 1):
        mail = EmailMessage("Please sign", "Letter %d" % number, None, ["leader@kent.example"])
        OutgoingMessage.objects.queue("letter", "letter:%d" % number, "leader@kent.example", mail,
                              council="KEN",
                              subject=Letter(pk=number))
    for number in range({confirms}):
        mail = EmailMessage("Your code", "Mail %d" % number, None, ["anna@home.example"])
        OutgoingMessage.objects.queue("confirm", "confirm:%d" % number, "anna@home.example", mail)
"""
LETTERS = """
from django.utils import timezone
from campaign.letters.models import Letter, State
from councils.models import Council
kent, now = Council.objects.get(code="KEN"), timezone.now()
Letter.objects.bulk_create(
    Letter(pk=number, council=kent, state=State.QUEUED, confirmed_at=now, asked_at=now,
           status_at_drafting="signed",
           text="Please sign.", name="Anna", email="anna@home.example",
           token="t%d" % number, draft_token=None)
    for number in range(1, {letters} + 1))
"""
ROWS = """
import json
from campaign.outbox.models import OutgoingMessage
from campaign.letters.models import Letter
fields = ["key", "purpose", "state", "message_id", "notice_said", "attempts", "tell_at",
          "server_said"]
rows = list(OutgoingMessage.objects.filter(purpose__in=["letter", "confirm"]).values(*fields))
letters = dict(Letter.objects.values_list("pk", "state"))
for row in rows:
    row["letter"] = letters.get(int(row["key"].partition(":")[2])) if letters else None
print("ROWS" + json.dumps(rows, default=str))
"""
COUNT = "SELECT count(*) FROM outbox_outgoingmessage WHERE "
LOCKS_HELD = """
SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
WHERE datname = current_database() AND locktype = 'advisory' AND granted
"""
OPEN = "state IN ('queued', 'sending', 'deferred') OR tell_at IS NOT NULL"


class Site:
    """A separate site: a database, a mail server, and workers to kill."""

    def __init__(self, where: Path, database: str, **environment):
        self.where, self.database = where, database
        self.post = Post(seed=7)
        self.server = MailServer(self.post)
        self.server.start()
        self.workers: list[subprocess.Popen] = []
        self.log = (where / "log").open("a")
        self.environment = os.environ | {
            "DEBUG": "on",
            "DJANGO_SETTINGS_MODULE": "tests.campaign.outbox.faulty",
            "DATABASE_URL": database,
            "SMTP_URL": self.server.url,
            "SMTP_TIMEOUT": "5",
            "LETTERS_LIVE": "on",
            "MAIL_TEMPO": "300",
            **environment,
        }

    def run(self, *args) -> str:
        done = subprocess.run(
            [sys.executable, *args], cwd=ROOT, env=self.environment, check=True,
            capture_output=True, text=True, timeout=PATIENCE,
        )  # fmt: skip
        return done.stdout

    def manage(self, *args) -> str:
        return self.run("manage.py", *args)

    def ask(self, code: str) -> str:
        return self.manage("shell", "--no-imports", "-v0", "-c", code)

    def queue(self, letters: int, confirms: int = 0) -> None:
        self.ask(QUEUE.format(letters=letters, confirms=confirms))

    def keep_letters(self, letters: int) -> None:
        """Add a row of campaign.letters for each letter, as for a confirmed one."""
        self.ask(LETTERS.format(letters=letters))

    def rows(self) -> list[dict]:
        return json.loads(self.ask(ROWS).partition("ROWS")[2])

    def start_worker(self, *options) -> subprocess.Popen:
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "deliver", "--watch", *options],
            cwd=ROOT, env=self.environment,
            stdout=subprocess.DEVNULL, stderr=self.log,
        )  # fmt: skip
        self.workers.append(worker)
        return worker

    def kill(self, worker) -> None:
        worker.kill()
        worker.wait()
        self.workers.remove(worker)

    def stop_workers(self) -> None:
        for worker in self.workers:
            worker.terminate()
        for worker in self.workers:
            # One that was only starting has not learned to stop cleanly, and holds nothing.
            code = worker.wait(timeout=60)
            assert code in (0, -signal.SIGTERM), (self.where / "log").read_text()[-3000:]
        self.workers.clear()

    def open_mails(self, where=OPEN) -> int:
        """Count emails without an outcome told, not using the site's own code."""
        if POSTGRES:
            with psycopg.connect(self.database) as connection:
                return connection.execute(COUNT + where).fetchone()[0]
        with closing(sqlite3.connect(self.database.removeprefix("sqlite:///"))) as connection:
            return connection.execute(COUNT + where).fetchone()[0]

    def take_the_database_away(self) -> None:
        """Cut every connection to the database; on SQLite, lock it for longer than any timeout."""
        if POSTGRES:
            with psycopg.connect(self.database, autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            return
        path = self.database.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, timeout=20, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            time.sleep(3)
            connection.execute("ROLLBACK")

    def wait_until_settled(self, meanwhile=lambda: time.sleep(0.2), where=OPEN) -> None:
        until = time.monotonic() + PATIENCE
        while self.open_mails(where):
            assert time.monotonic() < until, (self.where / "log").read_text()[-3000:]
            meanwhile()

    def close(self) -> None:
        for worker in list(self.workers):
            self.kill(worker)
        self.server.stop()
        self.log.close()


@pytest.fixture
def site(tmp_path, database):
    site = Site(tmp_path, database)
    site.manage("deliver", "--new-database")
    yield site
    site.close()


def check(site, letters: int, confirms: int = 0) -> dict[str, int]:
    """Assert that nothing was lost, nothing went twice and every state is true; count states."""
    rows = site.rows()
    assert len(rows) == letters + confirms
    states = {}
    for row in rows:
        copies = site.post.accepted[row["message_id"]]
        states[row["state"]] = states.get(row["state"], 0) + 1
        if row["purpose"] == "letter":
            assert copies <= 1, row
            assert row["notice_said"] == row["state"], row  # the state told is the state stored
            assert row["tell_at"] is None, row
            assert row["letter"] in (row["state"], None), row
        if row["state"] == "accepted":
            assert copies >= 1, row
        elif row["state"] == "failed":
            assert copies == 0 or row["purpose"] == "confirm", row
            assert "550" in row["server_said"], row
        else:
            assert row["state"] == "unsure", row
            assert row["purpose"] == "letter", row
    print(states, "connections broken:", dict(site.post.broken))
    return states


@pytest.mark.promise(16)
def test_hundreds_of_letters_survive_kills_rejections_and_cut_connections(site):
    site.post.temporary, site.post.permanent = 0.1, 0.02
    site.post.chances = dict.fromkeys(STAGES, 0.005)
    site.post.next_breaks = list(STAGES)  # each at least once
    site.post.takes = 0.002
    site.keep_letters(300)
    site.queue(letters=300, confirms=50)
    chance = random.Random(11)
    kills = 0

    def kill_one():
        nonlocal kills
        while len(site.workers) < 3:
            site.start_worker()
        time.sleep(chance.uniform(0.2, 1.2))
        if kills < 12:
            site.kill(site.workers[0])  # the oldest: on SQLite it is the one working
            kills += 1

    kill_one()
    site.wait_until_settled(meanwhile=kill_one)
    site.stop_workers()
    assert all(row["letter"] for row in site.rows() if row["purpose"] == "letter")
    states = check(site, letters=300, confirms=50)
    assert states["accepted"] > 250
    assert states["failed"]
    # A worker that is killed says no QUIT, so here that stage may not come.
    assert all(site.post.broken[stage] for stage in STAGES if stage != "QUIT")
    # Only a kill, or a cut once the text is on its way, can leave it open: one letter each.
    cuts = sum(site.post.broken[stage] for stage in ("mid-data", "dot", "reply"))
    assert states.get("unsure", 0) <= kills + cuts


def test_a_second_worker_waits_and_takes_over_within_two_seconds_of_a_death(site):
    site.post.takes = 0.05
    site.queue(letters=1000)
    first = site.start_worker()
    while len(site.post.accepted) < 5:
        time.sleep(0.05)
    site.start_worker()
    while "this one waits" not in (site.where / "log").read_text():
        time.sleep(0.05)
    assert len(site.post.accepted) < 900
    site.kill(first)
    died, gone = time.monotonic(), len(site.post.accepted)
    while len(site.post.accepted) <= gone:
        assert time.monotonic() < died + 2
        time.sleep(0.01)
    site.post.takes = 0
    site.wait_until_settled()
    site.stop_workers()
    states = check(site, letters=1000)
    assert states.get("unsure", 0) <= 1


@pytest.mark.promise(16)
def test_a_second_worker_started_while_the_first_hangs_doubles_nothing(site):
    """The first is stopped in the middle of a letter, and goes on once that was settled."""
    site.queue(letters=20)
    first = site.start_worker()
    site.post.on_accepted = lambda message_id: (
        first.send_signal(signal.SIGSTOP) if len(site.post.accepted) == 5 else None
    )
    while len(site.post.accepted) < 5:
        time.sleep(0.05)
    site.post.on_accepted = lambda message_id: None
    time.sleep(0.5)
    second = site.start_worker()
    if POSTGRES:  # the session that holds the lock is gone, as after a failure of the network
        site.take_the_database_away()
        site.wait_until_settled()
    else:
        time.sleep(3)
        assert len(site.post.accepted) == 5  # the kernel knows that the first has the lock
    first.send_signal(signal.SIGCONT)
    # Its answer may find its connection gone: it is then stored at the second try, and told later.
    site.wait_until_settled(where=f"state = 'unsure' OR {OPEN}")
    assert (first.poll(), second.poll()) == (None, None)
    site.stop_workers()
    assert check(site, letters=20) == {"accepted": 20}  # the late answer settled what was unsure


@pytest.mark.promise(16)
@pytest.mark.skipif(
    not POSTGRES, reason="on SQLite the kernel's lock of a file goes with no session"
)
@pytest.mark.parametrize(
    "frozen",
    ["over a final dot", "within a transaction", "with nothing due", "after its clock jumped"],
)
def test_a_worker_that_is_frozen_is_replaced_and_doubles_nothing_when_it_wakes(site, frozen):
    """``kill -STOP``, and its sessions live: nothing but its own silence tells of it."""
    if frozen == "within a transaction":
        site.environment["FREEZE_AT"] = "letter:5"
    if frozen == "over a final dot":
        site.post.on_accepted = lambda message_id: (
            first.send_signal(signal.SIGSTOP) if len(site.post.accepted) == 5 else None
        )
    first = site.start_worker()
    is_idle = frozen in ("with nothing due", "after its clock jumped")
    if is_idle:
        with psycopg.connect(site.database) as connection:
            while connection.execute(LOCKS_HELD).fetchone() == (0,):
                connection.rollback()
                time.sleep(0.1)
            time.sleep(3)  # it has the lock, and looks for work
            first.send_signal(signal.SIGSTOP)
            if frozen == "after its clock jumped":
                connection.execute("UPDATE mail_may_run SET seen_at = now() + interval '1 day'")
    site.queue(letters=20)
    while not is_idle and len(site.post.accepted) < 5:
        time.sleep(0.05)
    site.environment.pop("FREEZE_AT", None)
    second = site.start_worker()
    site.wait_until_settled()
    assert "The other worker is frozen" in (site.where / "log").read_text()
    assert second.poll() is None
    first.send_signal(signal.SIGCONT)
    site.wait_until_settled(where=f"state = 'unsure' OR {OPEN}")
    assert (first.poll(), second.poll()) == (None, None)
    site.stop_workers()
    assert check(site, letters=20) == {"accepted": 20}


@pytest.mark.promise(16)
@pytest.mark.skipif(
    not POSTGRES, reason="on SQLite the kernel's lock of a file goes with no session"
)
def test_a_worker_that_waits_leaves_one_alone_that_is_only_slow(site):
    site.environment["MAIL_TEMPO"] = "100"  # a frozen one is replaced after six seconds
    site.post.takes = 0.7
    site.queue(letters=12)
    site.start_worker()
    site.start_worker()
    site.wait_until_settled()
    site.stop_workers()
    assert "is frozen" not in (site.where / "log").read_text()
    assert check(site, letters=12) == {"accepted": 12}


@pytest.mark.promise(16)
def test_a_database_that_goes_away_between_mark_and_outcome_leaves_nothing_unsure(site):
    """The worker keeps what the server said, and stores it when the database is back."""
    site.queue(letters=10)
    away = []

    def take_away(message_id):
        if len(site.post.accepted) == 3:
            away.append(threading.Thread(target=site.take_the_database_away))
            away[0].start()
            time.sleep(1)

    site.post.on_accepted = take_away
    site.start_worker()
    site.wait_until_settled()
    site.stop_workers()
    away[0].join()
    assert check(site, letters=10) == {"accepted": 10}


@pytest.mark.promise(16)
def test_a_worker_killed_at_any_line_of_its_loop_loses_and_doubles_nothing(site):
    count = "from tests.campaign.outbox.killed import lines; print(len(lines()))"
    places = int(site.run("-c", count))
    site.post.offers_notices = site.post.takes_notices = True
    site.queue(letters=4 * places)
    killed = int(site.run("-m", "tests.campaign.outbox.killed"))
    site.start_worker()
    site.wait_until_settled()
    site.stop_workers()
    states = check(site, letters=4 * places)
    print(f"killed at {killed} of {places} lines")
    assert killed > places / 2
    assert states.get("unsure", 0) <= killed


def test_a_worker_told_to_stop_finishes_its_letter_and_leaves_the_others(site):
    site.post.takes = 0.05
    site.queue(letters=100)
    worker = site.start_worker()
    while len(site.post.accepted) < 20:
        time.sleep(0.05)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=30) == 0
    site.workers.clear()
    rows = site.rows()
    assert {row["state"] for row in rows} == {"queued", "accepted"}
    accepted = [row["message_id"] for row in rows if row["state"] == "accepted"]
    assert sorted(accepted) == sorted(site.post.accepted)
    site.post.takes = 0
    site.start_worker()
    site.wait_until_settled()
    site.stop_workers()
    assert check(site, letters=100) == {"accepted": 100}


MANY = """
from django.core.mail import EmailMessage
from campaign.outbox.models import MailSettings, OutgoingMessage, Urgency
MailSettings(live=True).save()
mail = EmailMessage("It has signed", "Kent has signed. " * 40, None, ["ben@home.example"])
OutgoingMessage.objects.queue("alert", "alert:0", "ben@home.example", mail)
first = OutgoingMessage.objects.get()
old, content = first.message_id.encode(), bytes(first.content)
rows = [OutgoingMessage(key="alert:%d" % n, purpose="alert", urgency=Urgency.BULK,
                        recipient="ben@home.example", message_id="<%d@runaways.example>" % n,
                        content=content.replace(old, b"<%d@runaways.example>" % n))
        for n in range(1, 20_000)]
OutgoingMessage.objects.bulk_create(rows, batch_size=500)
"""
CODE = """
from django.core.mail import EmailMessage
from campaign.outbox.models import OutgoingMessage
mail = EmailMessage("Your code", "It is 123456.", None, ["anna@home.example"])
message = OutgoingMessage.objects.queue("confirm", "confirm:1", "anna@home.example", mail)
print("ID" + message.message_id)
"""


@pytest.mark.long
@pytest.mark.promise(20)
def test_twenty_thousand_alerts_go_in_four_minutes_and_a_code_meanwhile_in_two_seconds(site):
    site.ask(MANY)
    when = {}
    site.post.on_accepted = lambda message_id: when.setdefault(message_id, time.monotonic())
    site.start_worker()
    while len(when) < 2000:
        time.sleep(0.1)
    began, before = min(when.values()), len(when)
    code = site.ask(CODE).partition("ID")[2].strip()
    queued_at = time.monotonic()
    while code not in when:
        assert time.monotonic() < queued_at + 2
        time.sleep(0.01)
    assert before < len(when) < 20_000
    while len(when) < 20_001:
        time.sleep(0.1)
    took = max(when.values()) - began
    print(f"20,000 in {took:.0f} s; the code {when[code] - queued_at:.3f} s after its commit")
    site.stop_workers()
    assert max(site.post.accepted.values()) == 1
    assert took < 240
