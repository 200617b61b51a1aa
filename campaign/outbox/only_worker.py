"""One worker at a time: the lock that it holds, and what another does that waits for it."""

import fcntl
import logging
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from campaign.outbox.models import MailMayRun

logger = logging.getLogger(__name__)

LOCK = 0x6D61696C
"""Number of the advisory lock of this database."""
FROZEN_AFTER = 600
"""Seconds after which a worker that has noted nothing is replaced: twice as long as a server may
take over a final dot."""
END_HOLDER = """
SELECT pg_terminate_backend(session.pid)
FROM pg_locks AS lock
JOIN pg_database AS ours ON ours.oid = lock.database AND ours.datname = current_database()
JOIN pg_stat_activity AS holder ON holder.pid = lock.pid
JOIN pg_stat_activity AS session ON session.application_name = holder.application_name
WHERE lock.locktype = 'advisory' AND lock.granted
    AND lock.classid = 0 AND lock.objid = %s AND lock.objsubid = 1
"""
"""Ends both sessions of the worker that has the lock: one may be within a transaction."""


class MayNotRunError(Exception):
    """The database was restored and ``after_restore`` not run yet, or a pooler is in between."""


class OtherWorker:
    """The worker that has the lock, as one that waits for it sees it.

    Whether its note changes is looked at, and never which time it names: a clock may have jumped.
    """

    def __init__(self) -> None:
        self.noted: object = None
        self.changed_at = 0.0
        """When its note was first seen as it is, by our own clock."""

    def end_if_frozen(self) -> None:
        """End its sessions if it is frozen, so that they let go of the lock. PostgreSQL only."""
        noted = MailMayRun.objects.values_list("seen_at", flat=True).first()
        if noted != self.noted or not self.changed_at:
            self.noted = noted
            self.changed_at = time.monotonic()
        quiet_for = time.monotonic() - self.changed_at
        if connection.vendor == "sqlite" or quiet_for < FROZEN_AFTER / settings.MAIL_TEMPO:
            return
        logger.warning("The other worker is frozen: its sessions are ended, and this one goes on.")
        with connection.cursor() as cursor:
            cursor.execute(END_HOLDER, [LOCK])
        self.changed_at = 0.0


@contextmanager
def only_worker() -> Iterator[Callable[[], object] | None]:
    """Hold the one worker's lock while the block runs; None if another has it.

    Yields what raises an error if the lock is lost: PostgreSQL lets it go with its connection, the
    kernel with its file. Asking costs a round trip, no commit.
    """
    if connection.vendor == "sqlite":
        with lock_of_file() as is_ours:
            if is_ours:
                yield lambda: None
            else:
                yield None
        return
    name = f"mail worker {uuid.uuid4().hex}"
    params: Any = connection.get_connection_params() | {"application_name": name}
    # The server must notice within half a minute that this machine is gone, not in two hours.
    params["options"] = (
        "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
        " -c idle_session_timeout=0"
    )
    for only_for_django in ("context", "cursor_factory", "prepare_threshold"):
        params.pop(only_for_django, None)
    with psycopg.connect(**params, autocommit=True) as session:
        ask = "SELECT pg_backend_pid(), pg_try_advisory_lock(%s)"
        pid, is_ours = session.execute(ask, [LOCK]).fetchone() or (0, False)
        if pid != session.info.backend_pid:
            raise MayNotRunError("A pooler is in between: the lock needs a session of its own.")
        if is_ours:
            # Else a crash of PostgreSQL forgets the last marks, and those letters go twice.
            with connection.cursor() as cursor:
                cursor.execute("SET synchronous_commit = on")
                cursor.execute("SELECT set_config('application_name', %s, false)", [name])
        if is_ours:
            yield lambda: session.execute("SELECT 1")
        else:
            yield None
        # The end of a session may be noticed late: whoever delivers next would find it locked.
        session.execute("SELECT pg_advisory_unlock_all()")


@contextmanager
def lock_of_file() -> Iterator[bool]:
    """Lock a file beside an SQLite database; one in memory has no second worker."""
    if connection.is_in_memory_db():  # type: ignore[attr-defined]
        yield True
        return
    with open(f"{connection.settings_dict['NAME']}-deliver", "a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
