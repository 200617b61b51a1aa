"""A courier takes mails from the queue to the mail server, over one connection, one at a time."""

import logging
import random
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db import connection as database
from django.utils import timezone

from campaign.outbox.file_transport import Files
from campaign.outbox.lease import Lease, Outcome
from campaign.outbox.models import MailSettings, OutgoingMessage, State, Throttle
from campaign.outbox.smtp import (
    Connection,
    ConnectionLost,
    OutcomeUnknown,
    RefusedForUs,
    Rejected,
    SenderRefused,
    Unreachable,
)

logger = logging.getLogger(__name__)

IDLE = 0.5
"""Seconds between two looks at an empty queue."""
MOST_AT_ONCE = 50
"""Mails claimed at once by a courier whose server is quick."""
A_TURN = 0.4
"""Seconds the mails of one claim should take: the rest is for other couriers."""
KEPT_OPEN = 20
"""Seconds a connection is kept without work; servers hang up after a minute or so."""
QUICK = 0.005
"""Seconds within which a server takes sender and recipient if it is near."""
SEVERAL = 3
"""Recipients in a row refused in words that seem to speak of us, until that is believed."""
LONGEST_PAUSE = 60
"""Seconds between two tries to reach a server that cannot be reached."""
DATABASE_AWAY = (OperationalError, InterfaceError)


class CachedSettings:
    """The switches as the couriers of one process believe them, for a second at most."""

    TRUSTED_FOR = 1.0

    def __init__(self):
        self._lock = threading.Lock()
        self._until = 0.0

    def now(self) -> MailSettings:
        with self._lock:
            if time.monotonic() >= self._until:
                self._sending = MailSettings.current()
                self._until = time.monotonic() + self.TRUSTED_FOR
            return self._sending


@dataclass(slots=True)
class Pending:
    """What came of an attempt, known and not yet stored."""

    lease: Lease
    message: OutgoingMessage
    outcome: Outcome
    test: bool

    def settle(self, **how) -> None:
        self.lease.settle(self.message, self.outcome, self.test, **how)


class RejectionTracker:
    """Mails that a server refused for what seems to be about us, and would be said of any mail.

    They wait, at no cost, while others are tried first. If one of those has been taken since, it
    was about the mail after all: no mail can stop all others for long.
    """

    MOST = 20

    def __init__(self):
        self._taken = self._in_a_row = 0
        self._since: dict[int, int] = {}

    @property
    def mails(self) -> list[int]:
        """Those that wait until it is known whether another is taken."""
        return [number for number, taken in self._since.items() if taken == self._taken]

    def an_address_was_taken(self) -> None:
        self._taken, self._in_a_row = self._taken + 1, 0

    def is_about_us(self, message: OutgoingMessage, refused: Rejected) -> bool:
        """Whether to believe of a no that it is not about the mail."""
        self._in_a_row += isinstance(refused, RefusedForUs)
        plainly = isinstance(refused, SenderRefused) or self._in_a_row >= SEVERAL
        others_went = self._since.pop(message.pk, self._taken) < self._taken
        if plainly and not others_went:
            if len(self._since) >= self.MOST:
                self._since.clear()
            self._since[message.pk] = self._taken
        return plainly and not others_went


class Courier:
    """Delivers until it is told to stop, or, unless it watches, until nothing is due."""

    def __init__(self, rules: CachedSettings, stop: threading.Event, watch: bool):
        self.rules, self.stop, self.watch = rules, stop, watch
        self.lease: Lease | None = None
        self.connection = None
        self._pending: Pending | None = None
        self.trouble, self.trouble_since = "", None
        self.tally = Counter()
        self._at_once, self._failures, self._used_at = 4, 0, 0.0
        self._doubts = RejectionTracker()

    def run(self) -> None:
        """Work; whatever goes wrong with one mail, the next has its turn."""
        try:
            while not self.stop.is_set() and self._work():
                pass
        finally:
            self._hang_up()
            with suppress(*DATABASE_AWAY):
                self._give_back()

    def _work(self) -> bool:
        """Deliver what is due now, or wait for some; return whether to go on."""
        try:
            self._give_back()
            claimed, put_off = self._claim()
            if claimed:
                try:
                    self._deliver_all(claimed)
                except Unreachable:
                    self._give_back()  # before the wait: held through it, no mail seems to wait
                    raise
            elif not put_off:
                return self._rest()
        except Unreachable as error:
            return self._wait_for_server(str(error))
        except DATABASE_AWAY:
            logger.exception("The database cannot be used; trying again.")
            self._hang_up()  # or the server would go on with half a dialogue
            database.close()
            self.stop.wait(1 + random.random())
        return True

    def _give_back(self) -> None:
        """Release what is left of a claim, if anything; until then its lease counts as alive."""
        if self.lease:
            self.lease.release()
            self.lease = None

    def _claim(self) -> tuple[list[OutgoingMessage], bool]:
        rules = self.rules.now()
        if rules.paused or not OutgoingMessage.objects.due_under(rules).exists():
            return [], False
        if rules.per_minute and not Throttle.objects.has_room(
            60 * rules.per_minute, timezone.now()
        ):
            return [], False
        if self.connection is None or not self.connection.is_open:
            self._call()  # first: mail for a server that cannot be reached is not even claimed
        self.lease = Lease()
        claimed, put_off = self.lease.take(self._at_once, rules, but=self._doubts.mails)
        if self._doubts.mails and not (claimed or put_off):
            claimed, put_off = self.lease.take(self._at_once, rules)
        if not claimed:
            self.connection.is_kept = True  # it was not opened for the mail that comes next
        return claimed, put_off

    def _rest(self) -> bool:
        if self.connection and time.monotonic() - self._used_at > KEPT_OPEN:
            self._hang_up()
        if self.watch:
            self.stop.wait(IDLE)
        return self.watch

    def _wait_for_server(self, trouble: str) -> bool:
        """Say what is the matter, and wait longer each time; return whether to go on."""
        if trouble != self.trouble:
            logger.warning("No mail can leave: %s", trouble)
        self.trouble, self.trouble_since = trouble, self.trouble_since or timezone.now()
        if self.watch:
            pause = min(2**self._failures, LONGEST_PAUSE)
            self._failures = min(self._failures + 1, 10)
            self.stop.wait(pause * random.uniform(0.5, 1))
        return self.watch

    def _deliver_all(self, claimed: list[OutgoingMessage]) -> None:
        began = renewed = time.monotonic()
        try:
            for message in claimed:
                if self.stop.is_set() or not self._may_go(message):
                    break
                if time.monotonic() - renewed > settings.OUTBOX_LEASE / 4:
                    self.lease.renew()
                    renewed = time.monotonic()
                self._deliver(message)
        finally:
            self._store_pending()
        taken = time.monotonic() - began
        if taken < A_TURN / 2:
            self._at_once = min(2 * self._at_once, MOST_AT_ONCE)
        elif taken > A_TURN:
            self._at_once = max(self._at_once // 2, 1)

    def _may_go(self, message: OutgoingMessage) -> bool:
        rules = self.rules.now()
        return not rules.paused and (rules.may_mail_councils or not message.to_council)

    def _deliver(self, message: OutgoingMessage) -> None:
        """Try to deliver one mail, and store what came of it.

        Each commit waits for the disk. Where the server answers at once, an outcome is stored in
        the same commit as the next mail's mark; otherwise nothing is gained, and it does not wait.
        """
        began = time.monotonic()
        outcome = self._offer(message)
        is_quick = time.monotonic() - began < QUICK
        if outcome is None:
            message.date_anew()
            if not self._mark(message):
                self.connection.reset()  # cancelled meanwhile, or taken over by another
                return
            outcome = self._hand_over(message)
        self._store_pending()
        self._pending = Pending(self.lease, message, outcome, self.connection.is_test)
        if not is_quick:
            self._store_pending()

    def _mark(self, message: OutgoingMessage) -> bool:
        """Commit the hand-over mark, and with it the outcome that waits to be stored."""
        pending = self._pending
        if pending is None:
            return self.lease.mark(message)
        try:
            with transaction.atomic():
                pending.settle(whole=True)
                marked = self.lease.mark(message)
        except DATABASE_AWAY:
            raise
        except Exception:  # of whoever is told; what is known is stored all the same
            self._store_pending()
            return self.lease.mark(message)
        self._pending = None
        self._note(pending)
        return marked

    def _store_pending(self) -> None:
        """Store an outcome, and do not give up while the database is away: it is the truth."""
        pending, self._pending = self._pending, None
        tries = 0
        while pending:
            try:
                # One who cannot be told stands in the way of the truth only so often.
                pending.settle(tell=tries < 5)
                self._note(pending)
                pending = None
            except DATABASE_AWAY:
                tries += 1
                database.close()
                if self.stop.is_set() and tries > 10:
                    raise
                logger.warning("The outcome of %s cannot be stored; trying again.", pending.message)
                time.sleep(1)

    def _note(self, pending: "Pending") -> None:
        message = pending.message
        self.tally[message.state] += 1
        if message.state != State.ACCEPTED:
            # Not with the server's words, which can name people: logs outlive what is forgotten.
            logger.warning("%s: %s", message, message.get_state_display().lower())

    def _offer(self, message: OutgoingMessage) -> Outcome | None:
        """Say from whom and to whom; return what came of it, or None if the text may follow."""
        try:
            self._address(message)
        except (SenderRefused, RefusedForUs) as refused:
            if self._doubts.is_about_us(message, refused):
                self._hang_up()
                raise Unreachable(f"The mail server said: {refused.words}") from refused
            return self._no(refused)
        except Rejected as refused:
            return self._no(refused)
        except ConnectionLost as lost:
            return Outcome(State.DEFERRED, str(lost))
        except (Unreachable, *DATABASE_AWAY):
            raise
        except Exception:
            return self._fault(message, State.DEFERRED)
        return None

    def _address(self, message: OutgoingMessage) -> None:
        """Say it, once more on a new connection where a kept one turns out to be gone."""
        connection = self._call()
        was_kept, connection.is_kept = connection.is_kept, True
        try:
            try:
                connection.address(message)
            except (ConnectionLost, Rejected):
                if connection.is_open or not was_kept:
                    raise
                connection = self._call()
                connection.is_kept = True
                connection.address(message)
        except (SenderRefused, RefusedForUs):
            raise  # whether this is about the mail is yet to be seen
        except (ConnectionLost, Rejected):
            self._forget_trouble()
            raise
        self._forget_trouble()
        self._doubts.an_address_was_taken()

    def _hand_over(self, message: OutgoingMessage) -> Outcome:
        """Give the text away: from here on only an answer says what became of it."""
        try:
            return Outcome(State.ACCEPTED, self.connection.hand_over(bytes(message.content)))
        except Rejected as refused:
            return self._no(refused)
        except ConnectionLost as lost:
            return Outcome(State.DEFERRED, str(lost))
        except OutcomeUnknown as unknown:
            return Outcome(State.UNSURE, f"The connection broke after the text: {unknown}")
        except Exception:
            return self._fault(message, State.UNSURE)

    def _no(self, refused: Rejected) -> Outcome:
        """Return what a server's no means, later or never, and clear its table for the next."""
        if self.connection.is_open:
            self.connection.reset()
        return Outcome(State.DEFERRED if refused.is_temporary else State.FAILED, refused.words)

    def _fault(self, message: OutgoingMessage, state: State) -> Outcome:
        logger.exception("A fault of ours with %s.", message)
        self._hang_up()
        return Outcome(state, "A fault of ours; the log says more.")

    def _call(self):
        """Return the connection, made if there is none. Raises Unreachable."""
        if self.connection is None or not self.connection.is_open:
            name = settings.BOUNCE_DOMAIN
            self.connection = Connection(settings.SMTP, name) if settings.SMTP else Files()
        self._used_at = time.monotonic()
        return self.connection

    def _forget_trouble(self) -> None:
        """A mail had its turn. A connection alone shows little: servers refuse at MAIL as well."""
        self.trouble, self.trouble_since, self._failures = "", None, 0

    def _hang_up(self) -> None:
        if self.connection:
            self.connection.quit()
            self.connection = None
