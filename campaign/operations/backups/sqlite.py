"""Copy SQLite with its own backup API, which neither waits for anybody nor holds anybody up."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any

from django.db import DatabaseError, connection

from campaign.operations.backups import BackupError
from campaign.operations.backups.archive import Archive
from campaign.operations.backups.database_snapshot import Snapshot

TIMEOUT = 20
"""Seconds to wait for others who write to the database."""


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Copy the database to a file beside it and yield the copy, which is deleted afterwards."""
    copy = beside_database("-backup")
    delete(copy)
    try:
        os.close(os.open(copy, os.O_CREAT | os.O_WRONLY, 0o600))
        with closing(sqlite3.connect(copy)) as target:
            connection.ensure_connection()
            connection.connection.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
            yield SqliteSnapshot(copy, target)
    except OSError as error:
        raise BackupError(f"{copy.parent} cannot be written: {error.strerror}.") from error
    except (sqlite3.Error, DatabaseError) as error:
        raise BackupError(f"The database cannot be copied: {error}.") from error
    finally:
        delete(copy)


class SqliteSnapshot:
    """A copy of the database in a file."""

    vendor = "sqlite"

    def __init__(self, path: Path, database: sqlite3.Connection) -> None:
        self.path = path
        names = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        self.totals = {
            name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for (name,) in names
        }
        self.migrations = [
            list(row) for row in database.execute("SELECT app, name FROM django_migrations")
        ]

    def dump(self, to: IO[bytes]) -> None:
        with self.path.open("rb") as file:
            shutil.copyfileobj(file, to)


@contextmanager
def replaced(archive: Archive) -> Iterator[None]:
    """Load a backup into a file that Django uses during the block, then replace the database by it.

    The replacement is one SQLite transaction: if it is killed at any moment, the database is the
    old one or the new one. After an error it is the old one.
    """
    live, aside = Path(connection.settings_dict["NAME"]), beside_database("-restoring")
    check_replaceable(live)
    delete(aside)
    connection.close()
    try:
        load(archive, aside)
        connection.settings_dict["NAME"] = str(aside)
        yield
        connection.close()
        copy_over(aside, live)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(live)
        delete(aside)


def load(archive: Archive, aside: Path) -> None:
    """Write the database of a backup to a file. Raises BackupError if it is not a database."""
    try:
        with os.fdopen(os.open(aside, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:
            archive.copy_database(file)
    except OSError as error:
        raise BackupError(f"{aside.parent} cannot be written: {error.strerror}.") from error
    try:
        with closing(sqlite3.connect(aside)) as database:
            (answer,) = database.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        answer = str(error)
    if answer != "ok":
        raise BackupError(f"The backup is damaged: its database says {answer}.")


def check_replaceable(live: Path) -> None:
    """Raise BackupError if the database cannot be replaced. One that does not exist can be."""
    try:
        with closing(sqlite3.connect(live, timeout=TIMEOUT)) as database:
            database.execute("PRAGMA schema_version")
    except sqlite3.Error as error:
        raise BackupError(
            f"The database {live} cannot be replaced: {error}. Move it away with the files beside"
            " it, and restore once more."
        ) from error


def copy_over(aside: Path, live: Path) -> None:
    """Replace one database by another, in one transaction."""
    try:
        with (
            closing(sqlite3.connect(aside)) as source,
            closing(sqlite3.connect(live, timeout=TIMEOUT)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise BackupError(
            f"The database {live} cannot be replaced: {error}. Stop the site, and restore once more"
        ) from error


def beside_database(ending: str) -> Path:
    """Return the path of a file beside the database; for one in memory, a temporary file's."""
    database: Any = connection
    if database.is_in_memory_db():
        return Path(tempfile.gettempdir()) / f"site-{os.getpid()}{ending}"
    return Path(f"{database.settings_dict['NAME']}{ending}")


def delete(path: Path) -> None:
    """Delete a database that is no longer used, and the files that SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
