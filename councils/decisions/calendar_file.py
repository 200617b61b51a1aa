"""The days on which councils decide, as a file for calendars (RFC 5545)."""

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from icalendar import Calendar, Event

from councils.decisions.ahead import Decision


def calendar_file(decisions: Iterable[Decision], on: dt.date) -> bytes:
    """Return a calendar with one whole day for each decision whose day is known."""
    calendar = Calendar()
    calendar.add("prodid", "-//Make Runaways Safe//Decisions of councils//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Councils deciding on the Runaways’ Charter")
    for decision in decisions:
        if decision.event.when.last_day:
            calendar.add_component(whole_day(decision, on))
    return bytes(calendar.to_ical())


def whole_day(decision: Decision, on: dt.date) -> Event:
    """Return the last day on which a council can decide."""
    row, event = decision.row, decision.event
    last_day = event.when.last_day
    assert last_day
    day = Event()
    day.add("uid", f"decision-{event.pk}@{urlsplit(settings.SITE_URL).hostname}")
    stamp = dt.datetime.combine(event.checked_on, dt.time())
    day.add("dtstamp", timezone.make_aware(stamp).astimezone(dt.UTC))
    day.add("dtstart", last_day)
    day.add("dtend", last_day + dt.timedelta(days=1))
    day.add("summary", f"{capfirst(row.short_name_in_sentence)} {decision.decides(on)}")
    day.add("description", f"{event.text} {event.source or event.source_url}")
    day.add("url", f"{settings.SITE_URL}{row.url}")
    day.add("transp", "TRANSPARENT")
    return day
