"""A database of two tables, in place of this site's: what a backup's file does with it."""

import datetime as dt
from contextlib import contextmanager

import pytest

from campaign.operations.backups import postgresql
from campaign.operations.backups.archive import Manifest, write
from campaign.release import VERSION

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
CONTENT = b"Anna writes to Kent. " * 50_000


class TwoTables:
    totals = {"letters_letter": 3, "councils_council": 400}
    migrations = [["letters", "0001_initial"]]

    def dump(self, to):
        to.write(CONTENT)


@pytest.fixture
def two_tables(monkeypatch):
    """Let a backup be one of a database that needs no time."""

    @contextmanager
    def snapshot():
        yield TwoTables()

    monkeypatch.setattr(postgresql, "snapshot", snapshot)


@pytest.fixture
def backup_file(tmp_path):
    """Return a function that writes a backup to a file, and returns its path."""

    def write_backup(name="site.backup", key="", made_at=NOON, **facts):
        manifest = Manifest(
            **{
                "made_at": made_at,
                "release": VERSION,
                "vendor": "postgresql",
                "migrations": TwoTables.migrations,
                "totals": TwoTables.totals,
            }
            | facts
        )
        path = tmp_path / name
        with path.open("wb") as file:
            write(file, manifest, TwoTables().dump, key)
        return path

    return write_backup
