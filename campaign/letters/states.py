"""The states of a letter, and the sets of states in which something may happen to it.

docs/architecture.md draws what leads from one state to the next.
"""

import datetime as dt

from django.db import models

from campaign.outbox.models import MessageState


class State(models.TextChoices):
    """How far a letter has come."""

    DRAFT = "draft", "being written"
    AWAITING = "awaiting", "waiting to be confirmed"
    HELD = "held", "waiting for us to read it"
    QUEUED = "queued", "next in line"
    ACCEPTED = "accepted", "handed to our mail service"
    DEFERRED = "deferred", "delayed by the mail service; will be tried again"
    BOUNCED = "bounced", "came back"
    FAILED = "failed", "was refused"
    UNSURE = "unsure", "we cannot tell whether it arrived"
    CANCELLED = "cancelled", "cancelled"


OPEN = (State.DRAFT, State.AWAITING)
"""States in which a letter can still be changed."""
WAITS_TO_GO = (State.QUEUED, State.DEFERRED)
"""States of a letter whose email is in the outbox and has no outcome yet."""
STOPPABLE = (State.HELD, *WAITS_TO_GO)
"""States of a confirmed letter that can be stopped, unless it is being handed over right now."""
TOO_LATE = (*WAITS_TO_GO, State.ACCEPTED, State.UNSURE)
"""States in which it was too late to stop a letter, asked once stopping it has failed: one that
still waits to go then is being handed over right now, and others may have gone."""
WITH_OUTCOME = (State.ACCEPTED, State.BOUNCED, State.FAILED, State.UNSURE)
"""States of a letter whose delivery has an outcome. Another may follow: of what is unsure
we may learn whether it arrived, what failed is sent again, what was accepted comes back."""
# A cancelled letter is not among these, though ``is_confirmed`` stays true of it.
CONFIRMED = (
    State.HELD,
    State.QUEUED,
    State.ACCEPTED,
    State.DEFERRED,
    State.BOUNCED,
    State.FAILED,
    State.UNSURE,
)
"""States that a letter reaches only once its writer has confirmed it. Their order stands in
constraints: another one would need a migration."""
FOLLOWS_DELIVERY = (*WAITS_TO_GO, State.ACCEPTED, State.FAILED, State.UNSURE)
"""States that may still change with the delivery: a letter that came back stays so, and one that
waits to be read has no email yet."""
SELF_SENDABLE = (*OPEN, State.BOUNCED, State.FAILED, State.CANCELLED)
"""States in which its writer may have sent the letter themselves instead."""

OF_MESSAGE = {
    MessageState.QUEUED: State.QUEUED,
    MessageState.ACCEPTED: State.ACCEPTED,
    MessageState.DEFERRED: State.DEFERRED,
    MessageState.FAILED: State.FAILED,
    MessageState.UNSURE: State.UNSURE,
    MessageState.CANCELLED: State.CANCELLED,
}
"""The state of a letter, by that of the email that carries it.

While that is SENDING no letter is told, and each keeps the state it had.
"""


class HeldFor(models.TextChoices):
    """Why a person reads a letter before it goes, in the words that its writer is told."""

    AROUND = "around", "there’s a link or an email address in its subject, name or address"
    LINK = (
        "link",
        "it has a link to another website or an email address, and hardly any of our wording, or"
        " more than twelve of them",
    )
    NAME = (
        "name",
        "the name or address under it reads like an office, an organisation, a web address or a"
        " sentence",
    )
    WORDS = (
        "words",
        "some of its words read like a threat or an insult, or like somebody who is after passwords"
        " or money",
    )
    SAME_LINK = (
        "site",
        "it has the same link, email address, number or account as a letter to another council",
    )
    SAME_WORDS = (
        "same",
        "nearly the same was written to another council, in words that aren’t ours",
    )
    TODAY = (
        "today",
        "until midnight we read letters that have a link, or are mostly in their writers’ words",
    )
    MANY = (
        "many",
        "many letters like it went today, from your connection or from email addresses like yours",
    )


class Answered(models.TextChoices):
    """Whether the council answered, as a letter's writer says."""

    YES = "yes", "yes"
    NO = "no", "no"
    NOT_YET = "not_yet", "not yet"


COMES_BACK_WITHIN = dt.timedelta(days=5)
"""A letter that has not come back in this time counts as delivered."""
ASK_AFTER = dt.timedelta(weeks=4)
"""After this, one email asks its writer whether the council answered."""
AGAIN_AFTER = dt.timedelta(weeks=6)
"""After this, a writer without an answer is helped to write again."""
MOST_CODE_TRIES = 5
"""Wrong codes after which a code no longer works: then only the link does, or a new code."""
