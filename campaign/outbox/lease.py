"""One courier's hold on a few mails, so that no two ever work on the same one.

A mail is claimed under a lease, in a short transaction. It is marked as handed over in another,
just before the server is asked to take its text, and its outcome is stored in a third; both only
under the lease it was claimed with. So whoever is killed, whenever, leaves behind one of two
things: a mail without the mark, which nobody sent, or one with it, of which nobody knows.
"""

import datetime as dt
import logging
import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Now
from django.utils import timezone

from campaign.outbox.models import MailSettings, OutgoingMessage, State, Throttle
from campaign.outbox.registry import council_purposes

logger = logging.getLogger(__name__)

FIRST_WAIT = settings.OUTBOX_FIRST_WAIT
"""Seconds until a mail is tried for the second time; then twice as long each time."""
LONGEST_WAIT = 4 * 3600
A_LITTLE = dt.timedelta(minutes=1)
"""By how much the clocks of web servers and workers may differ."""
MOST_ATTEMPTS = 30
"""Attempts for one mail: about four days, as mail servers do."""
LONGEST_WORDS = 2000
"""Characters kept of what a server said."""


def until() -> dt.timedelta:
    """Return when a lease of this moment ends, by the database's clock, which all share."""
    return Now() + dt.timedelta(seconds=settings.OUTBOX_LEASE)


def wait_after(attempts: int) -> dt.timedelta:
    """Return how long to wait after so many attempts, give or take a half."""
    wait = min(FIRST_WAIT * 2 ** min(attempts - 1, 30), LONGEST_WAIT)
    return dt.timedelta(seconds=wait * random.uniform(0.5, 1.5))


@dataclass(slots=True)
class Outcome:
    """What came of an attempt."""

    state: State
    words: str = ""

    def after(self, message: OutgoingMessage) -> "Outcome":
        """Return the outcome for this mail, by how often it was tried and whether twice harms."""
        if self.state == State.UNSURE and message.safe_to_resend:
            return Outcome(State.DEFERRED, self.words).after(message)
        if self.state == State.DEFERRED and message.attempts + 1 >= MOST_ATTEMPTS:
            return Outcome(State.FAILED, f"Tried {MOST_ATTEMPTS} times. {self.words}")
        return self


class Lease:
    """A courier's lease, under a token that nobody else has."""

    def __init__(self):
        self.token = secrets.token_hex(16)

    def take(self, limit: int, rules: MailSettings, but=()) -> tuple[list[OutgoingMessage], bool]:
        """Claim up to so many due mails; return them, and whether any other was put off.

        None of those whose numbers ``but`` holds. Mail that a person waits for goes ahead of
        letters to councils.
        """
        now = timezone.now()
        with transaction.atomic(durable=True):
            limit, overall = self._room(limit, rules, now)
            found = self._due(limit, now, but, to_council=False)
            if rules.may_mail_councils and len(found) < limit:
                found += self._due(limit - len(found), now, but, to_council=True)
            claimed = self._in_their_turn(self._safe(found, rules), rules, now)
            OutgoingMessage.objects.filter(pk__in=[message.pk for message in claimed]).update(
                state=State.SENDING, lease=self.token, lease_until=until()
            )
            if overall is not None:
                overall.use(len(claimed), 60 * rules.per_minute)
        return claimed, len(claimed) < len(found)

    def mark(self, message: OutgoingMessage) -> bool:
        """Commit the hand-over mark; return False if the mail is not ours to send any more."""
        return bool(run(MARK, [when(timezone.now()), message.pk, self.token]))

    def settle(
        self,
        message: OutgoingMessage,
        outcome: Outcome,
        test: bool = False,
        tell: bool = True,
        whole: bool = False,
    ) -> bool:
        """Store what came of an attempt, and tell whoever queued it, in one transaction.

        A late outcome settles a mail that was given up as unsure meanwhile. Returns False if
        somebody else has decided about it. Without ``tell`` it is told later. ``whole`` says that
        the caller's transaction is to fail where whoever is told does: that saves a savepoint.
        Safe to repeat after an error of the database.
        """
        outcome = outcome.after(message)
        now = timezone.now()
        attempts = message.attempts + 1
        message.state, message.outcome_at, message.test = outcome.state, now, test
        message.server_said = outcome.words.replace("\0", "")[:LONGEST_WORDS]
        if outcome.state == State.DEFERRED:
            message.due_at = now + wait_after(attempts)

        def stored(callback_pending: bool) -> bool:
            facts = [
                message.state,
                when(now),
                test,
                message.server_said,
                attempts,
                callback_pending,
            ]
            ours = [message.pk, self.token]
            if outcome.state == State.DEFERRED:
                return bool(run(DEFER, [*facts, when(message.due_at), *ours]))
            return bool(run(SETTLE, [*facts, *ours]))

        return store(stored, message, whole) if tell else stored(callback_pending=True)

    def release(self) -> None:
        """Give back what was claimed and not handed over, as if it had never been claimed."""
        OutgoingMessage.objects.sending().filter(lease=self.token, data_started_at=None).update(
            **BACK_IN_THE_QUEUE
        )

    def renew(self) -> None:
        OutgoingMessage.objects.sending().filter(lease=self.token).update(lease_until=until())

    def _room(
        self, limit: int, rules: MailSettings, now: dt.datetime
    ) -> tuple[int, Throttle | None]:
        if not rules.per_minute:
            return limit, None
        overall = locked_paces([""])[""]
        return min(limit, overall.room(60 * rules.per_minute, now)), overall

    def _due(self, limit: int, now: dt.datetime, but, *, to_council: bool) -> list[OutgoingMessage]:
        due = OutgoingMessage.objects.due(now, to_council).order_by("due_at", "created_at")
        if but:
            due = due.exclude(pk__in=but)
        return list(due.select_for_update(skip_locked=True)[:limit])

    def _safe(self, found: list[OutgoingMessage], rules: MailSettings) -> list[OutgoingMessage]:
        """Leave out what must not leave, whatever its row says.

        Mail whose words were forgotten, and, unless that is allowed, mail to a council.
        """
        empty = [message for message in found if not message.content]
        if empty:
            OutgoingMessage.objects.filter(pk__in=[message.pk for message in empty]).update(
                state=State.CANCELLED, outcome_at=timezone.now()
            )
        hidden = []
        if not rules.may_mail_councils:
            hidden = [m for m in found if m.purpose in council_purposes]
        if hidden:
            OutgoingMessage.objects.filter(pk__in=[m.pk for m in hidden]).update(to_council=True)
        return [message for message in found if message not in [*empty, *hidden]]

    def _in_their_turn(
        self, found: list[OutgoingMessage], rules: MailSettings, now: dt.datetime
    ) -> list[OutgoingMessage]:
        """Give each mail that has none a place in its pace; put off those whose place is later."""
        per_hour = rules.per_council_an_hour
        names = {message.pace for message in found if message.pace}
        paces = locked_paces(names) if names else {}
        taken, at_once, later = set(), [], []
        for message in found:
            pace = paces.get(message.pace)
            if not pace or pace.still_holds(message.throttled_until, per_hour, now):
                continue
            message.throttled_until = pace.take(per_hour, now)
            taken.add(pace)
            if message.throttled_until > now:
                message.due_at = message.throttled_until
                later.append(message)
            else:
                at_once.append(message.pk)
        for pace in taken:
            pace.save(update_fields=["used_until"])
        if at_once:
            OutgoingMessage.objects.filter(pk__in=at_once).update(throttled_until=now)
        OutgoingMessage.objects.bulk_update(later, ["due_at", "throttled_until"])
        return [message for message in found if message not in later]


BACK_IN_THE_QUEUE = {
    "state": Case(When(outcome_at=None, then=Value(State.QUEUED)), default=Value(State.DEFERRED)),
    "lease": "",
    "lease_until": None,
    "data_started_at": None,
}


def locked_paces(names) -> dict[str, Throttle]:
    """Return the paces of these names, made where they are new, locked until the commit."""
    Throttle.objects.bulk_create(
        [Throttle(name=name) for name in sorted(names)], ignore_conflicts=True
    )
    paces = Throttle.objects.filter(name__in=names).order_by("name").select_for_update()
    return {pace.name: pace for pace in paces}


# The two statements of every mail, written out: the ORM would take twice the time of all the rest.
MARK = """UPDATE outbox_outgoingmessage SET data_started_at = %s
    WHERE id = %s AND lease = %s AND state = 'sending' AND data_started_at IS NULL"""
SETTLE = """UPDATE outbox_outgoingmessage
    SET state = %s, outcome_at = %s, test = %s, server_said = %s, attempts = %s, callback_pending = %s
    WHERE id = %s AND lease = %s AND state IN ('sending', 'unsure')"""
DEFER = """UPDATE outbox_outgoingmessage
    SET state = %s, outcome_at = %s, test = %s, server_said = %s, attempts = %s, callback_pending = %s,
        due_at = %s, throttled_until = NULL, data_started_at = NULL, lease = '', lease_until = NULL
    WHERE id = %s AND lease = %s AND state IN ('sending', 'unsure')"""


def run(statement: str, parameters: list) -> int:
    """Run one statement and return how many rows it changed; committed unless in a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount


def when(moment: dt.datetime):
    """Return a time as the database takes it."""
    return connection.ops.adapt_datetimefield_value(moment)


def store(stored, message: OutgoingMessage, whole: bool = False) -> bool:
    """Let ``stored`` keep an outcome if the mail is still ours, and tell of it in the same commit.

    If the one who is told fails, the outcome is kept all the same, unless all is to fail as a
    ``whole``: it is the truth. It is told again later.
    """

    def stored_and_told() -> bool:
        kept = stored(callback_pending=False)
        if kept:
            message.tell()
        return kept

    if whole or not message.is_told_of:
        return stored_and_told()
    try:
        with transaction.atomic():
            return stored_and_told()
    except (OperationalError, InterfaceError):
        raise  # the database is away, and nothing can be stored
    except Exception:
        logger.exception("The outcome of %s could not be told.", message)
        return stored(callback_pending=True)


def tell_again() -> None:
    """Tell what could not be told when it happened."""
    for message in OutgoingMessage.objects.filter(callback_pending=True)[:100]:
        still = OutgoingMessage.objects.filter(pk=message.pk, callback_pending=True)
        store(
            lambda callback_pending, still=still: bool(
                still.update(callback_pending=callback_pending)
            ),
            message,
        )


def recover(alive: Callable[[], set[str]] = set, everything: bool = False) -> int:
    """Settle mails whose courier has gone; return how many.

    Without the hand-over mark nobody sent them, and they go back in the queue; so do those that
    may safely go twice. The rest are unsure. ``alive`` returns the leases of this very process,
    which are never taken from it; ``everything`` says that no other can be at work (SQLite).
    """
    gone = OutgoingMessage.objects.sending()
    if not everything:
        gone = gone.filter(lease_until__lt=Now())
    messages = list(gone.order_by("pk")[:1000])
    ours_still = alive()  # asked now: what was claimed before is either here or done with
    settled = 0
    for message in messages:
        if message.lease in ours_still:
            continue
        ours = gone.filter(pk=message.pk, lease=message.lease)
        if message.data_started_at is None:
            settled += ours.filter(data_started_at=None).update(**BACK_IN_THE_QUEUE)
        elif message.safe_to_resend and message.attempts < MOST_ATTEMPTS:
            settled += ours.update(**BACK_IN_THE_QUEUE, attempts=F("attempts") + 1)
        else:
            settled += give_up_as_unsure(ours, message)
    return settled


def give_up_as_unsure(ours, message: OutgoingMessage) -> bool:
    """Say that nobody knows. The lease stays: its courier may only be late, and settle it yet."""
    message.state, message.outcome_at = State.UNSURE, timezone.now()
    message.server_said = "The worker stopped before it could store what the server said."
    message.attempts += 1
    names = ["state", "outcome_at", "server_said", "attempts"]
    facts = {name: getattr(message, name) for name in names}
    return store(
        lambda callback_pending: bool(ours.update(**facts, callback_pending=callback_pending)),
        message,
    )


def mend_times() -> int:
    """Bring forward what waits for a time that only a wrong clock can have set; return how many.

    A clock that ran ahead when mails were queued, and was put right, would hold them back for as
    long as it was wrong.
    """
    now = timezone.now()
    queued_ahead = OutgoingMessage.objects.due_after(now).filter(created_at__gt=now + A_LITTLE)
    mended = queued_ahead.filter(throttled_until__gt=now).update(
        created_at=now, due_at=now, throttled_until=None
    )
    mended += queued_ahead.update(due_at=F("due_at") - (F("created_at") - now), created_at=now)
    put_off_ahead = OutgoingMessage.objects.due_after(now).filter(outcome_at__gt=now + A_LITTLE)
    mended += put_off_ahead.update(due_at=now, outcome_at=now)
    latest = now + dt.timedelta(seconds=1.5 * LONGEST_WAIT) + A_LITTLE
    too_late = OutgoingMessage.objects.due_after(latest).filter(state=State.DEFERRED)
    mended += too_late.exclude(throttled_until__gt=now).update(due_at=now)
    return mended + mend_paces(now)


def mend_paces(now: dt.datetime) -> int:
    """Let mails take new places where those of their pace are further ahead than so many can be;
    return how many.

    A clock that ran ahead takes places there, and whoever comes later takes those behind them.
    """
    per_hour, mended = MailSettings.now().per_council_an_hour, 0
    ahead = OutgoingMessage.objects.places_ahead(now)
    for pace in Throttle.objects.of_councils().filter(Q(used_until__gt=now) | Q(name__in=ahead)):
        number, last = ahead.get(pace.name, (0, now))
        if max(pace.used_until or now, last) <= pace.furthest(number, per_hour, now) + A_LITTLE:
            continue
        with transaction.atomic():  # the mails first, as in a claim: or two would wait for another
            those = OutgoingMessage.objects.waiting().filter(
                pace=pace.name, throttled_until__gt=now
            )
            mended += those.update(throttled_until=None, due_at=now)
            # As if a burst had just gone: it may have, and letters that were stopped leave gaps.
            pace.used_until = pace.furthest(0, per_hour, now)
            pace.save(update_fields=["used_until"])
    return mended
