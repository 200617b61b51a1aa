"""Each Monday's email to staff: what waits on the desk for the one who reads it.

It holds numbers, and nothing about anybody who wrote.
"""

import datetime as dt

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from campaign.operations.models import CompletedJob
from campaign.staff import emails
from campaign.staff.accounts import can_sign_in
from campaign.staff.dashboard import waiting_items
from campaign.staff.waiting import people


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
        emails.send(user, f"week:{monday}", "What waits on the desk", what_waits(user))
    CompletedJob.objects.record(CompletedJob.Name.WEEK, now)
    return len(staff)


def what_waits(user: User) -> str:
    """Return a line for each kind of thing that waits, in the order of the desk."""
    desk = f"The desk: {settings.SITE_URL}{reverse('admin:index')}"
    waiting = [f"- {item.words}" for item in waiting_items(user)]
    if not waiting:
        return f"Nothing waits for you.\n\n{desk}"
    tasks = [f"- {item.words}" for item in people(user)]
    parts = ["\n".join(waiting), *(["Of the tasks\n" + "\n".join(tasks)] if tasks else [])]
    return "\n\n".join([*parts, desk])
