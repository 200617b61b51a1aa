"""The history: chart, cards, table, and the days on which the record changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.forms import DayForm
from councils.page_cache import cache_by_record_version, for_one_visitor
from councils.record import record_on
from councils.record.fall import fall_sentence
from councils.signature_history import chart, chart_table, date_picker
from councils.signature_history.first_map import first_map
from councils.signature_history.history_cards import cards
from councils.signature_history.periods import timeline


@require_safe
@cache_by_record_version("at")
def over_time(request: HttpRequest) -> HttpResponse:
    """Show the history until the day in ``?at=`` (default: today), or an error for a wrong day."""
    form = DayForm(request.GET)
    history, today = timeline(), record_on().on
    day = form.day or today
    is_ahead = day > today
    record = record_on(day)
    story = cards(record, is_today=form.day is None)
    context = {
        "form": form,
        "at": form.day,
        "record": record,
        "fall": fall_sentence(record),
        "is_ahead": is_ahead,
        "had": "would have" if is_ahead else "had",
        "chart": chart.draw(history, day, story, record.all_councils),
        "cards": story,
        "first_map": first_map(),
        "rows": chart_table.table(history, day),
        "unknown_days": chart_table.unknown_days_sentence(history, day),
        "years": date_picker.by_year(history, today),
    }
    response = render(request, "councils/over_time.html", context)
    return response if form.is_valid() else for_one_visitor(response)
