"""The story so far: the count as a line, seven dated cards, and the days of change."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.forms import DayForm
from councils.history import step_line
from councils.history.cards import cards
from councils.history.periods import timeline
from councils.page_cache import cache_by_record_version, for_one_visitor
from councils.record import record_on
from councils.record.fall import fall_sentence


@require_safe
@cache_by_record_version("at")
def over_time(request: HttpRequest) -> HttpResponse:
    """Tell the story until the day in ``?at=`` (default: today), or say what is wrong with it."""
    form = DayForm(request.GET)
    history, today = timeline(), record_on().on
    day = form.day or today
    record = record_on(day)
    context = {
        "form": form,
        "at": form.day,
        "record": record,
        "fall": fall_sentence(record),
        "chart": step_line.draw(history, day),
        "unknown_days": history.unknown_days_sentence(day),
        "cards": cards(record, form.have),
        "days": history.changes(),
        "today": today,
    }
    response = render(request, "councils/history.html", context)
    return response if form.is_valid() else for_one_visitor(response)
