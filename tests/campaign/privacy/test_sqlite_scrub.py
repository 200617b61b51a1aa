"""After a purge no trace of a person remains: in any table, history, log or file."""

import datetime as dt
import logging
import os
import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.db.utils import ConnectionHandler
from django.utils import timezone

from campaign.letters.models import Letter
from campaign.outbox.models import OutgoingMessage
from campaign.privacy.purge import purge_all
from campaign.privacy.sqlite_scrub import leave_no_trace
from tests.campaign.privacy.life import (
    NEEDLES,
    NEVER_KEPT,
    found_in_files,
    found_in_tables,
    live,
    needles_in,
)

ROOT = Path(__file__).parents[3]


def test_no_trace_remains_of_a_whole_life(client, desk, mail_dir, caplog):
    with caplog.at_level(logging.INFO):
        live(client, desk)
        before = found_in_tables()
        assert set().union(*before.values()) == set(NEEDLES) - set(NEVER_KEPT)
        assert {
            "letters_letter.text",
            "outbox_outgoingmessage.content",
            "inbox_incomingmessage.text",
            "tasks_task.text",
            "supporters_alert.email",
        } <= set(before)
        assert found_in_files(mail_dir)
        half_a_year_on = timezone.now() + dt.timedelta(days=184)
        purge_all(half_a_year_on)
        assert found_in_tables() == {}
        assert purge_all(half_a_year_on) == dict.fromkeys(purge_all(half_a_year_on), 0)
    assert needles_in(caplog.text) == set()
    assert not Letter.objects.exists()
    assert not OutgoingMessage.objects.exists()


def test_email_files_are_deleted_too(client, desk, mail_dir, monkeypatch):
    live(client, desk)
    assert found_in_files(mail_dir)
    purge_all(timezone.now() + dt.timedelta(days=91))
    assert found_in_files(mail_dir) == {}
    assert not list(mail_dir.iterdir())


@pytest.fixture
def scratch(tmp_path, django_db_blocker):
    """A connection to an SQLite file of its own, opened as the site opens its database."""
    name, options = tmp_path / "scratch.sqlite3", database_options()
    databases = {"default": {"ENGINE": SQLITE, "NAME": name, "OPTIONS": options}}
    connection = ConnectionHandler(databases)["default"]
    with django_db_blocker.unblock():
        yield connection
        connection.close()


SQLITE = "django.db.backends.sqlite3"


def database_options() -> dict:
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA secure_delete=ON;"
    return {"transaction_mode": "IMMEDIATE", "init_command": pragmas}


def write_and_delete_many(cursor) -> None:
    """Write, lengthen and delete rows of all sizes; then delete or blank the last of them."""
    chance = random.Random(1)
    cursor.execute(
        "CREATE TABLE m (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT UNIQUE, email, body, state)"
    )
    cursor.execute("CREATE INDEX by_email ON m (upper(email))")
    cursor.execute("CREATE INDEX by_state ON m (state, email)")
    for number in range(3000):
        size = chance.choice([20, 200, 900, 3000, 9000])
        key, email = f"letter:{chance.random()}", f"quibble{number}@needles.example"
        body = f"quibbles body {number} ".encode() * (size // 16 + 1)
        cursor.execute(
            "INSERT INTO m (key, email, body, state) VALUES (%s, %s, %s, 'queued')",
            [key, email, body],
        )
        if chance.random() < 0.5:
            cursor.execute(
                "UPDATE m SET state = 'accepted', body = body || 'more quibble' WHERE id = %s",
                [chance.randint(1, number + 1)],
            )
        if chance.random() < 0.3:
            cursor.execute("DELETE FROM m WHERE id = %s", [chance.randint(1, number + 1)])
    for change in ("body = ''", "email = ''", "key = id"):
        cursor.execute(f"UPDATE m SET {change} WHERE id %% 2 = 0", [])
    cursor.execute("DELETE FROM m WHERE id %% 2 = 1", [])


def test_rows_that_sqlite_moved_about_leave_nothing_behind(scratch, tmp_path):
    """Deleting overwrites, but not what a page still holds of a row that moved to another."""
    with scratch.cursor() as cursor:
        write_and_delete_many(cursor)
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert found_in_files(tmp_path)
    assert leave_no_trace(scratch)
    assert found_in_files(tmp_path) == {}
    assert (tmp_path / "scratch.sqlite3-wal").stat().st_size == 0


def test_the_scrub_is_put_off_and_logged_while_another_process_reads(
    scratch, tmp_path, monkeypatch, caplog
):
    monkeypatch.setattr("campaign.privacy.sqlite_scrub.time.sleep", lambda seconds: None)
    with scratch.cursor() as cursor:
        cursor.execute("CREATE TABLE m (id INTEGER PRIMARY KEY, body)")
        cursor.execute("INSERT INTO m (body) VALUES ('quibble')")
    reader = sqlite3.connect(tmp_path / "scratch.sqlite3", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM m").fetchall()
    with scratch.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 10")
        cursor.execute("DELETE FROM m")
    assert not leave_no_trace(scratch)
    assert "until the next purge" in caplog.text
    reader.close()
    assert leave_no_trace(scratch)
    assert found_in_files(tmp_path) == {}


@pytest.mark.fault
@pytest.mark.skipif(connection.vendor != "sqlite", reason="The file is SQLite’s")
def test_no_byte_remains_in_the_files_of_an_sqlite_database(tmp_path):
    before = run_a_site(tmp_path / "before", "remember")
    assert set(NEEDLES) - set(NEVER_KEPT) <= set().union(*before.values())
    assert {"site.sqlite3", "mail"} <= {path.name for path in (tmp_path / "before").iterdir()}
    assert run_a_site(tmp_path / "after", "forget") == {}
    assert (tmp_path / "after" / "site.sqlite3").stat().st_size > 100_000


def run_a_site(folder, mode: str) -> dict:
    """Run a whole site as a process of its own; return what is found in its files and its log."""
    folder.mkdir()
    ended = subprocess.run(
        [sys.executable, "-m", "tests.campaign.privacy.whole_site", str(folder), mode],
        cwd=ROOT,
        capture_output=True,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "campaign.settings",
            "DEBUG": "on",
            "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
            "BOUNCE_DOMAIN": "bounces.runaways.example",
            "DEFAULT_FROM_EMAIL": "Make Runaways Safe <letters@runaways.example>",
        },
        timeout=300,
    )
    assert ended.returncode == 0, ended.stderr.decode()
    assert needles_in(ended.stdout + ended.stderr) == set()
    return found_in_files(folder)
