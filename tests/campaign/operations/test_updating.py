"""An update while people use the site: nobody meets a closed door, and nobody waits for long."""

import os
import signal
import threading
import time
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from campaign.operations.management.commands import migrate
from tests.campaign.served import Site

pytestmark = pytest.mark.fault


@pytest.fixture
def site(tmp_path):
    site = Site(f"sqlite:///{tmp_path}/site.sqlite3")
    site.manage("migrate", "-v0")
    site.manage("load_register", "-v0")
    site.start()
    yield site
    site.stop()


def workers_of(site):
    pid = site.server.pid
    return set(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())


def test_a_reload_under_load_answers_everybody(site):
    old, answers, stop = workers_of(site), [], threading.Event()

    def visit(number):
        while not stop.is_set():
            try:
                if number % 2:
                    answers.append(site.post("/find/", q="kent")[0])
                else:
                    answers.append(site.get("/councils/kent/")[0])
            except OSError as error:
                answers.append(repr(error))

    visitors = [threading.Thread(target=visit, args=[number]) for number in range(4)]
    for visitor in visitors:
        visitor.start()
    site.server.send_signal(signal.SIGHUP)
    end = time.monotonic() + 60
    while (workers_of(site) & old or not workers_of(site)) and time.monotonic() < end:
        time.sleep(0.1)
    before = len(answers)
    while len(answers) < before + 20 and time.monotonic() < end:  # the new ones answer too
        time.sleep(0.1)
    stop.set()
    for visitor in visitors:
        visitor.join()
    assert not workers_of(site) & old
    assert len(answers) > 20
    assert set(answers) <= {200, 303}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_a_migration_gives_up_where_it_would_keep_everybody_waiting(transactional_db, monkeypatch):
    monkeypatch.setattr(migrate, "LOCK_TIMEOUT", 0.2)
    name = connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"].rpartition("/")[0]
    with psycopg.connect(f"{url}/{name}") as somebody:
        somebody.execute("LOCK TABLE councils_council IN ACCESS SHARE MODE")
        with pytest.raises(CommandError, match="has changed nothing. Run migrate again"):
            call_command("migrate", verbosity=0)
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)
