"""The state of a message, from queued to its outcome."""

from django.db import models
from django.db.models.expressions import RawSQL


class MessageState(models.TextChoices):
    """The state of a message, from queued to its outcome."""

    QUEUED = "queued", "Waiting"
    SENDING = "sending", "Being sent"
    ACCEPTED = "accepted", "Accepted by our mail server"
    DEFERRED = "deferred", "To be tried again"
    FAILED = "failed", "Rejected"
    UNSURE = "unsure", "Unsure whether it went"
    CANCELLED = "cancelled", "Cancelled"


WAITING = [MessageState.QUEUED, MessageState.DEFERRED]
PROBLEMS = [MessageState.FAILED, MessageState.UNSURE]
ATTEMPTED = [MessageState.ACCEPTED, MessageState.DEFERRED]
SETTLED = [MessageState.ACCEPTED, MessageState.FAILED, MessageState.CANCELLED]
"""States in which no more work is done on a message."""


def in_state(*states: MessageState) -> RawSQL:
    """Return a condition with the states as literals, as the partial indexes have them.

    SQLite uses a partial index only for a query that repeats its condition literally, not for one
    with parameters, as the ORM would write it.
    """
    names = ", ".join(f"'{state.value}'" for state in states)
    statement = f"outbox_outgoingmessage.state IN ({names})"
    return RawSQL(statement, [], output_field=models.BooleanField())
