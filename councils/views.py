"""Views for the pages of the public record."""

from typing import Any

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from councils.council_page.page import CouncilPage
from councils.council_page.slug_redirects import council_called
from councils.dates import today
from councils.forms import DayForm
from councils.map.page_context import map_context
from councils.page_cache import cache_by_record_version, for_one_visitor
from councils.record import CouncilOnDay, Record, Tally, closed_on, current_day, record_on
from councils.safeguarding.call_for_help import may_be_about_the_writer, sounds_like_a_call_for_help
from councils.search import lookup
from councils.search.elsewhere import steps_elsewhere
from councils.search.places.gazetteer import gazetteer
from councils.search.suggestions import suggestions as all_suggestions
from councils.sharing import press_sentences
from councils.signature_history.date_picker import picker
from councils.signature_history.periods import timeline
from councils.tracker.forms import TrackerForm
from councils.tracker.text import TrackerText

COMPACT = {"ensure_ascii": False, "separators": (",", ":")}
"""Arguments of json.dumps for compact output that only programs read."""


@csrf_exempt  # it changes nothing, so a forged request does no harm
@require_http_methods(["GET", "HEAD", "POST"])
def tracker(request: HttpRequest) -> HttpResponse:
    """Show the list and the map of councils that match the filters, on any day.

    The filters are sent by POST, so that a postcode typed as a name never gets into an address.
    """
    return search_tracker(request) if request.method == "POST" else show_tracker(request)


@cache_by_record_version("q", "status", "region", "kind", "at", "view")
def show_tracker(request: HttpRequest) -> HttpResponse:
    """Show the tracker for the query in an address; a postcode in it is removed and reported."""
    if not lookup.is_postcode(request.GET.get("q", "")):
        form = TrackerForm(request.GET)
        response = tracker_page(request, form)
        has_own_words = form.has_own_words(record_on(form.asked))
        return for_one_visitor(response) if has_own_words else response
    leave_out_name(request, request.GET)
    return for_one_visitor(tracker_page(request, TrackerForm(request.GET), True))


def search_tracker(request: HttpRequest) -> HttpResponse:
    """Redirect a name to its own address and a postcode to its council; answer other words."""
    typed = request.POST.get("q", "")
    if lookup.is_postcode(typed) or sounds_like_a_call_for_help(typed):
        return answer_to(request, typed)
    form = TrackerForm(request.POST)
    record = record_on(form.asked)
    is_name = form.is_valid() and (form.rows(record) or form.also(record, []).is_right)
    if is_name or not typed and form.is_valid():
        return for_one_visitor(HttpResponseRedirect(form.address, status=303))
    leave_out_name(request, request.POST)
    return for_one_visitor(tracker_page(request, form))


def leave_out_name(request: HttpRequest, typed: QueryDict) -> None:
    """Remove the name from the request's query, from which the page makes its links."""
    query = typed.copy()
    query.pop("q", None)
    request.GET = query  # type: ignore[assignment]  # the stubs expect an immutable QueryDict


def tracker_page(
    request: HttpRequest, form: TrackerForm, left_out_postcode: bool = False
) -> HttpResponse:
    now, record = record_on(), record_on(form.asked)
    too_early = form.too_early
    rows = [] if too_early else form.rows(record)
    region = record.region(form.region_name)
    context: dict[str, Any] = {
        "form": form,
        "record": record,
        "rows": rows,
        "also": None if too_early else form.also(record, rows),
        "left_out_postcode": left_out_postcode,
        "region": region,
        "legend": record.legend_of(form.region_name),
        "too_early": too_early,
        "at": form.asked,
        "shared_as": form.shared_as,
        "is_ahead": record.on > now.on,
        "coming": [] if too_early else form.coming(record),
        "days": picker(timeline(), now.on, form),
        "show_helplines": not rows and may_be_about_the_writer(form.data.get("q", "")),
    }
    if not too_early:
        context |= to_quote(form, record, region, rows)
    if not too_early and form.view != "list":
        filtered = rows if len(rows) < record.total else None
        context |= map_context(request, record, filtered, form.region_name)
    context["text"] = TrackerText(
        record,
        region,
        form.asked,
        rows,
        context["coming"],
        quote=context.get("quote", ""),
        shared_as=form.shared_as,
        file_query=form.file_query,
    )
    return render(request, "councils/tracker.html", context)


def to_quote(
    form: TrackerForm, record: Record, region: Tally | None, rows: list[CouncilOnDay]
) -> dict[str, str]:
    """Return a sentence for the press on a region or England, and how its dates are known.

    Return {} if another filter is set or the day is in the future: that is not quotable.
    """
    other_filters = [name for name in ("q", "status", "kind") if form.data.get(name)]
    if other_filters or record.on > today():
        return {}
    return {
        "quote": press_sentences.count_sentence(record, region),
        "days_known": press_sentences.date_precision_sentence(rows) if region else "",
    }


@require_safe
@cache_by_record_version("from", "place", "called", "at")
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a council's status, what to do next and how we know; ``?at=`` chooses the day."""
    form = DayForm(request.GET)
    day = None if form.asked == current_day() else form.asked
    wrong_day, too_early = " ".join(map(str, form.errors.get("at", ()))), form.too_early
    record = record_on(form.day)
    row = record.by_slug.get(slug)
    if row is None:
        raise Http404("No council has this address.")
    came_from = request.GET.get("from", "")
    district = council_called(record, came_from) if came_from else None
    slug_of_place = request.GET.get("place")  # read the gazetteer only if a place is asked for
    place = gazetteer().by_slug(slug_of_place) if slug_of_place else None
    closed = closed_on()
    page = CouncilPage(record, row, district, place, request.GET.get("called", ""), day or closed,
                       today(), closed)  # fmt: skip
    context = {"page": page, "row": row, "record": record, "wrong_day": wrong_day,
               "too_early": too_early, "site_url": settings.SITE_URL,
               "next_steps": steps_elsewhere(row)}  # fmt: skip
    response = render(request, "councils/too_early.html" if too_early else page.template, context)
    strayed = "from" in request.GET and page.explains is None
    strayed |= "place" in request.GET and not page.where_the_place_is
    strayed |= "called" in request.GET and not page.former_name
    return for_one_visitor(response) if strayed or wrong_day else response


@csrf_exempt  # it changes nothing, so a forged request does no harm
def find(request: HttpRequest) -> HttpResponse:
    """Show the search box or a choice; by POST, answer a postcode or a name without storing it."""
    if request.method != "POST":
        record = record_on()
        return answer_page(request, lookup.offer(request.GET, record), record)
    return answer_to(request, request.POST.get("q", ""))


def answer_to(request: HttpRequest, typed: str) -> HttpResponse:
    """Answer the search box: redirect to an address, or quote it on an uncached page."""
    record = record_on()
    answer = lookup.resolve(typed, record, go_on="go_on" in request.POST)
    if address := answer.url:
        return for_one_visitor(HttpResponseRedirect(address, status=303))
    return for_one_visitor(answer_page(request, answer, record, typed))


@require_safe
@cache_by_record_version()
def suggestions(request: HttpRequest) -> HttpResponse:
    """Return every name that the search box can suggest, for the browser to search."""
    return JsonResponse(all_suggestions(record_on()), json_dumps_params=COMPACT)


def answer_page(
    request: HttpRequest, answer: lookup.Answer, record: Record, typed: str = ""
) -> HttpResponse:
    context = {
        "answer": answer,
        "heading": answer.heading(typed[: lookup.MAX_LENGTH]),
        "typed": typed[: lookup.MAX_LENGTH],
        "record": record,
    }
    return render(request, f"councils/answers/{answer.kind}.html", context)
