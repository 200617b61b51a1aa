"""The day after a council was due to decide, ask staff what came of it."""

import datetime as dt

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst

from campaign.tasks.models import Task, TaskKind
from councils.dates import format_date, today
from councils.decisions import SETTLES
from councils.models import Event, EventKind, Signature
from councils.record import record_on

ASKED_FOR = dt.timedelta(days=60)
"""How long after its day a decision is still asked about, if the nightly job did not run."""


def ask_all(now: dt.datetime) -> int:
    """Make a task for each decision whose day has passed with no outcome; return how many.

    Safe to repeat: a decision is asked about once, whatever came of the task.
    """
    day, asked = today(), 0
    due = Event.objects.counting(day).filter(kind=EventKind.DECISION_DUE)
    for event in due.select_related("council"):
        last_day = event.when.last_day
        if last_day is None or not day - ASKED_FOR <= last_day < day:
            continue
        if not Task.objects.for_subject(event).exists() and not is_settled(event):
            ask(event, last_day)
            asked += 1
    return asked


def is_settled(event: Event) -> bool:
    """Whether a decision, a signature or a withdrawal is on record since it was announced.

    What a council says of signing settles it only from the first day on which it can have decided.
    """
    since = event.counts_from
    decided_from = event.when.first_day or event.when.last_day or since
    events = Event.objects.standing().filter(council=event.council_id)
    settles = Q(kind__in=SETTLES, counted_from__gte=since)
    settles |= Q(kind=EventKind.INTENDS, counted_from__gte=decided_from)
    signed = Signature.objects.standing().filter(council=event.council_id, counted_from__gte=since)
    return events.filter(settles).exists() or signed.exists()


def ask(event: Event, day: dt.date) -> None:
    row = record_on().by_id[event.council_id]
    name = capfirst(row.short_name_in_sentence)
    form = f"{settings.SITE_URL}{reverse('admin:record')}?{urlencode({'council': row.name})}"
    Task.objects.create(
        council=event.council,
        kind=TaskKind.DECISION,
        text=f"{name} was due to decide by {format_date(day)}. Look for its minutes, and record"
        f" what was decided. What we had: {event.text} {event.source_url}".strip(),
        link=form,
        subject=event,
    )
