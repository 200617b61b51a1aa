"""Views of what other sites show: badges, frames, and the pictures of shared links."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP, build_policy
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from councils.addresses import council_or_404
from councils.forms import DayForm
from councils.map.choosing import hexagon_links
from councils.open_data.views import day_refused
from councils.page_cache import cache_by_record_version, for_one_visitor
from councils.record import Record, closed_on, record_on
from councils.record.snapshot import pause_of
from councils.sharing.cards import asked_card, card_of
from councils.sharing.pictures import (
    badge_svg,
    country_picture,
    regional_tally,
    responsible_council,
)

FOR_A_MINUTE = "public, max-age=60, s-maxage=60"
"""A page on another site may be up to a minute behind the record."""
POLICY = cast("dict[str, list[str]]", settings.SECURE_CSP)
IN_FRAMES = build_policy({**POLICY, "frame-ancestors": ["*"], "script-src": [CSP.NONE]})
WITH_FRAMES = build_policy({**POLICY, "frame-src": [CSP.SELF]})


def framable(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let any site show a view in a frame. No script runs there; every other rule stays."""

    @xframe_options_exempt
    @require_safe
    @cache_by_record_version()
    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs: str) -> HttpResponse:
        response = view(request, record_on(), **kwargs)
        response.headers["Cache-Control"] = FOR_A_MINUTE
        response.headers["Content-Security-Policy"] = IN_FRAMES
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return wrapped


@framable
def frame(request: HttpRequest, record: Record, slug: str) -> HttpResponse:
    """Show one council in a frame."""
    council = responsible_council(record, slug)
    if council is None:
        return render(request, "sharing/nobody.html", status=404)
    button = council.text.button.format(council.short_name_in_sentence)
    takes_letters = not (closed_on() or pause_of(record, council))
    context = {
        "row": council,
        "tally": regional_tally(record, council),
        "button": button if takes_letters else "",
    }
    return render(request, "sharing/council.html", context)


@framable
def map_frame(request: HttpRequest, record: Record) -> HttpResponse:
    """Show the whole map in a frame."""
    return render(request, "sharing/map.html", {"record": record, "map": hexagon_links(record)})


@require_safe
@cache_by_record_version("council")
def how_to_embed(request: HttpRequest) -> HttpResponse:
    """Show the page with the HTML that anyone can copy for their own site."""
    record = record_on()
    slug = request.GET.get("council", "")
    chosen = record.with_slug(slug)
    council = responsible_council(record, chosen.slug) if chosen else None
    is_unknown = bool(slug) and council is None
    context = {
        "row": council,
        "is_unknown": is_unknown,
        "councils": sorted(record.councils, key=lambda council: council.short_name),
        "site_url": settings.SITE_URL,
    }
    response = render(request, "sharing/page.html", context)
    response.headers["Content-Security-Policy"] = WITH_FRAMES
    return for_one_visitor(response) if is_unknown else response


@require_safe
@cache_by_record_version()
def badge_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Return a council's badge as SVG, which scripts on any site may read."""
    council = council_or_404(responsible_council(record_on(), slug))
    response = HttpResponse(badge_svg(council), content_type="image/svg+xml")
    response.headers["Cache-Control"] = FOR_A_MINUTE
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
@cache_by_record_version("at", "v")
def share_picture(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the picture of a council or the whole country, ``?at=`` a day if given."""
    record = record_asked_for(request)
    if slug == "england":
        return png_response(country_picture(record))
    council = council_or_404(responsible_council(record, slug))
    return png_response(card_of(record, council).png)


@require_safe
@cache_by_record_version("at", "v")
def share_asked_picture(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the picture that somebody may share who has written to a council."""
    record = record_asked_for(request)
    council = council_or_404(responsible_council(record, slug))
    return png_response(asked_card(record, council).png)


def record_asked_for(request: HttpRequest) -> Record:
    """Return the record of the day in ``?at=``; raise Http404 for a day that has none."""
    form = DayForm(request.GET)
    if wrong := day_refused(form):
        raise Http404(wrong)
    return record_on(form.day)


def png_response(png: bytes) -> HttpResponse:
    response = HttpResponse(png, content_type="image/png")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
