"""Views of what other sites show: badges, frames, and the pictures of shared links."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from councils.council_page.slug_redirects import council_called
from councils.dates import format_date, today
from councils.map import drawing
from councils.open_data.files import future_notice
from councils.open_data.views import day_in_record, explain
from councils.page_cache import cache_by_record_version, for_one_visitor
from councils.record import Record, closed_on, current_day, record_on
from councils.record.paused_letters import pause_of
from councils.record.status import STATUSES
from councils.sharing.badge import badge_svg
from councils.sharing.embed_snippets import snippets
from councils.sharing.resolve import region_called, regional_tally, responsible_council
from councils.sharing.share_picture import council_picture, country_picture, region_picture

FOR_A_MINUTE = "public, max-age=60, s-maxage=60"
"""A page on another site may be up to a minute behind the record."""
POLICY = cast("dict[str, list[str]]", settings.SECURE_CSP)
IN_FRAMES: dict[str, list[str]] = {**POLICY, "frame-ancestors": ["*"], "script-src": [CSP.NONE]}
WITH_FRAMES: dict[str, list[str]] = {**POLICY, "frame-src": [CSP.SELF]}


def framable(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let any site show a view in a frame, of the record of today or ``?at=`` another day.

    No script runs there; every other rule stays. A day that cannot be is explained.
    """

    @xframe_options_exempt
    @csp_override(IN_FRAMES)
    @require_safe
    @cache_by_record_version("at")
    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs: str) -> HttpResponse:
        try:
            record = record_on(day_in_record(request))
        except ValidationError as error:
            response = explain(error)
        else:
            response = view(request, record, **kwargs)
        response.headers["Cache-Control"] = FOR_A_MINUTE
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return wrapped


@framable
def frame(request: HttpRequest, record: Record, slug: str) -> HttpResponse:
    """Show one council in a frame."""
    council = responsible_council(record, slug)
    if council is None:
        return render(request, "embed/nobody.html", status=404)
    button = STATUSES[council.status].button.format(council.short_name_in_sentence)
    takes_letters = record.on == today() and not (closed_on() or pause_of(record, council))
    context = {
        "row": council,
        "tally": regional_tally(record, council),
        "button": button if takes_letters else "",
        "day_note": day_note(record),
    }
    return render(request, "embed/council.html", context)


@framable
def map_frame(request: HttpRequest, record: Record) -> HttpResponse:
    """Show the whole map in a frame."""
    context = {"record": record, "map": drawing.hexagons(record), "day_note": day_note(record)}
    return render(request, "embed/map.html", context)


def day_note(record: Record) -> str:
    """Return the words by which a frame of a day other than today names that day."""
    if record.on == current_day():
        return ""
    if record.on > today():
        return future_notice(record)
    return f"This is the record of {format_date(record.on)}, as we know it now."


@csp_override(WITH_FRAMES)
@require_safe
@cache_by_record_version("council")
def how_to_embed(request: HttpRequest) -> HttpResponse:
    """Show the page with the HTML that anyone can copy for their own site."""
    record = record_on()
    slug = request.GET.get("council", "")
    chosen = council_called(record, slug)
    council = responsible_council(record, chosen.slug) if chosen else None
    is_unknown = bool(slug) and council is None
    context = {
        "row": council,
        "is_unknown": is_unknown,
        "councils": sorted(record.councils, key=lambda council: council.short_name),
        "snippets": snippets(council),
        "site_url": settings.SITE_URL,
    }
    response = render(request, "councils/embed.html", context)
    return for_one_visitor(response) if is_unknown else response


@require_safe
@cache_by_record_version()
def badge_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Return a council's badge as SVG."""
    council = responsible_council(record_on(), slug)
    if council is None:
        raise Http404("No council has this address.")
    return for_any_site(HttpResponse(badge_svg(council), content_type="image/svg+xml"))


@require_safe
@cache_by_record_version("at", "v")
def share_picture(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the picture of a council, a region or the whole country, ``?at=`` a day if given."""
    try:
        record = record_on(day_in_record(request))
    except ValidationError as error:
        raise Http404(" ".join(error.messages)) from None
    png = picture_of(record, slug)
    if png is None:
        raise Http404("No council has this address.")
    response = HttpResponse(png, content_type="image/png")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def picture_of(record: Record, slug: str) -> bytes | None:
    """Return the picture of whatever a slug names, or None."""
    if slug == "england":
        return country_picture(record)
    if region := region_called(record, slug):
        return region_picture(record, region)
    council = responsible_council(record, slug)
    return council_picture(record, council) if council else None


def for_any_site(response: HttpResponse) -> HttpResponse:
    """Allow scripts on any site to read a response, and caches to keep it for a minute."""
    response.headers["Cache-Control"] = FOR_A_MINUTE
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
