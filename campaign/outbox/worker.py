"""One process of ``deliver``: its senders, its heartbeat and its repairs."""

import fcntl
import logging
import os
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO, Any

from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from campaign.operations import heartbeat
from campaign.outbox.lease import DATABASE_ERRORS
from campaign.outbox.models import MailSettings, OutgoingMessage, Worker
from campaign.outbox.recovery import recover_abandoned, run_missed_callbacks
from campaign.outbox.sender import CachedSettings, Sender

logger = logging.getLogger(__name__)

HEARTBEAT = 5
"""Seconds between heartbeats."""
PING = 60
"""Seconds between requests for HEARTBEAT_URL, if it is set."""
REPAIR = 10
"""Maximum seconds between repairs; less if leases are shorter."""


class Delivery:
    """The work of one process, from start to clean stop."""

    def __init__(
        self, connections: int = 1, watch: bool = False, parent: int | None = None
    ) -> None:
        self.stop, self.has_failed = threading.Event(), False
        self.watch, self.parent = watch, parent
        mail_settings = CachedSettings()
        self.senders = [Sender(mail_settings, self.stop, watch) for _ in range(connections)]
        self.row = Worker(name=f"{socket.gethostname()}:{os.getpid()}"[:100])

    @property
    def tally(self) -> Counter[str]:
        return sum((sender.tally for sender in self.senders), Counter())

    @property
    def failing_sender(self) -> Sender | None:
        return next((sender for sender in self.senders if sender.server_error), None)

    @property
    def server_error(self) -> str:
        """The error that stops email from leaving, if any."""
        return self.failing_sender.server_error if self.failing_sender else ""

    def run(self) -> None:
        """Send until there is nothing to do, or, watching, until SIGTERM or SIGINT."""
        with stop_on_signals(self.stop), exclusive_turn(self.stop, self._is_needed) as is_ours:
            if not is_ours:
                return
            # Before our senders start: on SQLite no other process can be running.
            self._repair(is_alone=connection.vendor == "sqlite")
            if self.watch or len(self.senders) > 1:
                self._run_threads()
            else:
                self.senders[0].run()  # in this thread, which has nothing else to do

    def _is_needed(self) -> bool:
        return self.watch or OutgoingMessage.objects.sendable(MailSettings.current()).exists()

    def _run_threads(self) -> None:
        """Run each sender in a thread of its own, and watch over them."""
        threads = [
            threading.Thread(target=self._run_sender, args=[sender]) for sender in self.senders
        ]
        for thread in threads:
            thread.start()
        try:
            self._supervise(threads)
        finally:
            self.stop.set()
            for thread in threads:
                thread.join()
            self._delete_row()

    def _run_sender(self, sender: Sender) -> None:
        try:
            sender.run()
        except Exception:
            logger.exception("A sender stopped: an error of this site’s own.")
            self.has_failed = True
            self.stop.set()  # the supervisor restarts this process
        finally:
            connections.close_all()

    def _supervise(self, threads: list[threading.Thread]) -> None:
        heartbeat_at = ping_at = 0.0
        repair_at = time.monotonic() + REPAIR
        while any(thread.is_alive() for thread in threads):
            try:
                if time.monotonic() >= heartbeat_at:
                    heartbeat_at = time.monotonic() + HEARTBEAT
                    self._save_heartbeat()
                if time.monotonic() >= ping_at:
                    ping_at = time.monotonic() + PING
                    threading.Thread(target=heartbeat.ping, daemon=True).start()
                if time.monotonic() >= repair_at:
                    repair_at = time.monotonic() + min(REPAIR, settings.OUTBOX_LEASE / 4)
                    self._repair()
            except DATABASE_ERRORS:
                connection.close()  # the senders log it themselves
            if self.parent and os.getppid() != self.parent:
                self.stop.set()
            if self.stop.wait(0.2):
                break

    def _save_heartbeat(self) -> None:
        failing = self.failing_sender
        self.row.seen_at = timezone.now()
        self.row.server_error = failing.server_error[:500] if failing else ""
        self.row.server_error_since = failing.server_error_since if failing else None
        self.row.save()

    def _repair(self, *, is_alone: bool = False) -> None:
        """Settle abandoned messages, and repair what failed callbacks left."""
        recovered = recover_abandoned(self._leases, is_alone=is_alone)
        if recovered:
            logger.warning("Recovered from a worker that is gone: %s.", recovered)
        run_missed_callbacks()

    def _leases(self) -> set[str]:
        leases = [sender.lease for sender in self.senders]
        return {lease.token for lease in leases if lease}

    def _delete_row(self) -> None:
        try:
            Worker.objects.filter(pk=self.row.pk).delete()
            Worker.objects.dead().delete()
        except DATABASE_ERRORS:
            connection.close()


@contextmanager
def stop_on_signals(stop: threading.Event) -> Iterator[None]:
    """Let the first SIGTERM or SIGINT stop the work cleanly; a second has its usual effect."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    previous: dict[int, Any] = {}

    def finish(number: int, frame: FrameType | None) -> None:
        stop.set()
        signal.signal(number, previous[number])

    for number in (signal.SIGTERM, signal.SIGINT):
        previous[number] = signal.signal(number, finish)
    try:
        yield
    finally:
        for caught, handler in previous.items():
            signal.signal(caught, handler)


@contextmanager
def exclusive_turn(stop: threading.Event, is_needed: Callable[[], bool]) -> Iterator[bool]:
    """Yield True when it is our turn to deliver, or False if that is no longer needed.

    On PostgreSQL it is always our turn. SQLite has one writer, so workers take turns; they use a
    file lock, which the system releases when its process ends, however it ends.
    """
    path = lock_file()
    if path is None:
        yield True
        return
    with path.open("a") as file:
        is_logged = False
        while not lock(file):
            if not is_logged:
                logger.info("Another worker is delivering; this one waits for its turn.")
                is_logged = True
            if stop.wait(0.5) or not is_needed():
                yield False
                return
        yield True


def lock_file() -> Path | None:
    """Return the file to lock while taking a turn, or None where there are no turns."""
    if connection.vendor != "sqlite" or connection.is_in_memory_db():  # type: ignore[attr-defined]
        return None
    return Path(f"{connection.settings_dict['NAME']}-deliver")


def lock(file: IO[str]) -> bool:
    """Lock a file for this process; return False if another has it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
