"""One process of ``deliver``: its couriers, its sign of life, and the sweeping up after others."""

import fcntl
import logging
import os
import signal
import socket
import threading
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from campaign.outbox.lease import mend_times, recover, tell_again
from campaign.outbox.models import MailSettings, OutgoingMessage, Worker
from campaign.outbox.sender import DATABASE_AWAY, CachedSettings, Courier

logger = logging.getLogger(__name__)

BEAT = 5
"""Seconds between two signs of life."""
SWEEP = 10
"""Seconds between two looks for what others left behind; less where leases are shorter."""


class Delivery:
    """The work of one process, from its start to its clean stop."""

    def __init__(self, connections: int = 1, watch: bool = False, parent: int | None = None):
        self.stop, self.has_failed = threading.Event(), False
        self.watch, self.parent = watch, parent
        rules = CachedSettings()
        self.couriers = [Courier(rules, self.stop, watch) for _ in range(connections)]
        self.row = Worker(name=f"{socket.gethostname()}:{os.getpid()}"[:100])

    @property
    def tally(self) -> Counter:
        return sum((courier.tally for courier in self.couriers), Counter())

    @property
    def trouble(self) -> str:
        """What stands in the way of mail, if anything does."""
        return next((courier.trouble for courier in self.couriers if courier.trouble), "")

    def run(self) -> None:
        """Deliver until there is nothing to do, or, watching, until SIGTERM or SIGINT."""
        with stopping_on_signals(self.stop), a_turn(self.stop, self._is_needed) as is_ours:
            if not is_ours:
                return
            # Before any courier of ours has begun: on SQLite nobody else can be at work.
            self._sweep(everything=connection.vendor == "sqlite")
            if self.watch or len(self.couriers) > 1:
                self._run_beside()
            else:
                self.couriers[0].run()  # in this thread: nothing else is to be done

    def _is_needed(self) -> bool:
        return self.watch or OutgoingMessage.objects.due_under(MailSettings.current()).exists()

    def _run_beside(self) -> None:
        """Let each courier work in a thread of its own, and look after them."""
        threads = [threading.Thread(target=self._run_one, args=[one]) for one in self.couriers]
        for thread in threads:
            thread.start()
        try:
            self._look_after(threads)
        finally:
            self.stop.set()
            for thread in threads:
                thread.join()
            self._sign_off()

    def _run_one(self, courier: Courier) -> None:
        try:
            courier.run()
        except Exception:
            logger.exception("A courier stopped by a fault of ours.")
            self.has_failed = True
            self.stop.set()  # whoever started this process is to start it afresh
        finally:
            connections.close_all()

    def _look_after(self, threads: list[threading.Thread]) -> None:
        beat_at = 0.0
        sweep_at = time.monotonic() + SWEEP
        while any(thread.is_alive() for thread in threads):
            try:
                if time.monotonic() >= beat_at:
                    beat_at = time.monotonic() + BEAT
                    self._beat()
                if time.monotonic() >= sweep_at:
                    sweep_at = time.monotonic() + min(SWEEP, settings.OUTBOX_LEASE / 4)
                    self._sweep()
            except DATABASE_AWAY:
                connection.close()  # couriers say so themselves
            if self.parent and os.getppid() != self.parent:
                self.stop.set()
            if self.stop.wait(0.2):
                break

    def _beat(self) -> None:
        troubled = next((courier for courier in self.couriers if courier.trouble), None)
        self.row.seen_at = timezone.now()
        self.row.trouble = troubled.trouble[:500] if troubled else ""
        self.row.trouble_since = troubled.trouble_since if troubled else None
        self.row.save()

    def _sweep(self, everything: bool = False) -> None:
        """Settle what others left behind, and mend what a wrong clock or a fault has done."""
        settled = recover(self._leases, everything)
        if settled:
            logger.warning("Left behind by a worker that is gone: %s.", settled)
        mend_times()
        tell_again()

    def _leases(self) -> set[str]:
        leases = [courier.lease for courier in self.couriers]
        return {lease.token for lease in leases if lease}

    def _sign_off(self) -> None:
        try:
            Worker.objects.filter(pk=self.row.pk).delete()
            Worker.objects.gone().delete()
        except DATABASE_AWAY:
            connection.close()


@contextmanager
def stopping_on_signals(stop: threading.Event):
    """Let the first SIGTERM or SIGINT stop the work cleanly; a second does what it always does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {}

    def finish(number, frame):
        stop.set()
        signal.signal(number, before[number])

    for number in (signal.SIGTERM, signal.SIGINT):
        before[number] = signal.signal(number, finish)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def a_turn(stop: threading.Event, is_needed):
    """Yield True when it is our turn to deliver, or False if it is not needed any more.

    On PostgreSQL it always is. SQLite has one writer, so that workers take turns; the lock is one
    of the file system's, which goes with the process that holds it, however that ends.
    """
    path = turn_file()
    if path is None:
        yield True
        return
    with path.open("a") as file:
        said = False
        while not taken(file):
            if not said:
                logger.info("Another worker is delivering; this one waits for its turn.")
                said = True
            if stop.wait(0.5) or not is_needed():
                yield False
                return
        yield True


def turn_file() -> Path | None:
    """Return the file whose lock says whose turn it is, or None where there are no turns."""
    if connection.vendor != "sqlite" or connection.is_in_memory_db():
        return None
    return Path(f"{connection.settings_dict['NAME']}-deliver")


def taken(file) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
