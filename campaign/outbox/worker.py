"""One worker sends the emails, one after the other: claim, MAIL, RCPT, mark, DATA, outcome.

It may be killed, stopped or cut off at any instant. What was handed over and not settled becomes
*unsure*; everything else goes again. ``to_send.py`` and ``attempt.py`` have the UPDATEs that make
this true.

The mark gives each email a number, which is in the ledger before the text leaves: whatever older
state of the database is put back, it has not got that far, or has the mark.
"""

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection

from campaign.ledger import ledger
from campaign.outbox.models import (
    MailMayRun,
    MailSettings,
    MessageState,
    Outcome,
    OutgoingMessage,
    Urgency,
)
from campaign.outbox.only_worker import MayNotRunError, OtherWorker, only_worker
from campaign.outbox.server import Folder, NotSentError, Server, UnreachableError
from campaign.purposes import NEVER_HELD

logger = logging.getLogger(__name__)

IDLE = 0.5
"""Seconds between looks at an empty queue or a lock."""
HOUSEKEEPING = 60
"""Seconds between sweeps."""
LONGEST_WAIT = 60
"""Seconds between two tries to connect to the mail server, at most."""
TRUSTED_FOR = 1.0
"""Seconds for which what staff have set is not read again."""
MARK_FAILED = Outcome(MessageState.DEFERRED, "The database went away.")
NUMBER_NOT_NOTED = Outcome(
    MessageState.DEFERRED, "Not handed over: its number could not be written to the ledger."
)
OLDER_STATE = (
    "The ledger knows of emails that have left and that this database has yet to send: it was put"
    " back to an older state. Run manage.py after_restore."
)


EACH_MINUTE: list[Callable[[], None]] = []
"""What rooms above this one do in the worker's own minute (campaign/apps.py)."""


class InHand(NamedTuple):
    """An attempt's outcome that is not stored yet."""

    message: OutgoingMessage
    outcome: Outcome
    tells: bool = True
    """Whether its subject is told as it is stored, and not later."""


class Worker:
    """Sends until told to stop or, unless it watches, until nothing is due.

    It stops too once ``parent`` is no longer the number of the process that began it.
    """

    def __init__(self, watch: bool = False, parent: int | None = None) -> None:
        self.stop = threading.Event()
        self.watch = watch
        self.parent = parent
        self.server: Server | Folder | None = None
        self.mail = MailSettings()
        """What staff have set, at most a second ago."""
        self.in_hand: InHand | None = None
        self.server_error = ""
        """Why no email can leave now, if so."""
        self.last_number = 0
        """The number of the last email handed over, by any worker."""
        self.ledger_is_signed = False
        """Whether this worker has made sure that the ledger says whose it is."""
        self.least_urgent = Urgency.BULK
        """While the ledger cannot be written, only what somebody waits for leaves."""
        self.other = OtherWorker()
        self._failures = 0
        self._waits = False
        """Whether another worker has the lock."""

    def run(self) -> None:
        """Hold the lock and work. Any error gives both up, and everything begins anew."""
        try:
            while self.in_hand or not self.stop.is_set():
                self.take_a_turn()
                if self.in_hand or not self.stop.is_set():
                    time.sleep(IDLE)
        finally:
            self.disconnect()

    def take_a_turn(self) -> None:
        """Work as long as the lock is ours and nothing fails; wait if another has it."""
        try:
            self.store_in_hand()  # needs no lock, and comes before our own sweep
            with only_worker() as check_lock:
                if check_lock:
                    self.work(check_lock)
                elif not self.watch:
                    self.stop.set()  # the other sends what is due
                elif not self._waits:
                    logger.info("Another worker is at work; this one waits.")
                self._waits = not check_lock
            if self._waits:
                self.other.end_if_frozen()
        except MayNotRunError:
            raise
        except Exception:
            logger.exception("Beginning anew.")
            self.begin_anew()

    def work(self, check_lock: Callable[[], object]) -> None:
        """Send one message after the other, and keep house each minute."""
        keep_house_at = read_settings_at = 0.0
        while not self.stop.is_set():
            check_lock()
            if time.monotonic() >= keep_house_at:
                self.keep_house()
                keep_house_at = time.monotonic() + HOUSEKEEPING / settings.MAIL_TEMPO
            if time.monotonic() >= read_settings_at:
                self.mail = MailSettings.current()
                read_settings_at = time.monotonic() + TRUSTED_FOR
            message = None
            if self.can_send():
                message = OutgoingMessage.objects.claim(self.mail, self.least_urgent)
            if message:
                self.attempt(message)
                why = self.why_we_are_refused()
                self.store_in_hand()
                if why:
                    self.wait_for_server(f"The mail server said: {why}")
            elif not self.stop.is_set():
                self.idle()

    def why_we_are_refused(self) -> str:
        """Return why the server would refuse every other message as well, in its words; or ""."""
        if self.in_hand is None or self.server is None or self.server.is_welcome:
            return ""
        return self.in_hand.outcome.said

    def attempt(self, message: OutgoingMessage) -> None:
        """Try to send a claimed message; nothing is in hand if it is no longer ours."""
        assert self.server
        if not message.on_leaving():
            return
        outcome = None
        try:
            self.server.envelope(message)
            if self.server_error:
                self._failures = 0
                self.server_error = ""
                MailMayRun.note()
            # Should the mark fail, it may be committed all the same, but nothing was handed over.
            self.in_hand = InHand(message, MARK_FAILED)
            number = message.mark()
            if number:
                self.note_number(message, number)
                self.in_hand = None  # from here on a fault of ours leaves the mark to the sweep
                outcome = self.server.content(bytes(message.content))
        except NotSentError as error:
            outcome = error.outcome
        if outcome:
            self.in_hand = InHand(message, outcome)
        else:
            self.in_hand = None
        if outcome is None or outcome.state != MessageState.ACCEPTED:
            self.server.reset()

    def note_number(self, message: OutgoingMessage, number: int) -> None:
        """Write the number of an email to the ledger, or do not hand it over. Raises NotSentError.

        What somebody waits for goes all the same, uncounted: it does no harm if it goes twice.
        """
        if number <= self.last_number:  # an older state was put back since we last kept house
            raise MayNotRunError(OLDER_STATE)
        self.last_number = number
        try:
            ledger.note_mails(number)
        except OSError as error:
            logger.error("The ledger cannot be written: letters and emails to many wait.")
            self.least_urgent = Urgency.PERSON
            if message.urgency > Urgency.PERSON:
                raise NotSentError(NUMBER_NOT_NOTED) from error

    def store_in_hand(self) -> None:
        """Store the outcome in hand. If that fails once, it is stored alone and told later."""
        if self.in_hand is None:
            return
        message, outcome, tells = self.in_hand
        # Should storing it fail, it is still in hand, and tried so the next time.
        self.in_hand = InHand(message, outcome, tells=False)
        is_stored = message.store(outcome, tell=tells, is_test=not settings.SMTP)
        if is_stored and message.state == MessageState.ACCEPTED:
            note_if_never_held(message)
        elif is_stored:
            # Without the server's reply, which can name people: logs outlive deleted data.
            logger.warning("%s: %s", message, message.get_state_display().lower())
        self.in_hand = None

    def can_send(self) -> bool:
        """Whether there is a server to give something to: asked before anything is claimed."""
        if self.server and self.server.is_fresh():
            return True
        due = OutgoingMessage.objects.sendable(self.mail, least=self.least_urgent)
        return due.exists() and self.connect()

    def connect(self) -> bool:
        """Connect anew; while the server is away that costs no message an attempt."""
        self.disconnect()
        try:
            smtp = settings.SMTP
            self.server = Server(smtp, settings.BOUNCE_DOMAIN) if smtp else Folder()
        except UnreachableError as error:
            self.wait_for_server(str(error))
        return self.server is not None

    def wait_for_server(self, why: str) -> None:
        """Wait, longer each time, while no email can be given to the server."""
        if why != self.server_error:
            logger.warning("No email can leave: %s", why)
        self.server_error = why
        self._failures = min(self._failures + 1, 10)
        MailMayRun.note(why)
        self.disconnect()
        if self.watch:
            self.stop.wait(min(2**self._failures, LONGEST_WAIT) / settings.MAIL_TEMPO)
        else:
            self.stop.set()

    def idle(self) -> None:
        if self.server and not self.server.is_fresh():
            self.disconnect()
        if not self.watch or (self.parent and os.getppid() != self.parent):
            self.stop.set()
        self.stop.wait(IDLE)

    def keep_house(self) -> None:
        """Sweep, tell what could not be told, and say to all who watch that we are at work."""
        if not MailMayRun.objects.exists():
            raise MayNotRunError(
                "Nobody has said yet that this database’s email may leave. If it was restored, run"
                " manage.py after_restore; if it is new, manage.py deliver --new-database."
            )
        self.look_at_ledger()
        if swept := OutgoingMessage.objects.sweep():
            logger.warning("Settled what a worker that is gone has left: %s.", swept)
        for message in OutgoingMessage.objects.to_tell()[:100]:
            try:
                message.tell_again()
            except DatabaseError:  # foreign keys are checked at COMMIT, where no savepoint helps
                logger.exception("The outcome of %s could not be told again.", message)
        MailMayRun.note(self.server_error)
        tell_systemd()
        for act in EACH_MINUTE:
            try:
                act()
            except Exception:  # no email waits for it
                logger.exception("What is done each minute besides failed.")

    def look_at_ledger(self) -> None:
        """See whether the database is an older state, and write what waits for the ledger.

        While it cannot be read or written, only what somebody waits for leaves.
        """
        self.least_urgent = Urgency.PERSON
        with suppress(OSError):
            self.last_number = ledger.mails_sent()
            if MailMayRun.objects.filter(sent__lt=self.last_number).exists():
                raise MayNotRunError(OLDER_STATE)
            ledger.write_waiting()
            if not ledger.why_not_writable():
                self.catch_up()
                self.least_urgent = Urgency.BULK

    def catch_up(self) -> None:
        """Write the last number, and whose it is, to a ledger that lacks it. Raises OSError.

        One that is new, or whose disk was full, lacks it. Without it an older state of the database
        could be put back unnoticed.
        """
        sent = MailMayRun.objects.values_list("sent", flat=True).get()
        lacks_a_number = sent > self.last_number
        if lacks_a_number or not self.ledger_is_signed:
            ledger.sign()
            self.ledger_is_signed = True
        if lacks_a_number:
            ledger.note_mails(sent)
            self.last_number = sent

    def begin_anew(self) -> None:
        self.disconnect()
        connection.close()

    def disconnect(self) -> None:
        if self.server:
            self.server.quit()
            self.server = None


def note_if_never_held(message: OutgoingMessage) -> None:
    """Note in the ledger that an alarm, helplines or an email about the site's health has left.

    After a restore those of which it says nothing go once more (``after_restore.py``).
    """
    if message.purpose in NEVER_HELD:
        ledger.note(ledger.Noted.SENT, message.message_id)


def tell_systemd() -> None:
    """Feed WatchdogSec, which ends a worker that hangs while its connections live."""
    if address := os.environ.get("NOTIFY_SOCKET"):
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
            systemd.connect(address.replace("@", "\0", 1))
            systemd.send(b"WATCHDOG=1")


def stop_on_signals(stop: threading.Event) -> None:
    """Let SIGTERM or SIGINT finish the message in hand, and then stop."""
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
