"""Serve the days on which councils decide as a file for calendars."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from councils.decisions.ahead import decisions_ahead
from councils.decisions.calendar_file import calendar_file
from councils.page_cache import cache_by_record_version
from councils.record import record_on


@require_safe
@cache_by_record_version("council")
def decisions(request: HttpRequest) -> HttpResponse:
    """Serve every decision that is due; with ``?council=`` that of one council."""
    record = record_on()
    due = decisions_ahead(record)
    if slug := request.GET.get("council"):
        if slug not in record.by_slug:
            raise Http404("No council has this address.")
        due = [decision for decision in due if decision.row.slug == slug]
    response = HttpResponse(calendar_file(due, record.on), content_type="text/calendar")
    response.headers["Content-Disposition"] = 'attachment; filename="decisions.ics"'
    return response
