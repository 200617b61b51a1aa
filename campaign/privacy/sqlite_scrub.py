"""Remove what is left of deleted rows from the files of an SQLite database.

As tested on SQLite 3.46, ``secure_delete`` overwrites deleted rows, but a row that SQLite once
moved from one page to another can survive in the old page's unused space. Only VACUUM, which
rewrites the whole file, removes that too. Recent writes are also in the -wal file until a
checkpoint truncates it. On PostgreSQL autovacuum does the same in its own time.
"""

import logging
import time
from typing import Any

from django.db import OperationalError, connection

logger = logging.getLogger(__name__)

TRIES = 5


def leave_no_trace(connection: Any = connection) -> bool:
    """Remove what is left of deleted rows from the database's files; return whether all is gone.

    That fails while another process reads or writes without a pause; the next purge tries again.
    """
    if connection.vendor != "sqlite" or connection.is_in_memory_db() or connection.in_atomic_block:
        return True
    for number in range(TRIES):
        if number:
            time.sleep(number)
        try:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                busy, _, _ = cursor.fetchone()
        except OperationalError:
            continue
        if not busy:
            return True
    logger.warning(
        "The database is in use: traces of deleted rows stay in its files until the next purge."
    )
    return False
