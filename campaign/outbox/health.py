"""The outbox's health, for the dashboard, for monitors and for whoever is on call."""

import datetime as dt
from typing import NamedTuple

from django.db.models import Max, Min
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

from campaign.outbox.models import MailMayRun, MailSettings, MessageState, OutgoingMessage, Urgency

LATE = dt.timedelta(minutes=10)
"""Email overdue for longer than this shows that something is wrong."""
LATE_FOR_PEOPLE = dt.timedelta(minutes=2)
"""How late an email may be before people waiting for it are told."""
VERY_LATE = dt.timedelta(hours=1)
IN_A_ROW, WITHIN = 10, dt.timedelta(hours=6)
"""This many emails in this time, none of them accepted, show that the server is at fault."""
ALIVE_WITHIN = dt.timedelta(minutes=3)
"""A worker not seen for longer than this is presumed dead: it says each minute that it works, or
after an email that a server is very slow to take."""
CONFIRMATIONS_WARN_FROM = 50
"""Percentage of the limit on confirmation emails from which staff are warned."""
RECENT = dt.timedelta(days=7)
"""How long a rejected email is reported."""


class OutboxHealth(NamedTuple):
    """A snapshot of the outbox: what is waiting, what went wrong, which workers are running."""

    now: dt.datetime
    settings: MailSettings
    waiting: int
    held: int
    """Number of letters held until letters may go to councils."""
    oldest_due_at: dt.datetime | None
    """When the longest-waiting email, in the queue or with a worker, was due."""
    unsure: int
    failed: int
    accepts_nothing: bool
    """Whether the mail server replies but has rejected or deferred every recent email."""
    worker: MailMayRun
    confirmations: int
    """How many emails that ask somebody to confirm left within the hour, or wait."""

    @property
    def is_worker_alive(self) -> bool:
        seen_at = self.worker.seen_at
        return seen_at is not None and seen_at > self.now - ALIVE_WITHIN

    @property
    def confirmations_used(self) -> int:
        """Percentage used of the hourly limit on confirmation emails."""
        most = self.settings.confirmations_an_hour
        return round(100 * self.confirmations / most) if most else 0

    @property
    def warning(self) -> str:
        """A sentence for staff about what may soon go wrong; empty when all is well."""
        used, limit = self.confirmations_used, self.settings.confirmations_an_hour
        if used < CONFIRMATIONS_WARN_FROM:
            return ""
        now = "They are delayed now." if used > 100 else "Above it they are delayed."
        return (
            f"Emails that ask somebody to confirm: {used}% of the limit of {limit:,} an hour is"
            f" used. {now} Is it a good day of the campaign, or somebody’s program?"
        )

    @property
    def late_by(self) -> dt.timedelta:
        return self.now - self.oldest_due_at if self.oldest_due_at else dt.timedelta(0)

    @property
    def problem(self) -> str:
        """A sentence for anybody about what is wrong; empty when all is well."""
        if self.settings.paused:
            return ""
        if self.accepts_nothing:
            return "The mail server has accepted none of the last emails. See why: Emails we sent."
        if self.late_by <= LATE:
            return ""
        if not self.is_worker_alive:
            return "Email is due and no worker is running. Start one: manage.py deliver --watch."
        since = self.worker.server_error_since
        if since and self.now - since > LATE:
            return "The mail server cannot be reached."
        if self.late_by > VERY_LATE and not self.settings.per_minute:
            return "Email has been due for more than an hour."
        return ""

    # What staff read in the table of figures

    @property
    def council_letters(self) -> str:
        if self.settings.is_live:
            return "Live: letters go to councils."
        if self.settings.may_mail_councils:
            return "Test: they are written to files on this machine."
        missing = capfirst("; ".join(self.settings.missing_for_live))
        return f"Test: they wait ({self.held} now). {missing}."

    @property
    def waiting_words(self) -> str:
        if not self.oldest_due_at:
            return str(self.waiting)
        return f"{self.waiting}; the oldest could have gone at {day_and_time(self.oldest_due_at)}"

    @property
    def worker_words(self) -> str:
        worker = self.worker
        if self.is_worker_alive and worker.server_error_since:
            since = day_and_time(worker.server_error_since)
            return f"Running; failing since {since}: {worker.server_error}"
        if self.is_worker_alive:
            return "Running"
        if worker.seen_at:
            return f"None is running; the last was seen at {day_and_time(worker.seen_at)}"
        return "None is running"

    def figures(self) -> dict[str, int]:
        """Return the figures for monitors, without personal data."""
        return {
            "waiting": self.waiting,
            "held": self.held,
            "oldest_due_seconds": round(self.late_by.total_seconds()),
            "unsure": self.unsure,
            "failed_in_7_days": self.failed,
            "paused": int(self.settings.paused),
            "live": int(self.settings.is_live),
            "confirmations_used_percent": self.confirmations_used,
        }


def check_health() -> OutboxHealth:
    now = timezone.now()
    mail_settings = MailSettings.current()
    oldest = OutgoingMessage.objects.sendable(mail_settings, now).aggregate(at=Min("due_at"))
    held = 0
    if not mail_settings.may_mail_councils:
        held = OutgoingMessage.objects.waiting().filter(to_council=True).count()
    return OutboxHealth(
        now=now,
        settings=mail_settings,
        waiting=OutgoingMessage.objects.waiting().count() - held,
        held=held,
        oldest_due_at=oldest["at"],
        unsure=OutgoingMessage.objects.unsure().count(),
        failed=OutgoingMessage.objects.since(now - RECENT, MessageState.FAILED).count(),
        accepts_nothing=accepts_nothing(now),
        worker=MailMayRun.objects.first() or MailMayRun(),
        confirmations=OutgoingMessage.objects.confirmations_lately(now),
    )


def accepts_nothing(now: dt.datetime) -> bool:
    """Whether all recent emails, at least ten, were rejected or deferred."""
    since = now - WITHIN
    emails = OutgoingMessage.objects
    last = emails.since(since, MessageState.ACCEPTED).aggregate(at=Max("outcome_at"))["at"]
    if last and now - last <= LATE:
        return False
    since = last or since
    refused = emails.since(since, MessageState.FAILED)[:IN_A_ROW].count()
    return refused + emails.since(since, MessageState.DEFERRED)[:IN_A_ROW].count() >= IN_A_ROW


def is_held_up() -> bool:
    """Whether email to people is delayed now, for pages on which somebody is waiting for one.

    Staff have paused it, the mail server cannot be reached, or nobody sends what is due. The answer
    is the same whoever the email is for.
    """
    now = timezone.now()
    late = OutgoingMessage.objects.waiting().filter(
        urgency=Urgency.PERSON, due_at__lte=now - LATE_FOR_PEOPLE
    )
    failing = MailMayRun.objects.filter(
        seen_at__gt=now - ALIVE_WITHIN, server_error_since__isnull=False
    )
    return MailSettings.current().paused or failing.exists() or late.exists()


def confirmations_delayed_until() -> dt.datetime | None:
    """Return when a confirmation email requested now will go; None if at once."""
    slot = OutgoingMessage.objects.next_confirmation()
    return slot if slot > timezone.now() else None


def day_and_time(moment: dt.datetime) -> str:
    """Return a local time such as "24 November, 12:05"."""
    return date_format(timezone.localtime(moment), "j F, H:i")
