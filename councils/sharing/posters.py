"""Posters of councils and of the help page, as pages that print, and their QR codes as files."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from councils.dates import format_date
from councils.names import lower_first
from councils.page_cache import cache_by_record_version
from councils.record import CouncilOnDay, Record, record_on
from councils.record.status import Status
from councils.sharing import font_metrics
from councils.sharing.cards import told_beside, told_shortly
from councils.sharing.pictures import responsible_council
from councils.sharing.qr import qr_file, qr_in_frame


@require_safe
@cache_by_record_version("size")
def council_poster(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a council's poster, A4 or with ``?size=a5`` A5."""
    row = council_of(slug)
    record = record_on()
    address = settings.SITE_URL + row.url
    lines, is_long = asked_on_the_house(row)
    context = {
        "row": row,
        "record": record,
        "status": status_told(record, row),
        "next_door": " ".join(told_beside(record, row)) if row.status != Status.SIGNED else "",
        "ask": lines,
        "is_long": is_long,
        "address": address,
        "shown_address": address.partition("://")[2],
        "qr": qr_in_frame(address, 57, 56, 76),
        **size_context(request),
    }
    return render(request, "posters/council.html", context)


def status_told(record: Record, row: CouncilOnDay) -> str:
    """Return its status inside a sentence, with its day, or the day by which none was found."""
    if row.status == Status.NOT_SIGNED and row.refusal:
        return f"answered {row.refusal.when.words} that it won’t sign"
    if row.status == Status.NOT_SIGNED:
        return f"no signature found by {unbroken(format_date(record.on))}"
    if row.status == Status.SIGNED and not row.disputed:
        return told_shortly(row)
    return lower_first(row.dated_status)


def unbroken(words: str) -> str:
    """Return words that stay on one line."""
    return words.replace(" ", "\xa0")


ONE_LINE = 49
"""Where a line on the house stands, in units of the drawing."""
WALL = 92
"""The room on the house for a line."""


def asked_on_the_house(row: CouncilOnDay) -> tuple[list[tuple[int, str]], bool]:
    """Return the lines over the window with their heights, and whether they are small.

    A sheet of paper can be hung up for long, so it asks or thanks for nothing that may change.
    """
    face = font_metrics.heading()
    words = f"Ask {row.short_name_in_sentence}."
    if face.width(words, 11) <= WALL:
        return [(ONE_LINE, words)], False
    broken = face.balanced(words, 7, WALL)
    top = ONE_LINE - 8 * (len(broken) - 1)
    return [(top + 8 * number, line) for number, line in enumerate(broken)], True


@require_safe
@cache_by_record_version("size")
def help_poster(request: HttpRequest) -> HttpResponse:
    """Show the poster of the page for a young person."""
    address = settings.SITE_URL + reverse("page", args=["need-help"])
    context = {"address": address, **size_context(request)}
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
    """Return the size of the sheet, the other size to choose, and the day at its foot."""
    size = "a5" if request.GET.get("size") == "a5" else "a4"
    other = "a4" if size == "a5" else "a5"
    return {"size": size, "other_size": other, "day": unbroken(format_date(record_on().on))}


def qr_response(path: str, kind: str) -> HttpResponse:
    types = {"svg": "image/svg+xml", "png": "image/png"}
    return HttpResponse(qr_file(settings.SITE_URL + path, kind), content_type=types[kind])
