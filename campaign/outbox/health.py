"""The outbox's health, for the desk, for monitors and for whoever is on call."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Min
from django.utils import timezone

from campaign.outbox.models import (
    ANSWERED,
    MailMayRun,
    MailSettings,
    MessageState,
    OutgoingMessage,
    Urgency,
)

LATE = dt.timedelta(minutes=10)
"""Email overdue for longer than this shows that something is wrong."""
LATE_FOR_PEOPLE = dt.timedelta(minutes=2)
"""How late an email may be before people waiting for it are told."""
VERY_LATE = dt.timedelta(hours=1)
"""Overdue for longer than a slow mail server makes an email that goes to many."""
LONG_PAUSE = dt.timedelta(days=1)
PAUSED_LONG = "All email has been paused for more than a day. Let it leave again, on the desk."
IN_A_ROW = 10
"""So many last emails, none of them accepted, show that the server is at fault."""
WITHIN = dt.timedelta(hours=6)
"""How long ago the first of them may be."""
ALIVE_WITHIN = dt.timedelta(minutes=3)
"""A worker not seen for longer than this is presumed dead: it says each minute that it works, or
after an email that a server is very slow to take."""
AHEAD = dt.timedelta(minutes=1)
"""How far the clocks of two machines may differ: a time beyond that is no sign of life."""


@dataclass(frozen=True)
class OutboxHealth:
    """What waits, whether somebody sends it, and what went wrong."""

    settings: MailSettings
    worker: MailMayRun
    is_worker_alive: bool
    waiting: int
    """How many wait, but for letters that wait for the site to be live."""
    oldest_due_at: dt.datetime | None
    """Since when the oldest that may leave could have gone."""
    accepts_nothing: bool
    """Whether the mail server replies but has rejected or deferred every recent email."""

    @property
    def is_seen_in_the_future(self) -> bool:
        seen_at = self.worker.seen_at
        return seen_at is not None and seen_at > timezone.now() + AHEAD

    @property
    def late_by(self) -> dt.timedelta:
        now = timezone.now()
        return now - (self.oldest_due_at or now)

    @property
    def problem(self) -> str:
        """A sentence for anybody about what is wrong; empty when all is well."""
        if self.settings.paused and self.late_by <= LATE:  # what no pause holds leaves in time
            if self.settings.paused_for > LONG_PAUSE:
                return PAUSED_LONG
            return ""
        if self.accepts_nothing:
            return "The mail server has accepted none of the last emails. See why: Emails we sent."
        if self.late_by <= LATE:
            return ""
        if not self.is_worker_alive:
            return "Email is due and no worker is running. Start one: manage.py deliver --watch."
        if self.worker.server_error:
            return "The mail server cannot be reached."
        if self.late_by > VERY_LATE:
            return "Email has been due for more than an hour."
        return ""

    def figures(self) -> dict[str, int]:
        """Return the figures for monitors, without personal data."""
        return {
            "waiting": self.waiting,
            "oldest_due_seconds": round(self.late_by.total_seconds()),
            "paused": int(self.settings.paused),
            "paused_seconds": round(self.settings.paused_for.total_seconds()),
            "live": int(self.settings.is_live),
        }


def check_health() -> OutboxHealth:
    now = timezone.now()
    mail_settings = MailSettings.current()
    worker = MailMayRun.objects.first() or MailMayRun()
    waiting = OutgoingMessage.objects.waiting()
    if not mail_settings.may_mail_councils:
        waiting = waiting.filter(to_council=False)
    oldest = OutgoingMessage.objects.sendable(mail_settings, now).aggregate(at=Min("due_at"))
    return OutboxHealth(
        settings=mail_settings,
        worker=worker,
        is_worker_alive=MailMayRun.objects.filter(**seen_lately(now)).exists(),
        waiting=waiting.count(),
        oldest_due_at=oldest["at"],
        accepts_nothing=accepts_nothing(now),
    )


def seen_lately(now: dt.datetime) -> dict[str, dt.datetime]:
    """Return what is true of the note of a worker that is alive."""
    return {"seen_at__gt": now - ALIVE_WITHIN, "seen_at__lte": now + AHEAD}


def accepts_nothing(now: dt.datetime) -> bool:
    """Whether the last emails, at least ten, were all rejected or deferred."""
    lately = OutgoingMessage.objects.filter(state__in=ANSWERED, outcome_at__gt=now - WITHIN)
    last = list(lately.order_by("-outcome_at").values_list("state", flat=True)[:IN_A_ROW])
    return len(last) == IN_A_ROW and MessageState.ACCEPTED not in last


def is_held_up() -> bool:
    """Whether email to people is delayed now, for pages on which somebody is waiting for one.

    Staff have paused it, the mail server cannot be reached, or nobody sends what is due. The answer
    is the same whoever the email is for.
    """
    now = timezone.now()
    late = OutgoingMessage.objects.waiting().filter(
        urgency=Urgency.PERSON, due_at__lte=now - LATE_FOR_PEOPLE
    )
    failing = MailMayRun.objects.filter(**seen_lately(now)).exclude(server_error="")
    return MailSettings.current().paused or failing.exists() or late.exists()
