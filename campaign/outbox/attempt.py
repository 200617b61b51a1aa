"""One attempt to send an email, under its number: the mark before, and the outcome after.

The fence against two workers is the row, not a lock: a claim raises ``attempts``, which nothing
lowers, and whoever comes later with an older number changes nothing.
"""

import datetime as dt
from typing import Any, Self

from django.db import models, transaction
from django.utils import timezone

from campaign.outbox.may_run import MailMayRun
from campaign.outbox.row import NOTICED
from campaign.outbox.settling import Settling
from campaign.outbox.states import (
    FIRST_WAIT,
    LONGEST_WAIT,
    MOST_TRIES,
    TELL_AGAIN,
    MessageState,
    Outcome,
    at_tempo,
)

LONGEST_REPLY = 2000
"""Maximum characters stored of a server's reply."""


class Attempted(Settling):
    """An email as the worker has it that claimed it."""

    class Meta(Settling.Meta):
        abstract = True

    def this_attempt(self) -> models.QuerySet[Self]:
        """Return its row, unless somebody claimed it after this."""
        return self.as_rows().filter(attempts=self.attempts)

    def mark(self) -> int:
        """Commit that the content is about to be handed over, and as which number; 0 means stop."""
        self.data_started_at = timezone.now()
        mine = self.this_attempt()
        mine = mine.filter(state=MessageState.SENDING, data_started_at=None)
        with transaction.atomic():
            if not mine.update(data_started_at=self.data_started_at):
                return 0
            return MailMayRun.next_number()

    def store(self, outcome: Outcome, *, tell: bool = True, is_test: bool = False) -> bool:
        """Store the outcome of this attempt, and tell of it in the same transaction.

        Return False, with nothing changed, if it is stored already, if another attempt came after
        this, or if a person has decided meanwhile. One that was swept meanwhile is *unsure*, and
        this settles it.

        Without ``tell`` it is told later, and stored without the server's words: nothing is left to
        fail.
        """
        now = timezone.now()
        changes = self.changes_of(self.final(outcome), now) | {"is_test": is_test}
        if not tell:
            changes |= {"server_said": "", "tell_at": now}
        row = self.this_attempt()
        unsettled = row.filter(state__in=[MessageState.SENDING, MessageState.UNSURE])
        with transaction.atomic():
            if not unsettled.update(**changes):
                return False
            for field, value in changes.items():
                setattr(self, field, value)
            if tell:
                if not self.try_to_tell():
                    row.update(tell_at=now + at_tempo(TELL_AGAIN))
                self.settle_if_noticed()
        return True

    def final(self, outcome: Outcome) -> Outcome:
        """Return what an outcome means for this message: what may go twice is tried again."""
        if outcome.state == MessageState.UNSURE and not self.to_council:
            outcome = Outcome(MessageState.DEFERRED, outcome.said)
        if outcome.state == MessageState.DEFERRED and self.tries >= MOST_TRIES:
            return Outcome(MessageState.FAILED, f"Tried {self.tries} times. {outcome.said}")
        return outcome

    def changes_of(self, outcome: Outcome, now: dt.datetime) -> dict[str, Any]:
        """Return the columns that an outcome changes."""
        changes: dict[str, Any] = {
            "state": outcome.state,
            "outcome_at": now,
            "server_said": outcome.said.replace("\0", "")[:LONGEST_REPLY],
            "tell_at": None,
        }
        if outcome.state == MessageState.DEFERRED:
            doublings = min(self.tries - 1, 10)
            wait = min(FIRST_WAIT * 2**doublings, LONGEST_WAIT)
            changes["due_at"] = now + at_tempo(wait)
            changes["data_started_at"] = None
        return changes

    def settle_if_noticed(self) -> None:
        """Settle it as sent if a notice came before its outcome was stored."""
        noticed = self.as_rows().filter(NOTICED).first()
        if noticed:
            noticed.settle_by_notice()
