"""A sender takes messages from the queue to the mail server, over one connection, one by one."""

import datetime as dt
import logging
import random
import threading
import time
from collections import Counter
from contextlib import suppress

from django.conf import settings
from django.db import connection as database
from django.utils import timezone

from campaign.outbox.file_transport import FileTransport
from campaign.outbox.lease import DATABASE_ERRORS, AttemptResult, Lease
from campaign.outbox.models import MailSettings, MessageState, OutgoingMessage, Throttle
from campaign.outbox.rejections import RejectionTracker
from campaign.outbox.smtp import (
    ClientRejectedError,
    Connection,
    ConnectionLostError,
    OutcomeUnknownError,
    RejectedError,
    SenderRejectedError,
    UnreachableError,
)

logger = logging.getLogger(__name__)

type Transport = Connection | FileTransport

IDLE_WAIT = 0.5
"""Seconds between checks of an empty queue."""
CLAIM = 10
"""Messages claimed at once by a sender."""
KEPT_OPEN = 20
"""Seconds to keep an idle connection; servers hang up after a minute or so."""
LONGEST_PAUSE = 60
"""Maximum seconds between attempts to reach an unreachable server."""


LOST_AT_THE_END = (
    "The connection broke after the content, while the server’s answer to its end was awaited:"
)


class CachedSettings:
    """The mail settings shared by one process's senders, at most a second old."""

    TRUSTED_FOR = 1.0

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until = 0.0

    def current(self) -> MailSettings:
        with self._lock:
            if time.monotonic() >= self._until:
                self._settings = MailSettings.current()
                self._until = time.monotonic() + self.TRUSTED_FOR
            return self._settings


class Sender:
    """Sends until told to stop or, unless it watches, until nothing is due."""

    def __init__(self, mail_settings: CachedSettings, stop: threading.Event, watch: bool):
        self.mail_settings, self.stop, self.watch = mail_settings, stop, watch
        self.lease: Lease | None = None
        self.connection: Transport | None = None
        self.server_error = ""
        self.server_error_since: dt.datetime | None = None
        self.tally: Counter[str] = Counter()
        """Outcomes stored, by state."""
        self._failures, self._used_at = 0, 0.0
        self._rejections = RejectionTracker()

    def run(self) -> None:
        """Send messages; an error with one does not stop the next."""
        try:
            while not self.stop.is_set() and self._send_due():
                pass
        finally:
            self._disconnect()
            with suppress(*DATABASE_ERRORS):
                self._release()

    def _send_due(self) -> bool:
        """Send messages due now, or wait for some; return whether to continue."""
        try:
            self._release()
            claimed, postponed = self._claim()
            if claimed:
                try:
                    self._send_all(claimed)
                except UnreachableError:
                    self._release()  # before the wait: claimed messages do not count as waiting
                    raise
            elif not postponed:
                return self._idle()
        except UnreachableError as error:
            return self._wait_for_server(str(error))
        except DATABASE_ERRORS:
            logger.exception("The database cannot be used; trying again.")
            self._disconnect()  # or the next message would continue a half-finished dialogue
            database.close()
            self.stop.wait(1 + random.random())
        return True

    # The queue

    def _release(self) -> None:
        """Release the unsent messages of a claim, if any; until then its lease counts as live."""
        if self.lease:
            self.lease.release()
            self.lease = None

    def _claim(self) -> tuple[list[OutgoingMessage], bool]:
        """Return the messages to send now, and whether others were postponed."""
        mail_settings = self.mail_settings.current()
        if mail_settings.paused or not OutgoingMessage.objects.sendable(mail_settings).exists():
            return [], False
        per_hour = 60 * mail_settings.per_minute
        if per_hour and not Throttle.objects.overall_has_slot(per_hour, timezone.now()):
            return [], False
        connection = self._connect()  # first: without a server nothing is even claimed
        self.lease = Lease()
        waiting = self._rejections.waiting
        claimed, postponed = self.lease.claim(CLAIM, mail_settings, waiting)
        if waiting and not (claimed or postponed):
            claimed, postponed = self.lease.claim(CLAIM, mail_settings)
        if not claimed:
            connection.is_reused = True  # it was not opened for the next message
        return claimed, postponed

    def _idle(self) -> bool:
        if self.connection and time.monotonic() - self._used_at > KEPT_OPEN:
            self._disconnect()
        if self.watch:
            self.stop.wait(IDLE_WAIT)
        return self.watch

    def _wait_for_server(self, error: str) -> bool:
        """Report the error and wait, longer each time; return whether to continue."""
        if error != self.server_error:
            logger.warning("No email can leave: %s", error)
        self.server_error = error
        self.server_error_since = self.server_error_since or timezone.now()
        if self.watch:
            pause = min(2**self._failures, LONGEST_PAUSE)
            self._failures = min(self._failures + 1, 10)
            self.stop.wait(pause * random.uniform(0.5, 1))
        return self.watch

    # One claim, one message

    def _send_all(self, claimed: list[OutgoingMessage]) -> None:
        assert self.lease
        renewed = time.monotonic()
        for message in claimed:
            if self.stop.is_set() or not self._may_send(message):
                break
            if time.monotonic() - renewed > settings.OUTBOX_LEASE / 4:
                self.lease.renew()
                renewed = time.monotonic()
            self._send(self.lease, message)

    def _may_send(self, message: OutgoingMessage) -> bool:
        mail_settings = self.mail_settings.current()
        return not mail_settings.paused and (
            mail_settings.may_mail_councils or not message.to_council
        )

    def _send(self, lease: Lease, message: OutgoingMessage) -> None:
        """Try to send one message, and store its outcome."""
        connection, outcome = self._send_envelope(message)
        if outcome is None:
            message.refresh_date()
            if not lease.mark_data_started(message):
                connection.reset()  # cancelled in the meantime, or taken over by another sender
                return
            outcome = self._send_content(connection, message)
        self._store(lease, message, outcome, is_test=connection.is_test)

    def _store(
        self, lease: Lease, message: OutgoingMessage, outcome: AttemptResult, *, is_test: bool
    ) -> None:
        """Store an outcome, retrying for as long as the database is away: it must not be lost."""
        attempts = 0
        while True:
            try:
                # Give up on a failing callback after some tries, so that the outcome is stored.
                lease.record_outcome(message, outcome, is_test=is_test, callback=attempts < 5)
                self._count(message)
                return
            except DATABASE_ERRORS:
                attempts += 1
                database.close()
                if self.stop.is_set() and attempts > 10:
                    raise
                logger.warning("The outcome of %s cannot be stored; trying again.", message)
                time.sleep(1)

    def _count(self, message: OutgoingMessage) -> None:
        self.tally[message.state] += 1
        if message.state != MessageState.ACCEPTED:
            # Without the server's reply, which can name people: logs outlive deleted data.
            logger.warning("%s: %s", message, message.get_state_display().lower())

    # The dialogue with the server

    def _send_envelope(self, message: OutgoingMessage) -> tuple[Transport, AttemptResult | None]:
        """Send the envelope; return the connection, and an outcome if the attempt ends there."""
        connection = self._connect()
        try:
            connection = self._try_envelope(connection, message)
        except (SenderRejectedError, ClientRejectedError) as rejection:
            if self._rejections.is_about_us(message, rejection):
                self._disconnect()
                raise UnreachableError(f"The mail server said: {rejection.text}") from rejection
            return connection, self._rejected(rejection)
        except RejectedError as rejection:
            return connection, self._rejected(rejection)
        except ConnectionLostError as error:
            return connection, AttemptResult(MessageState.DEFERRED, str(error))
        except (UnreachableError, *DATABASE_ERRORS):
            raise
        except Exception:
            return connection, self._internal_error(message, MessageState.DEFERRED)
        return connection, None

    def _try_envelope(self, connection: Transport, message: OutgoingMessage) -> Transport:
        """Send the envelope, again on a new connection if the server dropped a reused one."""
        was_reused, connection.is_reused = connection.is_reused, True
        try:
            try:
                connection.send_envelope(message)
            except (ConnectionLostError, RejectedError):
                if connection.is_open or not was_reused:
                    raise
                connection = self._connect()
                connection.is_reused = True
                connection.send_envelope(message)
        except (SenderRejectedError, ClientRejectedError):
            raise  # it is not known yet whether this is about the message
        except (ConnectionLostError, RejectedError):
            self._clear_server_error()
            raise
        self._clear_server_error()
        self._rejections.note_accepted()
        return connection

    def _send_content(self, connection: Transport, message: OutgoingMessage) -> AttemptResult:
        """Send the content: from here on only a reply tells whether the server took it."""
        try:
            return AttemptResult(
                MessageState.ACCEPTED, connection.send_content(bytes(message.content))
            )
        except RejectedError as rejection:
            return self._rejected(rejection)
        except ConnectionLostError as error:
            return AttemptResult(MessageState.DEFERRED, str(error))
        except OutcomeUnknownError as error:
            return AttemptResult(MessageState.UNSURE, f"{LOST_AT_THE_END} {error}")
        except Exception:
            return self._internal_error(message, MessageState.UNSURE)

    def _rejected(self, rejection: RejectedError) -> AttemptResult:
        """Return the outcome of a rejection, and make the connection ready for the next message."""
        if self.connection and self.connection.is_open:
            self.connection.reset()
        return AttemptResult(
            MessageState.DEFERRED if rejection.is_temporary else MessageState.FAILED, rejection.text
        )

    def _internal_error(self, message: OutgoingMessage, state: MessageState) -> AttemptResult:
        logger.exception("An error of this site’s own with %s.", message)
        self._disconnect()
        return AttemptResult(state, "An error of this site’s own; see the log.")

    def _connect(self) -> Transport:
        """Return the connection, made if there is none. Raises UnreachableError."""
        if self.connection is None or not self.connection.is_open:
            if settings.SMTP:
                self.connection = Connection(settings.SMTP, settings.BOUNCE_DOMAIN)
            else:
                self.connection = FileTransport()
        self._used_at = time.monotonic()
        return self.connection

    def _clear_server_error(self) -> None:
        """Clear the error once a message gets through: servers that connect may reject at MAIL."""
        self.server_error, self.server_error_since, self._failures = "", None, 0

    def _disconnect(self) -> None:
        if self.connection:
            self.connection.quit()
            self.connection = None
