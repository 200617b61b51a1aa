"""What other sites show of the record: badge, frames, and the pictures for shares."""

import re
from functools import wraps

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from councils.council_page.page import BUTTONS
from councils.forms import before_the_record, day_asked_for
from councils.map import drawing
from councils.page_cache.decorator import cache_by_record_version
from councils.page_cache.marks import never_store
from councils.record import record_on
from councils.sharing import badge, oembed
from councils.sharing import share_picture as pictures
from councils.sharing.embed_snippets import ways_to_embed
from councils.sharing.resolve import who_can_sign

FOR_A_MINUTE = "public, max-age=60, s-maxage=60"
"""A page elsewhere may show what stood a minute ago."""
IN_FRAMES = {**settings.SECURE_CSP, "frame-ancestors": ["*"], "script-src": [CSP.NONE]}
WITH_FRAMES = {**settings.SECURE_CSP, "frame-src": [CSP.SELF]}


def framable(view):
    """Let any site show a view in a frame. No script runs there; every other rule stays."""

    @xframe_options_exempt
    @csp_override(IN_FRAMES)
    @require_safe
    @cache_by_record_version()
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = FOR_A_MINUTE
        return response

    return wrapped


@framable
def frame(request, slug):
    """One council in a frame."""
    record = record_on()
    row = who_can_sign(record, slug)
    if row is None:
        return render(request, "embed/nobody.html", status=404)
    context = {
        "row": row,
        "tally": record.region(row.region),
        "button": BUTTONS[row.status].format(row.short_name_in_sentence)
        if row.status in BUTTONS
        else "",
    }
    return render(request, "embed/council.html", context)


@framable
def map_frame(request):
    """The whole map in a frame."""
    record = record_on()
    context = {"record": record, "map": drawing.hexagons(record)}
    return render(request, "embed/map.html", context)


@csp_override(WITH_FRAMES)
@require_safe
@cache_by_record_version("council")
def how_to_embed(request):
    """The page on which anyone copies the code for their own site."""
    record = record_on()
    asked = request.GET.get("council", "")
    row = who_can_sign(record, asked)
    context = {
        "record": record,
        "row": row,
        "unknown": asked and row is None,
        "councils": sorted(record.councils, key=lambda one: one.short_name),
        "ways": ways_to_embed(row),
        "site_url": settings.SITE_URL,
    }
    response = render(request, "councils/embed.html", context)
    return never_store(response) if context["unknown"] else response


@require_safe
def oembed_file(request):
    """What a site that knows oEmbed asks for when somebody pastes an address of ours."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse("Only JSON.\n", status=501, content_type="text/plain")
    sizes = [request.GET.get(name, "") for name in ("maxwidth", "maxheight")]
    most = [int(size) if re.fullmatch(r"[0-9]{1,5}", size) else None for size in sizes]
    found = oembed.answer(record_on(), request.GET.get("url", ""), *most)
    if found is None:
        raise Http404("There is nothing to embed at this address.")
    response = JsonResponse(found)
    response.headers["Cache-Control"] = FOR_A_MINUTE
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@cache_by_record_version()
def badge_file(request, slug):
    row = who_can_sign(record_on(), slug)
    if row is None:
        raise Http404("No council has this address.")
    response = HttpResponse(badge.drawn(row), content_type="image/svg+xml")
    response.headers["Cache-Control"] = FOR_A_MINUTE
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@cache_by_record_version("at")
def share_picture(request, slug):
    """The picture of a council, a region or the whole country, also as on ``?at=`` a day."""
    record = record_on(chosen_day(request))
    region = next((tally for tally in record.regions if tally.slug == slug), None)
    if slug == "england":
        png = pictures.of_country(record)
    elif region:
        png = pictures.of_region(record, region)
    elif row := who_can_sign(record, slug):
        png = pictures.of_council(record, row)
    else:
        raise Http404("No council has this address.")
    response = HttpResponse(png, content_type="image/png")
    # Drawn pictures are kept apart, and few of them: every day of every council would push out all.
    return never_store(response) if "at" in request.GET else response


def chosen_day(request):
    """Return the day of ``?at=``, or None. There is no picture of a day that is none."""
    try:
        day = day_asked_for(request.GET["at"]) if request.GET.get("at") else None
    except ValidationError as error:
        raise Http404(" ".join(error.messages)) from None
    if message := before_the_record(day):
        raise Http404(message)
    return day
