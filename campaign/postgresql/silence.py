"""Let no visitor wait for a PostgreSQL that accepts connections and then says nothing.

So it is when its processes are stopped, or its disk hangs. The kernel still acknowledges what is
sent, so no limit of TCP ends the wait; nor does the server keep its own ``statement_timeout``.

When a thread has waited for ``SUSPICIOUS`` seconds, another asks the server to write something, on
a connection of its own. If that is not answered, every wait ends with an OperationalError, and
nothing else is asked until the server answers. A query that takes long, or waits for a lock, goes
on, since the server answers meanwhile. Only web processes do this: others keep no visitor waiting.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import OperationalError
from psycopg.abc import PQGen
from psycopg.waiting import Ready

logger = logging.getLogger(__name__)

SUSPICIOUS = 1.0
"""Seconds without a word after which a thread suspects that the server is silent."""
PATIENCE = 2
"""Seconds within which the server must let the test connect, and then answer it."""
PAUSE = 0.5
"""Seconds between two tests of a silent server."""
SILENT = "the database is silent"
WRITE = "SELECT pg_logical_emit_message(true, 'is it silent', '')"
"""A transaction that must reach the disk, though no table or row changes."""

type Parameters = dict[str, Any]


class Watch:
    """Whether the database of this process is silent."""

    def __init__(self) -> None:
        self.is_on = False
        """Whether waits are watched at all, as in a web process."""
        self.is_silent = False
        self._is_testing = False
        self._lock = threading.Lock()

    def refuse_if_silent(self) -> None:
        """Raise OperationalError while the database is silent."""
        if self.is_silent:
            raise OperationalError(SILENT)

    def over(self, connection: psycopg.Connection[Any], parameters: Parameters) -> None:
        """Have every wait of a connection end once the database is silent."""
        if self.is_on:
            limit_waits(connection, lambda waited: self._must_end(waited, parameters))

    def _must_end(self, waited: float, parameters: Parameters) -> bool:
        if waited > SUSPICIOUS:
            self.suspect(parameters)
        return self.is_silent

    def suspect(self, parameters: Parameters, *, is_sure: bool = False) -> None:
        """Test in another thread whether the database is silent, and until it answers.

        ``is_sure`` takes it for silent meanwhile.
        """
        if not self.is_on:
            return
        with self._lock:
            self.is_silent |= is_sure
            if self._is_testing:
                return
            self._is_testing = True
        threading.Thread(target=self._test, args=[parameters], daemon=True).start()

    def _test(self, parameters: Parameters) -> None:
        try:
            if answers(parameters):
                return
            self.is_silent = True
            logger.error("PostgreSQL accepts connections and does not answer.")
            while not answers(parameters):
                time.sleep(PAUSE)
            logger.warning("PostgreSQL answers again.")
        finally:
            with self._lock:
                self._is_testing = self.is_silent = False


watch = Watch()


def answers(parameters: Parameters) -> bool:
    """Whether the server lets us write, or says why not, within ``PATIENCE`` seconds each."""
    try:
        limits = {"connect_timeout": PATIENCE, "autocommit": True}
        with psycopg.connect(**parameters | limits) as connection:
            limit_waits(connection, lambda waited: waited > PATIENCE)
            connection.execute(WRITE)
    except psycopg.Error as error:
        return not (isinstance(error, psycopg.errors.ConnectionTimeout) or SILENT in str(error))
    return True


def limit_waits(connection: psycopg.Connection[Any], must_end: Callable[[float], bool]) -> None:
    """Close a connection, and raise OperationalError, where a wait must end.

    That is asked ten times a second, with the seconds waited so far.
    """
    wait = connection.wait

    def limited[Result](gen: PQGen[Result], *args: Any, **options: Any) -> Result:
        return wait(until_it_must_end(gen), *args, **options)

    def until_it_must_end[Result](gen: PQGen[Result]) -> PQGen[Result]:
        began = time.monotonic()
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if ready == Ready.NONE and must_end(time.monotonic() - began):
                    connection.close()
                    raise psycopg.OperationalError(SILENT)
                wanted = gen.send(ready)
        except StopIteration as end:
            result: Result = end.value
            return result

    connection.wait = limited  # type: ignore[method-assign]
