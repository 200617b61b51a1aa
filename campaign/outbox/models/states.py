"""The state of a message, from queued to its outcome."""

from django.db import models


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
