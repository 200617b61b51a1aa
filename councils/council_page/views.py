"""A council's page, on any day."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from councils.council_page.page import CouncilPage
from councils.dates import today
from councils.forms import DayForm
from councils.models import CouncilName
from councils.page_cache import PUBLIC, cache_by_record_version, for_one_visitor
from councils.record import CouncilOnDay, Record, closed_on, current_day, record_on
from councils.search.answers import steps_elsewhere
from councils.search.gazetteer import gazetteer


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
               "next_steps": [] if row.nation == "England" else steps_elsewhere(row)}  # fmt: skip
    response = render(request, "councils/too_early.html" if too_early else page.template, context)
    strayed = "from" in request.GET and page.explains is None
    strayed |= "place" in request.GET and not page.where_the_place_is
    strayed |= "called" in request.GET and not page.former_name
    return for_one_visitor(response) if strayed or wrong_day else response


type View = Callable[..., HttpResponse]


def redirect_former_slugs(view: View) -> View:
    """Redirect requests for a council's former slug, wherever ``view`` answers 404.

    Former slugs are looked up only then, so that other pages need no further query.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            if moved := redirect_to_current_slug(request, kwargs):
                return moved
            raise
        if response.status_code == 404:
            return redirect_to_current_slug(request, kwargs) or response
        return response

    return wrapped


def redirect_to_current_slug(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse | None:
    """Return a permanent redirect to the same page under the council's current slug, or None."""
    slug = current_slug(kwargs["slug"])
    match = request.resolver_match
    if slug is None or match is None:
        return None
    address = reverse(match.view_name, kwargs={**match.kwargs, "slug": slug})
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponsePermanentRedirect(
        f"{address}?{query}" if query else address,
        # 308 rather than 301, so that the browser sends a form again and nothing typed is lost.
        preserve_request=request.method not in ("GET", "HEAD"),
    )
    # A council can get a former slug back, so no browser may keep this for ever.
    response.headers["Cache-Control"] = PUBLIC
    return response


def council_called(record: Record, slug: str) -> CouncilOnDay | None:
    """Return the council that has a slug or used to have it, or None."""
    return record.by_slug.get(slug) or record.by_slug.get(current_slug(slug) or "")


def current_slug(slug: str) -> str | None:
    """Return the current slug of the council that used to have ``slug``, or None."""
    current = CouncilName.objects.current_slugs([slug]).get(slug)
    return current if current != slug else None
