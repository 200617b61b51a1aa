"""What people, notices and answers make of an email, and how its subject is told.

Each change is one guarded UPDATE: it names the states it may start from.
"""

import datetime as dt
import logging
from typing import Any, Self

from django.core.mail import EmailMessage
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from campaign.outbox.mime import serialise
from campaign.outbox.row import MessageRow
from campaign.outbox.states import (
    PROBLEMS,
    TELL_AGAIN,
    WAITING,
    MessageState,
    WhyCancelled,
    at_tempo,
)
from campaign.outbox.subjects import Subject
from councils.email_addresses import ascii_address

logger = logging.getLogger(__name__)

NOT_HANDED_OVER = Q(state=MessageState.SENDING, data_started_at=None)
"""Claimed by the worker, and no text has left."""


class Settling(MessageRow):
    """An email with what may still be decided of it."""

    class Meta(MessageRow.Meta):
        abstract = True

    # Its state, for its subject

    @property
    def told_class(self) -> type[Subject] | None:
        """The class of its subject, if that wants to be told of it."""
        about = self.subject_class
        if about and issubclass(about, Subject):
            return about
        return None

    def tell_subject(self) -> None:
        """Tell its subject's class of its state, in the caller's transaction."""
        about = self.told_class
        if about:
            about.on_outcome(self)

    def on_leaving(self) -> bool:
        """Return whether it may leave, as its subject's class decides just before it does."""
        about = self.told_class
        if about is None:
            return True
        return about.on_leaving(self)

    def try_to_tell(self) -> bool:
        """Tell; what that did is undone, and False returned, if it fails."""
        try:
            with transaction.atomic():
                self.tell_subject()
        except Exception:
            logger.exception("The outcome of %s could not be told.", self)
            return False
        return True

    def tell_again(self) -> None:
        """Tell what could not be told before, by the row as it is now."""
        row = self.as_rows()
        # First, so that one that always fails is not always the first.
        row.update(tell_at=timezone.now() + at_tempo(TELL_AGAIN))
        with transaction.atomic():
            message = row.select_for_update(skip_locked=True).first()
            if message and message.try_to_tell():
                row.update(tell_at=None)

    # Changes while it waits

    def rewrite(self, to: str, email: EmailMessage) -> bool:
        """Give it another address or text; return False if it is no longer waiting.

        Raises ValueError for an address or a text that cannot be mailed.
        """
        waiting = self.as_rows().filter(state__in=WAITING).exclude(content=b"")
        content = serialise(email, self.message_id)
        return bool(waiting.update(recipient=ascii_address(to), content=content))

    def cancel(self, why: WhyCancelled = WhyCancelled.STAFF) -> bool:
        """Cancel it if it has not been handed over; return whether it was cancelled.

        Its subject is not told: whoever cancels it does that, or acts for it (``cancel_now``).
        """
        not_gone = self.as_rows().filter(Q(state__in=WAITING) | NOT_HANDED_OVER)
        stopped = not_gone.update(
            state=MessageState.CANCELLED, outcome_at=timezone.now(), cancelled_because=why
        )
        self.refresh_from_db()
        return bool(stopped)

    # Decisions of staff

    def cancel_now(self) -> bool:
        """Cancel it as staff decided, and tell its subject; return False if it was too late."""
        with transaction.atomic():
            if not self.cancel():
                return False
            self.tell_subject()
            return True

    def hold(self, why: str) -> bool:
        """Keep it, while it waits, until one of staff lets it go or cancels it."""
        waiting = self.as_rows().filter(state__in=WAITING)
        return bool(waiting.update(waits_because=why))

    def let_go(self) -> bool:
        """Let it leave after all; return False unless it waited for a person."""
        held = self.as_rows().filter(state__in=WAITING).exclude(waits_because="")
        return bool(held.update(waits_because=""))

    def resend(self) -> bool:
        """Send it again if it was rejected or may have gone; return False otherwise.

        Email that bounced is not sent again: a second copy would bounce as well.
        """
        problems = self.as_rows().filter(state__in=PROBLEMS, bounced_at=None)
        return self.settle(problems.exclude(content=b""), **afresh())

    def confirm_sent(self) -> bool:
        """Settle an unsure message as sent at the time when it was handed over."""
        return self.settle(
            self.as_rows().filter(state=MessageState.UNSURE, bounced_at=None),
            state=MessageState.ACCEPTED,
            outcome_at=Coalesce("data_started_at", "outcome_at"),
        )

    # What comes in

    def infer_sent(self) -> bool:
        """Settle as sent a message that somebody answered, or that came back.

        It may be unsure, or waiting for another attempt, which is then not made.
        """
        return self.settle_as_sent(Q(state__in=[MessageState.UNSURE, *WAITING]))

    def record_notice(self, is_delivered: bool, server_words: str, at: dt.datetime) -> None:
        """Store that a server delivered it or passed it on, and settle it if it was unsettled.

        The first notice of each kind stays. Call it with the row locked.
        """
        field = "taken_at" if is_delivered else "relayed_at"
        if getattr(self, field) is None:
            if self.taken_at is None:  # later notices say less
                self.notice_said = server_words
            setattr(self, field, at)
            self.save(update_fields=[field, "notice_said"])
        self.settle_by_notice()

    def settle_by_notice(self) -> bool:
        """Settle it as sent if a notice says that it arrived, whatever its state.

        No second copy then goes. While it is being handed over, its worker stores the outcome.
        """
        if not self.has_notice:
            return False
        return self.settle_as_sent(NOT_HANDED_OVER | Q(state__in=[*PROBLEMS, *WAITING]))

    def settle_as_sent(self, expected: Q) -> bool:
        handed_over_at = Coalesce("data_started_at", "outcome_at", Value(timezone.now()))
        return self.settle(
            self.as_rows().filter(expected),
            state=MessageState.ACCEPTED,
            outcome_at=handed_over_at,
        )

    def settle(self, expected: models.QuerySet[Self], **changes: Any) -> bool:
        """Change it if its row is as expected, and tell its subject; return whether it was."""
        with transaction.atomic():
            decided = expected.update(**changes)
            self.refresh_from_db()
            if decided:
                self.tell_subject()
            return bool(decided)


def afresh() -> dict[str, Any]:
    """Return what a message begins anew with; the fence stays."""
    return {
        "state": MessageState.QUEUED,
        "due_at": timezone.now(),
        "attempts_before": F("attempts"),
        "data_started_at": None,
        "outcome_at": None,
    }
