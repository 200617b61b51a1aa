"""Tell staff once when a link to evidence has not opened on three nights."""

import datetime as dt

from django.conf import settings
from django.db.models import Q

from campaign.tasks.models import Task, TaskKind
from councils.data_quality import look
from councils.dates import format_date, today
from councils.models import Event, EvidenceLink, Signature
from councils.models.evidence import GONE_AFTER


def look_at_links(now: dt.datetime) -> str:
    """Look at the links that are due tonight; make a task for each that has just gone for good."""
    if not settings.CHECK_LINKS:
        return "not asked to"
    failed = look(today())
    for link in failed:
        if link.failures == GONE_AFTER:
            tell(link)
    return f"{len(failed)} did not open"


def tell(link: EvidenceLink) -> None:
    given_by = Q(source_url=link.url) | Q(source__contains=link.url)
    facts = [fact for model in (Signature, Event) for fact in model.objects.filter(given_by)]
    last = f" It last opened on {format_date(link.opened_on)}." if link.opened_on else ""
    Task.objects.create(
        council=facts[0].council if facts else None,
        kind=TaskKind.WRONG,
        text=f"A link to evidence has not opened on {GONE_AFTER} nights. {link.said}{last} Look for"
        " where the page has moved, or add a saved copy to the fact; then correct the fact. If"
        " nothing is to be found, close this: the public page says that the link has gone.",
        link=link.url,
    )
