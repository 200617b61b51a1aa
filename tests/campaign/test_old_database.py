"""A database of another version is named in one sentence, and left as it is."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from campaign.checks import OF_ANOTHER_VERSION

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def old_database(tmp_path):
    """A file with the migrations that an early version recorded."""
    file = tmp_path / "site.sqlite3"
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(
            "CREATE TABLE django_migrations (id integer PRIMARY KEY AUTOINCREMENT,"
            " app varchar(255), name varchar(255), applied datetime)"
        )
        for name in ["0001_initial", "0002_changes_of_the_charter_too"]:
            database.execute(
                "INSERT INTO django_migrations (app, name, applied)"
                " VALUES ('councils', ?, '2026-11-01')",
                [name],
            )
    return file


def tables(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as database, database:
        return {name for (name,) in database.execute("SELECT name FROM sqlite_master")}


@pytest.mark.large  # starts the site
def test_a_database_of_another_version_is_refused_in_one_sentence(old_database):
    before = tables(old_database)
    refused = subprocess.run(
        [sys.executable, "manage.py", "start"],
        cwd=ROOT,
        env=os.environ | {"DEBUG": "on", "DATABASE_URL": f"sqlite:///{old_database}"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert refused.returncode != 0
    assert OF_ANOTHER_VERSION in refused.stderr
    assert "Traceback" not in refused.stderr
    assert tables(old_database) == before
