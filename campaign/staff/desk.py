"""What the front page of the admin says, and each Monday's email as text: what waits, and for whom.

It holds numbers and days, and nothing about anybody who wrote.
"""

import datetime as dt
from collections.abc import Iterator
from copy import copy
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count, Max, Min
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from campaign.letters import figures as letters
from campaign.operations.health import parts
from campaign.operations.models import CompletedJob
from campaign.outbox.health import OutboxHealth, check_health
from campaign.outbox.models import MailSettings, OutgoingMessage
from campaign.purposes import NEVER_HELD, purpose_in_words
from campaign.staff import accounts, emails
from campaign.staff.waiting import DeskLine, waiting_lines
from councils.data_quality import to_look_at
from councils.dates import format_date, today
from councils.decisions import decisions_ahead
from councils.models import Contact, Council, Pause
from councils.record import cached_with_record, record_on

SOON = dt.timedelta(days=92)
"""How far ahead the desk looks for what comes up."""
COMING_UP = 6
"""How much of it it shows."""


class Ahead(NamedTuple):
    """What comes up: the day, words, and the page that says more."""

    day: dt.date
    what: str
    url: str


def on_the_desk(user: User | AnonymousUser, mail: OutboxHealth) -> dict[str, Any]:
    """Return what the desk and Monday's email say to a member of staff."""
    figures = letters.figures()
    return {
        "problems": [part.problem for part in parts(mail) if part.problem],
        "lines": waiting_lines(user),
        "register": cached_with_record(to_look_at)(record_on()),
        "coming_up": coming_up(),
        "letters": [(what, number) for what, number in figures.items() if number],
        "today": today(),
    }


def coming_up() -> list[Ahead]:
    """Return the decisions, ends of councils and ends of pauses of the next months, in order."""
    ahead = [*decisions(), *ends_of_councils(), *ends_of_pauses()]
    soon = [each for each in sorted(ahead) if each.day - today() <= SOON]
    return sorted([*soon[:COMING_UP], *checks_ahead()])


def decisions() -> Iterator[Ahead]:
    for due in decisions_ahead(record_on()):
        yield Ahead(due.last_day, f"{due.row.name} {due.decides}", due.row.url)


def ends_of_councils() -> Iterator[Ahead]:
    for council in Council.objects.filter(ends_on__gt=today()):
        if council.ends_on:
            yield Ahead(council.ends_on, f"{council.name} ends", council.get_absolute_url())


def ends_of_pauses() -> Iterator[Ahead]:
    url = reverse("admin:councils_pause_changelist")
    for pause in Pause.objects.filter(is_on=True, until__gte=today()).select_related("council"):
        whose = pause.council or "all councils"
        yield Ahead(pause.until, f"The pause for {whose} ends", url)


def checks_ahead() -> list[Ahead]:
    """Return, as one line on the first day, the contacts to check again within six weeks."""
    due = Contact.objects.due_soon()
    found = due.aggregate(
        number=Count("pk"), first=Min("check_again_on"), last=Max("check_again_on")
    )
    first = found["first"]
    if first is None:
        return []
    what = "1 contact is to be checked again"
    if found["number"] > 1:
        what = f"{found['number']} contacts are to be checked again"
    if found["last"] != first:
        what += f", the last by {format_date(found['last'])}"
    url = f"{reverse('admin:councils_contact_changelist')}?check=due_soon"
    return [Ahead(first, what, url)]


def held_by_pause(mail: MailSettings) -> list[tuple[str, int]]:
    """Return what could leave at once if the pause of all email ended, in words, and how many."""
    resumed = copy(mail)
    resumed.paused = False
    leaving = OutgoingMessage.objects.sendable(resumed).exclude(purpose__in=NEVER_HELD)
    counted = leaving.order_by("purpose").values_list("purpose").annotate(Count("pk"))
    return [(purpose_in_words(purpose), number) for purpose, number in counted]


def email_week(now: dt.datetime) -> int:
    """Email staff what waits for them, once, on Monday; return to how many.

    If Monday's run was missed, the next one makes up for it.
    """
    monday = monday_before(now)
    if not is_week_due(now, monday):
        return 0
    staff = accounts.can_sign_in()
    mail = check_health()
    for user in staff:
        desk = on_the_desk(user, mail) | {"site": settings.SITE_URL}
        text = render_to_string("admin/staff/week.txt", desk)
        emails.to_staff([user], subject_of_week(desk["lines"]), text, f"week:{monday}")
    CompletedJob.objects.record(CompletedJob.Name.WEEK, now)
    return len(staff)


def monday_before(now: dt.datetime) -> dt.date:
    """Return the Monday of this week: today, if it is one."""
    day = timezone.localdate(now)
    return day - dt.timedelta(days=day.weekday())


def is_week_due(now: dt.datetime, monday: dt.date) -> bool:
    """Whether this week's email has not gone; the very first goes on a Monday."""
    sent = CompletedJob.objects.filter(name=CompletedJob.Name.WEEK).first()
    if sent is None:
        return timezone.localdate(now) == monday
    return timezone.localdate(sent.at) < monday


def subject_of_week(lines: list[DeskLine]) -> str:
    waiting = sum(line.number for line in lines if line.day)
    things = f"{waiting or 'no'} things"
    if waiting == 1:
        things = "1 thing"
    return f"This week on Make Runaways Safe: {things} waiting"
