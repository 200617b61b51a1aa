"""For journalists: sentences to quote of a council or a region, and the maps to download."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from councils.history.region_line import draw_region
from councils.page_cache import cache_by_record_version
from councils.record import Record, Tally, record_on
from councils.record.missing_from_care import CAUTION
from councils.sharing.five_sentences import count_sentence, five_sentences
from councils.sharing.pictures import press_map, render_png, responsible_council


@require_safe
@cache_by_record_version()
def press(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what the press may quote of a council or a region; a district leads to its council."""
    record = record_on()
    if slug == "england":
        return HttpResponseRedirect(reverse("page", args=["for-journalists"]))
    for region in record.regions:
        if region.slug == slug:
            return region_page(request, record, region)
    council = responsible_council(record, slug)
    if council is None or council.nation != "England":
        raise Http404("No council and no region has this address.")
    if not council.status.is_current:
        return HttpResponseRedirect(council.url)
    if council.slug != slug:
        return HttpResponseRedirect(reverse("councils:press", args=[council.slug]))
    context = {
        "record": record,
        "row": council,
        "sentences": five_sentences(record, council),
        "caution": CAUTION,
    }
    return render(request, "press/council.html", context)


def region_page(request: HttpRequest, record: Record, region: Tally) -> HttpResponse:
    rows = [row for row in record.councils if row.region == region.name]
    context = {
        "record": record,
        "region": region,
        "quote": count_sentence(record, region),
        "line": draw_region(record, region),
        "rows": rows,
    }
    return render(request, "press/region.html", context)


@require_safe
@cache_by_record_version()
def map_file(request: HttpRequest, which: str, kind: str) -> HttpResponse:
    """Return a map of England, of hexagons or of true areas, as PNG or SVG."""
    record = record_on()
    svg = press_map(record, "areas" if which == "areas" else "hexagons")
    if kind == "svg":
        response = HttpResponse(svg, content_type="image/svg+xml")
    else:
        response = HttpResponse(render_png(svg), content_type="image/png")
    saved_as = f"runaways-charter-england-{record.on.isoformat()}-{which}.{kind}"
    response.headers["Content-Disposition"] = f'inline; filename="{saved_as}"'
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
