"""The home page, with the one line that says what is new."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from campaign.pages.models import NewsItem
from councils.dates import format_date
from councils.decisions import decisions_ahead
from councils.history.line import draw
from councils.history.names import tell
from councils.map.drawing import is_newly_signed
from councils.map.picture import picture
from councils.names import join_names
from councils.page_cache import cache_by_record_version
from councils.record import CouncilOnDay, Record, cached_with_record, closed_on, record_on
from councils.record.charter_text import is_held
from councils.record.fall import fall_sentence

NEW_FOR = dt.timedelta(days=30)
"""How long something is new, and how far ahead a council's last day is announced."""
MOST_NAMES = 3
"""The most councils that the line names; for more it gives their number."""


class New(NamedTuple):
    """Something new: what it is, in a line, and the page that says more."""

    words: str
    url: str


@require_safe
@cache_by_record_version()
def home(request: HttpRequest) -> HttpResponse:
    """Show today's map and count; ``?at=DAY`` redirects to the tracker on that day."""
    if day := request.GET.get("at"):
        return HttpResponseRedirect(f"{reverse('councils:tracker')}?{urlencode({'at': day})}")
    record = record_on()
    closed = closed_on()
    context = {
        "record": record,
        "closed_on": closed,
        "new": None if closed else newest(record),
        "line": draw(record),
        "names": tell(record),
        "is_charter_held": is_held(record),
        "england": reverse("councils:england", args=[picture(record).digest]),
    }
    return render(request, "home.html", context)


@cached_with_record
def newest(record: Record) -> New | None:
    """Return the one new thing that home says, if there is any."""
    return next(whats_new(record), None)


def whats_new(record: Record) -> Iterator[New]:
    """Yield what is new, the best first; home says the first alone."""
    signed = [row for row in record.councils if is_newly_signed(row, record.on)]
    if len(signed) == 1:
        words = f"{capfirst(named(signed))} signed {signed[0].when_words}."
        yield New(words, signed[0].url)
    elif signed:
        yield New(f"{capfirst(named(signed))} signed this month.", reverse("councils:over_time"))
    for decision in decisions_ahead(record):
        row = decision.row
        words = f"{capfirst(row.short_name_in_sentence)} {decision.decides}."
        yield New(words, row.url)
    if fell := fall_sentence(record, ""):
        yield New(fell, reverse("councils:over_time"))
    yield from ends(record)
    for item in NewsItem.objects.public(record.on).filter(day__gt=record.on - NEW_FOR)[:1]:
        yield New(item.title, item.get_absolute_url())


def ends(record: Record) -> Iterator[New]:
    """Yield which councils end within a month, or ended within the last, and who takes over."""
    for row in sorted(record.all_councils, key=lambda row: row.ends_on or dt.date.max):
        if not row.ends_on or not row.is_responsible or row.nation != "England":
            continue
        if not record.on - NEW_FOR < row.ends_on <= record.on + NEW_FOR:
            continue
        is_over = row.ends_on <= record.on
        last_day = format_date(row.ends_on - dt.timedelta(days=1))
        words = f"{row.short_name} {'closed' if is_over else 'ends'} on {last_day}"
        then = record_on(row.ends_on)
        if after := then.followers_of(then.by_id[row.id]):
            verb = "took over" if is_over else "takes over" if len(after) == 1 else "take over"
            words += f", and {named(after)} {verb}"
        yield New(f"{words}.", row.url)


def named(rows: list[CouncilOnDay]) -> str:
    """Return the names of a few councils, as they are in a sentence, or the number of many."""
    if len(rows) > MOST_NAMES:
        return f"{len(rows)} councils"
    return join_names([row.short_name_in_sentence for row in rows])
