"""Signatures over time: the chart, its table, and the days on which the record changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.forms import DayForm
from councils.page_cache.decorator import cache_by_record_version
from councils.page_cache.marks import never_store
from councils.record import record_on
from councils.record.fall import fall_sentence
from councils.signature_history import chart, date_picker
from councils.signature_history.periods import timeline


@require_safe
@cache_by_record_version("at")
def over_time(request: HttpRequest) -> HttpResponse:
    """Show the chart up to the day in ``?at=`` (default: today), with an error for a wrong day."""
    form = DayForm(request.GET)
    history, today = timeline(), record_on().on
    day = form.day or today
    is_ahead = day > today
    context = {
        "form": form,
        "at": form.day,
        "record": record_on(day),
        "fall": fall_sentence(record_on(day)),
        "is_ahead": is_ahead,
        "are": "would be" if is_ahead else "were" if form.day else "are",
        "chart": chart.draw(history, day),
        "rows": chart.table(history, day),
        "unknown_days": chart.unknown_days_sentence(history, day),
        "years": date_picker.by_year(history, today),
    }
    response = render(request, "councils/over_time.html", context)
    return response if form.is_valid() else never_store(response)
