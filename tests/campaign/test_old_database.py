"""A database from before all migrations were squashed: named in one sentence, left as it is."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from campaign.checks import MADE_BEFORE_SQUASH

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(params=[("councils", "0002_changes_of_the_charter_too"), ("tips", "0001_initial")])
def old_database(request, tmp_path):
    """A file with the migrations that an early version recorded, and one row of its own."""
    file = tmp_path / "site.sqlite3"
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(
            "CREATE TABLE django_migrations (id integer PRIMARY KEY AUTOINCREMENT,"
            " app varchar(255), name varchar(255), applied datetime)"
        )
        for app, name in [("councils", "0001_initial"), request.param]:
            database.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, '2026-11-01')",
                [app, name],
            )
    return file


def tables(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as database, database:
        return {name for (name,) in database.execute("SELECT name FROM sqlite_master")}


@pytest.mark.fault  # starts the site four times
@pytest.mark.parametrize("command", ["migrate", "start"])
def test_a_database_from_before_the_squash_is_refused_in_one_sentence(old_database, command):
    before = tables(old_database)
    refused = subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=ROOT,
        env=os.environ | {"DEBUG": "on", "DATABASE_URL": f"sqlite:///{old_database}"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert refused.returncode != 0
    assert MADE_BEFORE_SQUASH in refused.stderr
    assert "Traceback" not in refused.stderr
    assert tables(old_database) == before
