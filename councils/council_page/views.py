"""A council's page, on any day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from councils.addresses import council_or_404
from councils.council_page.page import CouncilPage
from councils.dates import today
from councils.forms import DayForm
from councils.page_cache import cache_by_record_version, for_one_visitor
from councils.record import closed_on, current_day, record_on
from councils.search.gazetteer import gazetteer
from councils.search.nations import nation_code, next_steps


@require_safe
@cache_by_record_version("from", "place", "called", "at")
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a council's status, what to do next and how we know; ``?at=`` chooses the day."""
    form = DayForm(request.GET)
    day = None if form.asked == current_day() else form.asked
    wrong_day = " ".join(map(str, form.errors.get("at", ())))
    too_early = form.too_early
    record = record_on(form.day)
    row = council_or_404(record.by_slug.get(slug))
    came_from = request.GET.get("from", "")
    district = record.with_slug(came_from)
    slug_of_place = request.GET.get("place")  # read the gazetteer only if a place is asked for
    place = gazetteer().by_slug(slug_of_place) if slug_of_place else None
    closed = closed_on()
    called = request.GET.get("called", "")
    page = CouncilPage(record, row, district, place, called, day or closed, today(), closed)
    council = row.short_name_in_sentence
    context = {
        "page": page,
        "row": row,
        "record": record,
        "council": council,
        "Council": capfirst(council),
        "fact": row.fact or row.signature,
        "wrong_day": wrong_day,
        "too_early": too_early,
        "next_steps": next_steps(nation_code(row), row),
    }
    response = render(request, "councils/too_early.html" if too_early else page.template, context)
    strayed = (
        ("from" in request.GET and page.explains is None)
        or ("place" in request.GET and not page.where_the_place_is)
        or ("called" in request.GET and not page.former_name)
    )
    return for_one_visitor(response) if strayed or wrong_day else response
