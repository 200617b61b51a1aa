"""Each Monday's email to staff: the desk of the one who reads it, as text.

It holds numbers, and nothing about anybody who wrote.
"""

import datetime as dt

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from campaign.operations.models import CompletedJob
from campaign.outbox.health import check_health
from campaign.staff import emails
from campaign.staff.accounts import can_sign_in
from campaign.staff.desk import coming_up, letter_figures, problems, waiting_lines
from councils.dates import format_date

SEES_MAIL = "outbox.view_outgoingmessage"


def email_week(now: dt.datetime | None = None) -> int:
    """Email staff what waits for them, once, on Monday; return to how many.

    If Monday's run was missed, the next one makes up for it.
    """
    now = now or timezone.now()
    day = timezone.localdate(now)
    monday = day - dt.timedelta(days=day.weekday())
    sent_at = CompletedJob.objects.last_at(CompletedJob.Name.WEEK)
    if timezone.localdate(sent_at) >= monday if sent_at else day != monday:
        return 0
    staff = can_sign_in()
    for user in staff:
        emails.send(user, f"week:{monday}", *what_waits(user))
    CompletedJob.objects.record(CompletedJob.Name.WEEK, now)
    return len(staff)


def what_waits(user: User) -> tuple[str, str]:
    """Return the subject and the text of one email: the desk, in its order."""
    lines = waiting_lines(user)
    number = sum(line.count for line in lines if line.day)  # the rest is for when there is time
    things = f"{number or 'no'} thing{'' if number == 1 else 's'}"
    subject = f"This week on Make Runaways Safe: {things} waiting"
    parts = {
        "Something is wrong": problems(check_health()) if user.has_perm(SEES_MAIL) else [],
        "Waiting for someone": [line.words for line in lines] or ["Nothing’s waiting."],
        "Letters in the last four weeks": [f"{what}: {figure}" for what, figure in letter_figures()]
        or ["None."],
        "Coming up": [f"{ahead.words} ({format_date(ahead.day)})" for ahead in coming_up()],
    }
    told = [
        f"{head}\n" + "\n".join(f"- {line}" for line in part)
        for head, part in parts.items()
        if part
    ]
    desk = f"The desk: {settings.SITE_URL}{reverse('admin:index')}"
    return subject, "\n\n".join([*told, desk])
