"""The states a letter passes through, and the groups of them that rules are about."""

from django.db import models


class State(models.TextChoices):
    """How far a letter has come."""

    DRAFT = "draft", "being written"
    AWAITING = "awaiting", "waiting to be confirmed"
    HELD = "held", "waiting for us to read it"
    QUEUED = "queued", "next in line"
    SENDING = "sending", "being handed over"
    ACCEPTED = "accepted", "handed to our mail service"
    DEFERRED = "deferred", "delayed by the mail service; will be tried again"
    BOUNCED = "bounced", "came back"
    FAILED = "failed", "was refused"
    UNSURE = "unsure", "we cannot tell whether it arrived"
    CANCELLED = "cancelled", "cancelled"
    EXPIRED = "expired", "not confirmed in time"


class HeldFor(models.TextChoices):
    """Why a person reads a letter before it goes, in the words that its writer is told."""

    MANY = "many", "many came at the same time"
    SAME = "same", "it matches a letter that went to another council"
    LINK = "link", "it has a link to another website and hardly any of our wording"


OPEN = (State.DRAFT, State.AWAITING)
"""States in which a letter can still be changed."""
ON_THE_WAY = (State.QUEUED, State.SENDING, State.DEFERRED)
"""States of a confirmed letter whose delivery has no outcome yet."""
SETTLED = (State.ACCEPTED, State.BOUNCED, State.FAILED, State.UNSURE)
"""States in which the outcome of the delivery is known, as far as it ever will be."""
CONFIRMED = (
    State.HELD,
    State.QUEUED,
    State.SENDING,
    State.ACCEPTED,
    State.DEFERRED,
    State.BOUNCED,
    State.FAILED,
    State.UNSURE,
)
"""States that a letter reaches only once its writer has confirmed it."""
CONFIRMED_NOT_BOUNCED = tuple(
    state for state in CONFIRMED if state not in (State.HELD, State.BOUNCED)
)
"""States that may still change with the delivery: a letter that came back stays so, and one that
waits to be read has no email yet."""
SELF_SENDABLE = (*OPEN, State.EXPIRED, State.BOUNCED, State.FAILED, State.CANCELLED)
"""States in which a supporter may have sent the letter themselves instead."""
