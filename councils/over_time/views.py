"""Signatures over time: the chart, its table, and the days on which the record changed."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.forms import DayForm
from councils.kept import kept_page
from councils.over_time import chart, days
from councils.over_time.spells import timeline
from councils.record import record_on


@require_safe
@kept_page("at")
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
        "years": days.by_year(known, today),
    }
    response = render(request, "councils/over_time.html", context)
    response.do_not_keep = not form.is_valid()
    return response
