"""The story so far: the count as a band of light, seven dated cards, and the days of change."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.forms import DayForm
from councils.history.days import days_of_change, unknown_days_sentence
from councils.history.line import draw
from councils.history.names import tell
from councils.page_cache import cache_by_record_version, for_one_visitor
from councils.record import CouncilOnDay, Record, record_on
from councils.record.fall import fall_sentence


@require_safe
@cache_by_record_version("at")
def over_time(request: HttpRequest) -> HttpResponse:
    """Tell the story until the day in ``?at=`` (default: today), or say what is wrong with it."""
    form = DayForm(request.GET)
    today = record_on()
    record = record_on(form.day or today.on)
    context = {
        "form": form,
        "at": form.day,
        "record": record,
        "fall": fall_sentence(record, ""),
        "line": draw(record),
        "names": tell(record, "the Runaways’ Charter"),
        "roll": listed_in_2013(today),
        "unknown_days": unknown_days_sentence(record),
        "days": days_of_change(today)[::-1],
        "today": today.on,
    }
    response = render(request, "councils/history.html", context)
    return response if form.is_valid() else for_one_visitor(response)


def listed_in_2013(record: Record) -> list[CouncilOnDay]:
    """Return the councils that The Children's Society named in 2013, whatever they did since."""
    named = [row for row in record.all_councils if row.is_listed]
    return sorted(named, key=lambda row: row.short_name)
