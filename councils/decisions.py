"""The decisions of councils that are due: which, what settles them, and a file for calendars."""

import datetime as dt
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from councils.models import Event, EventKind
from councils.page_cache import cache_by_record_version
from councils.record import CouncilOnDay, Record, cached_with_record, record_on

SETTLES = (EventKind.DECIDED, EventKind.WITHDRAWN)
"""Events after which a decision is no longer due. A signature settles it too."""

LONGEST_DATE = dt.timedelta(days=366)
"""The longest time that a date can stand for, a year: one from before is over, and not read."""


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
        return (
            f"decides {when.words.removesuffix(f' {when.last_day.year}') if near else when.words}"
        )


@cached_with_record
def decisions_ahead(record: Record) -> list[Decision]:
    """Return the next decision of each council due on a record's day or later, the soonest first.

    One that was taken, a signature or a withdrawal, dated after a decision was announced, settles
    it before its day.
    """
    counting = Event.objects.counting(record.on).order_by("counted_from", "pk")
    recent = Q(date=None) | Q(date__gt=record.on - LONGEST_DATE)
    announced = counting.filter(recent, kind=EventKind.DECISION_DUE)
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


# -- The days on which councils decide, as a file for calendars (RFC 5545) ------------------------

LONGEST_LINE = 75
"""In bytes; a longer line goes on in the next, after a space."""


@require_safe
@cache_by_record_version("council")
def decisions(request: HttpRequest) -> HttpResponse:
    """Serve each decision that is due as a whole day; with ``?council=`` that of one council."""
    record = record_on()
    due = [decision for decision in decisions_ahead(record) if decision.event.when.last_day]
    if slug := request.GET.get("council"):
        if slug not in record.by_slug:
            raise Http404("No council has this address.")
        due = [decision for decision in due if decision.row.slug == slug]
    context = {"due": due, "host": urlsplit(settings.SITE_URL).hostname}
    text = render_to_string("decisions.ics", context)
    response = HttpResponse(folded(text), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="decisions.ics"'
    return response


def folded(text: str) -> bytes:
    """Return lines as a calendar has them: no longer than it may be, and no letter cut in two."""
    lines = []
    for line in text.strip().split("\n"):
        rest, room = line.encode(), LONGEST_LINE
        while len(rest) > room:
            cut = room
            while rest[cut] & 0xC0 == 0x80:  # in the middle of a letter
                cut -= 1
            lines.append(rest[:cut])
            rest = b" " + rest[cut:]
        lines.append(rest)
    return b"".join(line + b"\r\n" for line in lines)
