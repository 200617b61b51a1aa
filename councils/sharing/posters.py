"""Posters of councils and of the help page, as pages that print, and their QR codes as files."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from councils.page_cache import cache_by_record_version
from councils.record import CouncilOnDay, Provenance, record_on
from councils.sharing.pictures import responsible_council
from councils.sharing.qr import qr_file


@require_safe
@cache_by_record_version("size")
def council_poster(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a council's poster, A4 or with ``?size=a5`` A5."""
    row = council_of(slug)
    context = {
        "row": row,
        "record": record_on(),
        "ask": row.text.button.format(row.short_name_in_sentence),
        "age": Provenance.of([row]).sentence,
        "address": settings.SITE_URL + row.url,
        **size_context(request),
    }
    return render(request, "posters/council.html", context)


@require_safe
@cache_by_record_version("size")
def help_poster(request: HttpRequest) -> HttpResponse:
    """Show the poster of the page for a young person."""
    address = settings.SITE_URL + reverse("page", args=["need-help"])
    context = {"address": address, "record": record_on(), **size_context(request)}
    return render(request, "posters/need_help.html", context)


@require_safe
@cache_by_record_version()
def council_qr(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    return qr_response(council_of(slug).url, kind)


@require_safe
@cache_by_record_version()
def help_qr(request: HttpRequest, kind: str) -> HttpResponse:
    return qr_response(reverse("page", args=["need-help"]), kind)


def council_of(slug: str) -> CouncilOnDay:
    row = responsible_council(record_on(), slug)
    if row is None or row.slug != slug or not row.status.is_current:
        raise Http404("No council has this address.")
    return row


def size_context(request: HttpRequest) -> dict[str, str]:
    """Return the size of the sheet, and the other size to choose."""
    size = "a5" if request.GET.get("size") == "a5" else "a4"
    return {"size": size, "other_size": "a4" if size == "a5" else "a5"}


def qr_response(path: str, kind: str) -> HttpResponse:
    types = {"svg": "image/svg+xml", "png": "image/png"}
    return HttpResponse(qr_file(settings.SITE_URL + path, kind), content_type=types[kind])
