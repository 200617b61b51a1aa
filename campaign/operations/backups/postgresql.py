"""Dump PostgreSQL with pg_dump, and restore it in one transaction.

pg_restore turns a dump into SQL, which is run on the connection that Django uses. So whatever must
be done before anybody may see the restored data is done in the same transaction.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.db import DatabaseError, OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from campaign.operations.backups import BackupError
from campaign.operations.backups.archive import COPIED_AT_ONCE, Archive

LOCK_TIMEOUT = "30s"
"""How long a restore waits for others who use the database."""
COPY = re.compile(rb"COPY .* FROM stdin;\n")
COPY_END = b"\\.\n"
FOR_PSQL = re.compile(rb"\\(un)?restrict \w+\n")
"""A line that only the psql command understands."""
NEWER_SERVERS = {b"SET transaction_timeout = 0;\n"}
"""Settings of PostgreSQL 17 that older servers do not know, and that a restore does not need."""
OWN_TABLES = """SELECT quote_ident(c.relname) FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')"""
OWN_FUNCTIONS = """SELECT p.oid::regprocedure FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace AND NOT EXISTS (
        SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"""


def check_vendor() -> None:
    """Raise BackupError where the database is not PostgreSQL."""
    if connection.vendor != "postgresql":
        raise BackupError(
            "Backups are of PostgreSQL, and DATABASE_URL leads to another database, which is for"
            " development: stop the site and copy its file."
        )


def count_rows(cursor: Any) -> dict[str, int]:
    """Return the number of rows of each table."""
    totals = {}
    for table in sorted(connection.introspection.table_names(cursor)):
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
        totals[table] = cursor.fetchone()[0]
    return totals


@contextmanager
def snapshot() -> Iterator["Snapshot"]:
    """Yield one view of the database, which pg_dump shares, while others go on writing."""
    check_vendor()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            yield Snapshot(cursor, cursor.fetchone()[0])
    except DatabaseError as error:
        raise BackupError(f"The database cannot be read: {first_line(error)}") from error


class Snapshot:
    """The database as one transaction sees it."""

    def __init__(self, cursor: Any, name: str) -> None:
        self.name = name
        self.totals = count_rows(cursor)
        cursor.execute("SELECT app, name FROM django_migrations")
        self.migrations = [list(row) for row in cursor.fetchall()]

    def dump(self, to: IO[bytes]) -> None:
        arguments, environment = connection.client.settings_to_cmd_args_env(
            connection.settings_dict,
            [
                "--format=custom", "--no-owner", "--no-privileges", "--no-password",
                f"--snapshot={self.name}",
            ],
        )  # fmt: skip
        run([find_tool("pg_dump"), *arguments[1:]], to=to, environment=environment)


@contextmanager
def replaced(archive: Archive) -> Iterator[None]:
    """Replace the database by a backup, in a transaction that commits when the block ends."""
    with tempfile.TemporaryFile() as dump, tempfile.TemporaryFile() as script:
        archive.copy_database(dump)
        dump.seek(0)
        run([find_tool("pg_restore"), "--no-owner", "--no-privileges", "--file=-"], script, dump)
        script.seek(0)
        try:
            with transaction.atomic(durable=True):
                with connection.cursor() as cursor:
                    cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
                    drop_everything(cursor)
                    load(script, cursor)
                    # The script clears the search path, which the site needs.
                    cursor.execute("RESET search_path")
                    # A migration cannot alter a table while its checks are still deferred.
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                yield
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                raise BackupError(
                    "The database is in use. Stop the site, and restore once more."
                ) from error
            raise BackupError(f"The database does not allow it: {first_line(error)}") from error
        finally:
            connection.close()  # the script's settings go with it


def drop_everything(cursor: Any) -> None:
    """Drop every table and function of the site's schema, even any that the backup lacks."""
    for kind, query in (("TABLE", OWN_TABLES), ("FUNCTION", OWN_FUNCTIONS)):
        cursor.execute(query)
        names = ", ".join(str(name) for (name,) in cursor.fetchall())
        if names:
            cursor.execute(f"DROP {kind} {names} CASCADE")


def load(script: IO[bytes], cursor: Any) -> None:
    """Run pg_restore's script: statements, and the rows that follow each COPY."""
    statements: list[bytes] = []
    for line in script:
        if FOR_PSQL.fullmatch(line) or line in NEWER_SERVERS:
            continue
        if not COPY.fullmatch(line):
            statements.append(line)
            continue
        execute(cursor, statements)
        with cursor.cursor.copy(line.decode().removesuffix(";\n")) as copy:
            for row in iter(script.readline, COPY_END):
                copy.write(row)
    execute(cursor, statements)


def execute(cursor: Any, statements: list[bytes]) -> None:
    """Run the statements in one call, and empty the list."""
    cursor.cursor.execute(b"".join(statements))
    statements.clear()


# The tools of PostgreSQL


def find_tool(name: str) -> str:
    """Return the path of a PostgreSQL tool: the one on PATH, else the newest that Debian has.

    Raises BackupError if it is not installed.
    """
    newest_last = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=version_of)
    path = shutil.which(name) or (str(newest_last[-1]) if newest_last else "")
    if not path:
        raise BackupError(f"{name} is not installed: on Debian, apt install postgresql-client.")
    return path


def version_of(tool: Path) -> int:
    version = tool.parent.parent.name
    return int(version) if version.isdecimal() else 0


def run(
    command: list[str],
    to: IO[bytes],
    source: IO[bytes] | None = None,
    environment: dict[str, str] | None = None,
) -> None:
    """Run a tool and copy its output to ``to``. Raises BackupError with its words if it fails."""
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            command,
            stdin=source or subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=os.environ | (environment or {}),
        ) as process,
    ):
        assert process.stdout is not None
        try:
            while chunk := process.stdout.read(COPIED_AT_ONCE):
                to.write(chunk)
        except BaseException:
            process.kill()
            raise
        if process.wait():
            errors.seek(0)
            words = errors.read().decode(errors="replace").strip().splitlines() or ["no reason"]
            raise BackupError(f"{Path(command[0]).name} failed: {words[0]}")


def first_line(error: Exception) -> str:
    """Return the first line of a database's error: the lines below it may quote a row."""
    return str(error).partition("\n")[0].rstrip(".") + "."
