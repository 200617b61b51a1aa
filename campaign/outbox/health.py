"""The outbox's health, for the dashboard, for monitors and for whoever is on call."""

import datetime as dt
from typing import Any, NamedTuple

from django.db.models import Max, Min
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

from campaign.outbox.models import MailSettings, OutgoingMessage, Throttle, Worker
from campaign.outbox.models.throttle import LONGEST_DELAY

LATE = dt.timedelta(minutes=10)
"""Email overdue for longer than this shows that something is wrong."""
LATE_FOR_PEOPLE = dt.timedelta(minutes=2)
"""How late an email may be before people waiting for it are told."""
VERY_LATE = dt.timedelta(hours=1)
IN_A_ROW, WITHIN = 10, dt.timedelta(hours=6)
"""This many emails in this time, none of them accepted, show that the server is at fault."""
HOUR = dt.timedelta(hours=1)
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
    workers: list[Worker]
    last_seen_at: dt.datetime | None
    confirmations_used_until: dt.datetime | None = None

    @property
    def confirmations_used(self) -> int:
        """Percentage used of the hourly limit on confirmation emails."""
        ahead = (self.confirmations_used_until or self.now) - self.now
        has_limit = bool(self.settings.confirmations_an_hour)
        return max(0, round(100 * (ahead / HOUR))) if has_limit else 0

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
    def failing_worker(self) -> Worker | None:
        """The worker that has been unable to use the mail server for longest, if any."""
        failing = [worker for worker in self.workers if worker.server_error_since]
        return min(failing, key=lambda worker: worker.server_error_since or self.now, default=None)

    @property
    def problem(self) -> str:
        """A sentence for anybody about what is wrong; empty when all is well."""
        if self.settings.paused:
            return ""
        if self.accepts_nothing:
            return "The mail server has accepted none of the last emails. See why, under Mail."
        if self.late_by <= LATE:
            return ""
        if not self.workers:
            return "Email is due and no worker is running. Start one: manage.py deliver --watch."
        since = self.failing_worker and self.failing_worker.server_error_since
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
        failing = self.failing_worker
        if failing and failing.server_error_since:
            since = day_and_time(failing.server_error_since)
            return f"{len(self.workers)} running; failing since {since}: {failing.server_error}"
        if self.workers:
            return f"{len(self.workers)} running"
        if self.last_seen_at:
            return f"None is running; the last was seen at {day_and_time(self.last_seen_at)}"
        return "None is running"

    def as_data(self) -> dict[str, Any]:
        """Return the figures for monitors, without personal data."""
        return {
            "waiting": self.waiting,
            "held": self.held,
            "oldest_due_seconds": round(self.late_by.total_seconds()),
            "unsure": self.unsure,
            "failed_in_7_days": self.failed,
            "paused": self.settings.paused,
            "live": self.settings.is_live,
            "workers": len(self.workers),
            "worker_seen_at": self.last_seen_at and self.last_seen_at.isoformat(timespec="seconds"),
            "confirmations_used_percent": self.confirmations_used,
            "problem": self.problem,
        }


def check_health() -> OutboxHealth:
    now = timezone.now()
    mail_settings = MailSettings.current()
    oldest = [
        OutgoingMessage.objects.sendable(mail_settings, now).aggregate(at=Min("due_at"))["at"],
        # Messages that a worker claimed but cannot hand over have not gone either.
        OutgoingMessage.objects.claimed(now).aggregate(at=Min("due_at"))["at"],
    ]
    held = 0
    if not mail_settings.may_mail_councils:
        held = OutgoingMessage.objects.waiting().filter(to_council=True).count()
    last_seen = Worker.objects.first()
    return OutboxHealth(
        now=now,
        settings=mail_settings,
        waiting=OutgoingMessage.objects.waiting().count() - held,
        held=held,
        oldest_due_at=min((at for at in oldest if at), default=None),
        unsure=OutgoingMessage.objects.unsure().count(),
        failed=OutgoingMessage.objects.failed_since(now - RECENT).count(),
        accepts_nothing=accepts_nothing(now),
        workers=list(Worker.objects.alive(now)),
        last_seen_at=last_seen.seen_at if last_seen else None,
        confirmations_used_until=Throttle.objects.confirmations_used_until(),
    )


def accepts_nothing(now: dt.datetime) -> bool:
    """Whether all recent emails, at least ten, were rejected or deferred."""
    since = now - WITHIN
    last = OutgoingMessage.objects.accepted_since(since).aggregate(at=Max("outcome_at"))["at"]
    if last and now - last <= LATE:
        return False
    since = last or since
    failed = OutgoingMessage.objects.failed_since(since)[:IN_A_ROW].count()
    return failed + OutgoingMessage.objects.deferred_since(since)[:IN_A_ROW].count() >= IN_A_ROW


def is_held_up() -> bool:
    """Whether email to people is delayed now, for pages on which somebody is waiting for one.

    Staff have paused it, the mail server cannot be reached, or nobody sends what is due. The answer
    is the same whoever the email is for.
    """
    now = timezone.now()
    return (
        MailSettings.current().paused
        or Worker.objects.alive(now).filter(server_error_since__isnull=False).exists()
        or OutgoingMessage.objects.due(now - LATE_FOR_PEOPLE, to_council=False).exists()
    )


def confirmations_delayed_until() -> dt.datetime | None:
    """Return when a confirmation email requested now will go; None if at once."""
    now = timezone.now()
    used_until = Throttle.objects.confirmations_used_until()
    slot = min(used_until - HOUR, now + LONGEST_DELAY) if used_until else now
    has_limit = slot > now and MailSettings.current().confirmations_an_hour
    return slot if has_limit else None


def day_and_time(moment: dt.datetime) -> str:
    """Return a local time such as "24 November, 12:05"."""
    return date_format(timezone.localtime(moment), "j F, H:i")
