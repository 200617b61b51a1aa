"""The days on which councils decide, as a file for calendars (RFC 5545)."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from councils.decisions.ahead import decisions_ahead
from councils.page_cache import cache_by_record_version
from councils.record import record_on

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
