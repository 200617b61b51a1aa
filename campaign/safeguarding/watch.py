"""Each minute: tell of calls that came in a flood, that nobody took, and of alarms that failed."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from campaign import retention
from campaign.outbox.models import MessageState, OutgoingMessage, OutgoingMessageQuerySet
from campaign.pages.models import Organisation, reader_of_calls, safeguarding_address
from campaign.purposes import Purpose
from campaign.safeguarding.alarm import AT_ONCE, queue_alarm, tell_administrators, together
from campaign.tasks.models import TOGETHER, Task, TaskQuerySet

EVERY = dt.timedelta(minutes=5)
"""How often calls are told together, and alarms that failed."""
TAKEN_WITHIN = dt.timedelta(hours=1)
"""After this a call that nobody has taken or closed goes to the deputy."""
ACCEPTED_WITHIN = dt.timedelta(minutes=10)
"""An alarm that our mail server has not taken by then has failed."""
# What the keys of these emails begin with.
FLOOD = f"{TOGETHER}came:"
UNTAKEN = f"{TOGETHER}untaken:"
FAILED = "alarm-failed:"


def watch_calls() -> None:
    """Do what is due. It may be called at any time, and twice."""
    tell_of_those_that_wait()
    tell_of_those_untaken()
    tell_of_failed_alarms()


def tell_of_those_that_wait() -> None:
    """Email the newest calls that had no email of their own, written now that it goes."""
    if told_lately(FLOOD):
        return
    waiting = newest_first(Task.objects.untold())
    if not waiting:
        return
    tell(waiting, safeguarding_address(), FLOOD, "Many messages came that may be calls for help.")
    told(waiting).update(told_at=timezone.now())


def tell_of_those_untaken() -> None:
    """Email the deputy the calls that nobody has taken or closed within an hour."""
    if told_lately(UNTAKEN):
        return
    untaken = newest_first(Task.objects.untaken(since=timezone.now() - TAKEN_WITHIN))
    if not untaken:
        return
    tell(
        untaken,
        Organisation.current().deputy_email,
        UNTAKEN,
        "We know of nobody who is dealing with what follows, an hour after it came. It went to"
        f" {reader_of_calls()}: now it is yours.",
    )
    told(untaken).update(deputy_told_at=timezone.now())


def newest_first(calls: TaskQuerySet) -> list[Task]:
    return list(calls.order_by("-call_since", "-pk"))


def told(calls: list[Task]) -> TaskQuerySet:
    """Return the rows of calls that an email is about: not those that have come meanwhile."""
    return Task.objects.filter(pk__in=[task.pk for task in calls])


def tell(calls: list[Task], to: str, key: str, why: str) -> None:
    """Email calls to an address; where there is none, tell administrators without their words."""
    key = f"{key}{timezone.now():%Y%m%d%H%M%S}"
    if to:
        queue_alarm(to, key, f"{why}\n\n{together(calls[:AT_ONCE], len(calls[AT_ONCE:]))}")
    else:
        what = f"{why} Calls: {len(calls)}. No address is named for whoever should read them."
        tell_administrators(key, "Calls for help wait for somebody", what)


def told_lately(key: str) -> bool:
    lately = OutgoingMessage.objects.filter(
        purpose__in=[Purpose.SAFEGUARDING, Purpose.SITE], created_at__gt=timezone.now() - EVERY
    )
    return lately.filter(key__startswith=key).exists()


def tell_of_failed_alarms() -> None:
    """Email administrators that alarms did not arrive, once for each that failed."""
    reports = OutgoingMessage.objects.filter(purpose=Purpose.SITE, key__startswith=FAILED)
    told_until = timezone.now() - retention.TEXTS_AT_MOST  # no alarm is kept for longer
    last = reports.order_by("-created_at").first()
    if last:
        told_until = last.created_at
    if told_until > timezone.now() - EVERY:
        return
    number = failed_since(told_until).count()
    if not number:
        return
    tell_administrators(
        f"{FAILED}{timezone.now():%Y%m%d%H%M%S}",
        "An alarm about a call for help did not arrive",
        f"{number} of our emails to the people responsible for safeguarding came back, or were not"
        " accepted within ten minutes. Read the calls now, and see that their addresses are right.",
    )


def failed_since(moment: dt.datetime) -> OutgoingMessageQuerySet:
    """Return the alarms that came back, were refused or are late, since a moment."""
    now = timezone.now()
    came_back = Q(bounced_at__gt=moment)
    refused = Q(outcome_at__gt=moment, state=MessageState.FAILED)
    late = Q(created_at__gt=moment - ACCEPTED_WITHIN, created_at__lte=now - ACCEPTED_WITHIN)
    is_late = late & ~Q(state__in=[MessageState.ACCEPTED, MessageState.FAILED])
    alarms = OutgoingMessage.objects.filter(purpose=Purpose.SAFEGUARDING)
    return alarms.filter(came_back | refused | is_late)
