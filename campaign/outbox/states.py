"""The states of an email, how urgent it is, and how often it is tried.

queued ─claim─► sending ─mark─► (handed over) ─► accepted | failed | unsure | deferred
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import models

from campaign.purposes import BULK, TO_COUNCILS

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
MOST_TRIES = 30
"""Tries for one message: about four days, as is usual among mail servers."""
FIRST_WAIT = dt.timedelta(minutes=1)
"""The wait after the first try; each later one is twice as long, up to the longest."""
LONGEST_WAIT = dt.timedelta(hours=4)
TELL_AGAIN = dt.timedelta(minutes=5)
RECENT = dt.timedelta(days=7)
"""How long staff are reminded of an email that was rejected, or came back."""


def at_tempo(wait: dt.timedelta) -> dt.timedelta:
    """Return a wait as it is; in tests, whose worker runs many times as fast, a part of it."""
    return wait / settings.MAIL_TEMPO


class MessageState(models.TextChoices):
    """The state of a message, from queued to its outcome."""

    QUEUED = "queued", "Waiting"
    SENDING = "sending", "Being sent"
    ACCEPTED = "accepted", "Accepted by our mail server"
    DEFERRED = "deferred", "To be tried again"
    FAILED = "failed", "Rejected"
    UNSURE = "unsure", "Unsure whether it went"
    CANCELLED = "cancelled", "Cancelled"


class WhyCancelled(models.TextChoices):
    """Why an email does not go, as staff read it."""

    STAFF = "staff", "one of us stopped it"
    OWNER = "owner", "whoever it was for, or came from, stopped it"
    TOO_LONG = "too_long", "it could not leave for as long as its text is kept"
    NOT_TRUE = "not_true", "what it said was no longer so"
    CLOSED = "closed", "the campaign has closed"


WAITING = [MessageState.QUEUED, MessageState.DEFERRED]
PROBLEMS = [MessageState.FAILED, MessageState.UNSURE]
ANSWERED = [MessageState.ACCEPTED, MessageState.DEFERRED, MessageState.FAILED]
"""States that the mail server's last answer gave a message; *unsure* means that none came."""
FINISHED = [MessageState.ACCEPTED, MessageState.FAILED, MessageState.CANCELLED]
"""States in which no more work is done on a message."""


class Urgency(models.IntegerChoices):
    """What goes first; within one kind what is due first."""

    PERSON = 1, "Somebody waits for it"
    LETTER = 2, "To a council"
    BULK = 3, "To many"


@dataclass(frozen=True)
class Outcome:
    """How an attempt ended, and what the server said; DEFERRED means that it is tried again."""

    state: MessageState
    said: str = ""


def urgency_of(purpose: str) -> Urgency:
    if purpose in TO_COUNCILS:
        return Urgency.LETTER
    if purpose in BULK:
        return Urgency.BULK
    return Urgency.PERSON
