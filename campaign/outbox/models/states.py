"""How far a message has come."""

from django.db import models
from django.db.models.expressions import RawSQL


class State(models.TextChoices):
    """How far a message has come."""

    QUEUED = "queued", "Waiting"
    SENDING = "sending", "Being sent"
    ACCEPTED = "accepted", "Accepted by our mail server"
    DEFERRED = "deferred", "To be tried again"
    FAILED = "failed", "Rejected"
    UNSURE = "unsure", "Unsure whether it went"
    CANCELLED = "cancelled", "Cancelled"


WAITING = [State.QUEUED, State.DEFERRED]
PROBLEMS = [State.FAILED, State.UNSURE]
ATTEMPTED = [State.ACCEPTED, State.DEFERRED]
SETTLED = [State.ACCEPTED, State.FAILED, State.CANCELLED]
"""States in which nothing more is done with a message."""


def in_state(*states: State) -> RawSQL:
    """Return a condition with the states as literals, as the partial indexes have them.

    SQLite uses a partial index only for a query that states its very condition: not for one with
    parameters, which the ORM would write.
    """
    names = ", ".join(f"'{state.value}'" for state in states)
    statement = f"outbox_outgoingmessage.state IN ({names})"
    return RawSQL(statement, [], output_field=models.BooleanField())
