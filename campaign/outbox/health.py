"""How the outbox is doing: for the desk, for monitors, and for whoever is called at night."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, Min
from django.utils import timezone

from campaign.outbox.models import MailSettings, OutgoingMessage, Worker

LATE = dt.timedelta(minutes=10)
"""Mail that has been due for longer shows that something is wrong."""
LATE_FOR_PEOPLE = dt.timedelta(minutes=2)
"""How long somebody who waits for a mail of ours looks for it before they wonder."""
VERY_LATE = dt.timedelta(hours=1)
IN_A_ROW, HOURS = 10, dt.timedelta(hours=6)
"""So many mails in so many hours, none of which was taken, show that it is not about the mails."""
RECENT = dt.timedelta(days=7)
"""How long a refused mail is pointed out."""


@dataclass(slots=True)
class OutboxHealth:
    """The outbox at a moment: what waits, what went wrong, who is at work."""

    now: dt.datetime
    sending: MailSettings
    waiting: int
    held: int
    """Letters that wait until letters may go to councils."""
    oldest_due_at: dt.datetime | None
    """Since when the mail that waits longest, in the queue or with a worker, could have gone."""
    unsure: int
    failed: int
    none_is_taken: bool
    """The mail server answers, and has refused or put off every mail of late."""
    workers: list[Worker]
    last_seen_at: dt.datetime | None

    @property
    def late_by(self) -> dt.timedelta:
        return self.now - self.oldest_due_at if self.oldest_due_at else dt.timedelta(0)

    @property
    def trouble(self) -> Worker | None:
        """The worker that has been unable to reach the mail server for longest, if any is."""
        troubled = [worker for worker in self.workers if worker.trouble_since]
        return min(troubled, key=lambda worker: worker.trouble_since, default=None)

    @property
    def problem(self) -> str:
        """What is wrong, in a sentence anybody may read; empty when all is well."""
        if self.sending.paused:
            return ""
        if self.none_is_taken:
            return "The mail server has taken none of the last mails. See why, under Mail."
        if self.late_by <= LATE:
            return ""
        if not self.workers:
            return "Mail is due and no worker is running. Start one: manage.py deliver --watch."
        if self.trouble and self.now - self.trouble.trouble_since > LATE:
            return "The mail server cannot be reached."
        if self.late_by > VERY_LATE and not self.sending.per_minute:
            return "Mail has been due for more than an hour."
        return ""

    def as_data(self) -> dict:
        """Return the figures for monitors: nothing in them is about a person."""
        return {
            "waiting": self.waiting,
            "held": self.held,
            "oldest_due_seconds": round(self.late_by.total_seconds()),
            "unsure": self.unsure,
            "failed_in_7_days": self.failed,
            "paused": self.sending.paused,
            "live": self.sending.is_live,
            "workers": len(self.workers),
            "worker_seen_at": self.last_seen_at and self.last_seen_at.isoformat(timespec="seconds"),
            "problem": self.problem,
        }


def check_health(now: dt.datetime | None = None) -> OutboxHealth:
    """Return how the outbox is doing."""
    now = now or timezone.now()
    sending = MailSettings.current()
    could_have_gone = [
        OutgoingMessage.objects.due_under(sending, now).aggregate(at=Min("due_at"))["at"],
        # What a worker claimed and cannot get rid of has not gone either.
        OutgoingMessage.objects.claimed(now).aggregate(at=Min("due_at"))["at"],
    ]
    held = 0
    if not sending.may_mail_councils:
        held = OutgoingMessage.objects.waiting().filter(to_council=True).count()
    newest = Worker.objects.seen_by(now).first()
    return OutboxHealth(
        now=now,
        sending=sending,
        waiting=OutgoingMessage.objects.waiting().count() - held,
        held=held,
        oldest_due_at=min((at for at in could_have_gone if at), default=None),
        unsure=OutgoingMessage.objects.unsure().count(),
        failed=OutgoingMessage.objects.failed_since(now - RECENT).count(),
        none_is_taken=none_is_taken(now),
        workers=list(Worker.objects.at_work(now)),
        last_seen_at=newest and newest.seen_at,
    )


def none_is_taken(now: dt.datetime) -> bool:
    """Whether the last mails of these hours, ten at least, were all refused or put off."""
    since = now - HOURS
    last = OutgoingMessage.objects.taken_since(since).aggregate(at=Max("outcome_at"))["at"]
    if last and now - last <= LATE:
        return False
    since = last or since
    refused = OutgoingMessage.objects.failed_since(since)[:IN_A_ROW].count()
    return refused + OutgoingMessage.objects.put_off_since(since)[:IN_A_ROW].count() >= IN_A_ROW


def is_held_up(now: dt.datetime | None = None) -> bool:
    """Whether mail to people leaves late just now, for a page on which somebody waits for it.

    Staff have paused it, the mail server cannot be reached, or nobody sends what is due. It says
    the same whoever the mail is for.
    """
    now = now or timezone.now()
    return (
        MailSettings.current().paused
        or Worker.objects.at_work(now).filter(trouble_since__isnull=False).exists()
        or OutgoingMessage.objects.due(now - LATE_FOR_PEOPLE, to_council=False).exists()
    )
