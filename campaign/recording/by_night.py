"""What the night asks staff to look at: what a council decided, and a link that has gone."""

import datetime as dt

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst

from campaign.tasks.models import Task, TaskKind
from councils.data_quality import look
from councils.dates import format_date, today
from councils.decisions import SETTLES
from councils.models import Event, EventKind, EvidenceLink, Signature
from councils.models.evidence import GONE_AFTER
from councils.record import record_on

ASKED_FOR = dt.timedelta(days=60)
"""How long after its day a decision is still asked about, if the nightly job did not run."""


def ask_about_decisions(now: dt.datetime) -> int:
    """Make a task for each decision whose day has passed with no outcome; return how many.

    Safe to repeat: a decision is asked about once, whatever came of the task.
    """
    day = today()
    asked = 0
    due = Event.objects.counting(day).filter(kind=EventKind.DECISION_DUE)
    for event in due.filter(last_day__lt=day, last_day__gte=day - ASKED_FOR):
        if not Task.objects.for_subject(event).exists() and not is_settled(event):
            ask_about(event)
            asked += 1
    return asked


def is_settled(event: Event) -> bool:
    """Whether a decision, a signature or a withdrawal is on record since it was announced.

    What a council says of signing settles it only from the first day on which it can have decided.
    """
    since = event.counts_from
    first = event.when.first_day or event.last_day
    events = Event.objects.standing().filter(council=event.council_id)
    settles = Q(kind__in=SETTLES, counted_from__gte=since)
    settles |= Q(kind=EventKind.INTENDS, counted_from__gte=first)
    signed = Signature.objects.standing().filter(council=event.council_id, counted_from__gte=since)
    return events.filter(settles).exists() or signed.exists()


def ask_about(event: Event) -> None:
    """Make the task that asks what a council has decided."""
    council = record_on().by_id[event.council_id]
    assert event.last_day
    form = f"{settings.SITE_URL}{reverse('admin:record')}?{urlencode({'council': council.name})}"
    Task.objects.create(
        council_id=event.council_id,
        kind=TaskKind.DECISION,
        text=f"{capfirst(council.short_name_in_sentence)} was due to decide by"
        f" {format_date(event.last_day)}. Look for its minutes, and record what was decided. What"
        f" we had: {event.text} {event.source_url}".strip(),
        link=form,
        subject=event,
    )


def look_at_links(now: dt.datetime) -> str:
    """Look at the links that are due tonight; make a task for each that has just gone for good."""
    if not settings.CHECK_LINKS:
        return "not asked to"
    failed = look(today())
    for link in failed:
        if link.failures == GONE_AFTER:
            tell_of(link)
    return f"{len(failed)} did not open"


def tell_of(link: EvidenceLink) -> None:
    """Make a task for a link that has gone, of the council about which it shows something."""
    given_by = Q(source_url=link.url) | Q(source__contains=link.url)
    signature = Signature.objects.standing().filter(given_by).first()
    fact = signature or Event.objects.standing().filter(given_by).first()
    council = fact.council if fact else None
    last = ""
    if link.opened_on:
        last = f" It last opened on {format_date(link.opened_on)}."
    Task.objects.create(
        council=council,
        kind=TaskKind.WRONG,
        text=f"A link to evidence has not opened on {GONE_AFTER} nights. {link.said}{last} Look for"
        " where the page has moved, or add a saved copy to the fact; then correct the fact. If"
        " nothing is to be found, close this: the public page says that the link has gone.",
        link=link.url,
    )
