"""Signatures over time: the chart, its table, and the days on which the record changed."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.forms import DayForm
from councils.page_cache.decorator import cache_by_record_version
from councils.page_cache.marks import never_store
from councils.record import record_on
from councils.signature_history import chart, date_picker
from councils.signature_history.periods import timeline


@require_safe
@cache_by_record_version("at")
def over_time(request):
    """The chart until today, or until ``?at=`` a day; a wrong day is said so."""
    form = DayForm(request.GET)
    known, today = timeline(), record_on().on
    on = form.day or today
    context = {
        "form": form,
        "at": form.day,
        "record": record_on(on),
        "is_ahead": on > today,
        "chart": chart.draw(known, on),
        "lines": chart.table(known, on),
        "days_known": chart.how_days_are_known(known, on),
        "years": date_picker.by_year(known, today),
    }
    response = render(request, "councils/over_time.html", context)
    return response if form.is_valid() else never_store(response)
