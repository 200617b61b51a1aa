"""The decisions of councils that are due: which, what settles them, and a file for calendars."""

import datetime as dt
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from councils.addresses import council_or_404
from councils.dates import Precision
from councils.models import Event, EventKind
from councils.page_cache import cache_by_record_version
from councils.record import CouncilOnDay, Record, cached_with_record, record_on

SETTLES = (EventKind.DECIDED, EventKind.WITHDRAWN)
"""Events after which a decision is no longer due. A signature settles it too."""


class Decision(NamedTuple):
    """A decision that is due: whose, the event that announces it, and the day it is seen from."""

    row: CouncilOnDay
    event: Event
    on: dt.date

    @property
    def last_day(self) -> dt.date:
        return self.event.when.last_day or dt.date.max

    @property
    def decides(self) -> str:
        """When the council decides, to follow its name: "decides on 14 January".

        With its year if it is far off.
        """
        when = self.event.when
        if when.last_day is None:
            return "will decide on a day we do not know"
        near = when.last_day - self.on < dt.timedelta(days=300)
        if near and when.precision != Precision.YEAR:
            return f"decides {when.words.removesuffix(f' {when.last_day.year}')}"
        return f"decides {when.words}"


@cached_with_record
def decisions_ahead(record: Record) -> list[Decision]:
    """Return the next decision of each council due on a record's day or later, the soonest first.

    One that was taken, a signature or a withdrawal, dated after a decision was announced, settles
    it before its day.
    """
    counting = Event.objects.counting(record.on).order_by("counted_from", "pk")
    announced = counting.filter(kind=EventKind.DECISION_DUE)
    due = [Decision(record.by_id[event.council_id], event, record.on) for event in announced]
    if not due:
        return []
    settled = {event.council_id: event.counts_from for event in counting.filter(kind__in=SETTLES)}
    first: dict[int, Decision] = {}
    for decision in sorted(due, key=lambda decision: (decision.last_day, decision.row.short_name)):
        row, announced_on = decision.row, decision.event.counts_from
        signed = row.signature.counts_from if row.signature else dt.date.min
        is_open = announced_on >= max(signed, settled.get(row.id, dt.date.min))
        may_decide = row.is_responsible and row.is_current(record.on)
        if is_open and may_decide and decision.last_day >= record.on:
            first.setdefault(row.id, decision)
    return list(first.values())


# -- The days on which councils decide, as a file for calendars -----------------------------------


@require_safe
@cache_by_record_version("council")
def decisions(request: HttpRequest) -> HttpResponse:
    """Serve each decision that is due as a whole day; with ``?council=`` that of one council."""
    record = record_on()
    due = [decision for decision in decisions_ahead(record) if decision.event.when.last_day]
    if slug := request.GET.get("council"):
        row = council_or_404(record.called(slug))
        due = [decision for decision in due if decision.row is row]
    return calendar_file("decisions.ics", {"due": due})


def calendar_file(template: str, context: dict[str, Any]) -> HttpResponse:
    """Return a file for calendar programs (RFC 5545), under its template's name."""
    host = urlsplit(settings.SITE_URL).hostname
    text = render_to_string(template, {**context, "host": host}).strip() + "\n"
    return HttpResponse(
        text.replace("\n", "\r\n"),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{Path(template).name}"'},
    )
