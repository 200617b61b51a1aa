"""What a database keeps of deleted rows in its files, and how it is removed.

Measured on SQLite 3.46: with ``secure_delete`` on, what is deleted is overwritten, yet a row that
SQLite once moved from one page to another can stay behind in the old page's slack. Only VACUUM,
which writes the whole file anew, removes that too. What was written lately stands in the -wal file
as well, until a checkpoint truncates it. On PostgreSQL autovacuum does the same in its own time.
"""

import logging
import time

from django.db import OperationalError, connection

log = logging.getLogger(__name__)

TRIES = 5


def leave_no_trace(connection=connection) -> bool:
    """Remove what is left of deleted rows from the files of an SQLite database.

    Returns whether all of it is gone. While another process reads or writes without a pause it
    cannot be done; the next purge does it then.
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
    log.warning("The database is in use: traces of deleted rows stay in its files until next time.")
    return False
