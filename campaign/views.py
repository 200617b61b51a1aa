"""The home page, health checks, and error pages."""

import datetime as dt
from contextlib import suppress

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from campaign.home.coming import next_cards
from campaign.home.reasons import REASONS
from campaign.operations.backups.backup_health import check_backups
from campaign.outbox.health import check_health
from campaign.release import VERSION
from councils.map.drawing import map_context
from councils.map.region_rows import region_rows
from councils.models import RecordVersion
from councils.page_cache.decorator import cache_by_record_version
from councils.postcodes.store import active_index
from councils.record import record_on
from councils.record.fall import fall_sentence
from councils.sharing.share_row import ShareLinks

SHARED_WORDS = (
    "When a child runs away, their council should be ready. Is yours on record as having signed the"
    " Runaways’ Charter?"
)
SHARED_SUBJECT = "Children who run away, and your council"


@require_safe
@cache_by_record_version("view")
def home(request: HttpRequest) -> HttpResponse:
    """Show today's map and count; ``?at=DAY`` redirects to the tracker on that day."""
    if day := request.GET.get("at"):
        return HttpResponseRedirect(f"{reverse('councils:tracker')}?{urlencode({'at': day})}")
    record = record_on()
    context = {
        "record": record,
        "fall": fall_sentence(record),
        "reasons": REASONS,
        "regions": region_rows(record),
        "next_cards": next_cards(record),
        "share_links": ShareLinks.of(reverse("home"), SHARED_WORDS, SHARED_SUBJECT),
        **map_context(request, record),
    }
    return render(request, "home.html", context)


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Answer load balancers as long as the process runs, whatever else is wrong."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer monitors with 200 if all is well, else with 503, and say which part is not."""
    checks = {"database": database_answers(), "postcodes": False, "outbox": False, "backup": False}
    mail: dict[str, object] = {}
    backups: dict[str, object] = {}
    if checks["database"]:
        checks["postcodes"] = active_index() is not None
        with suppress(DatabaseError):  # such as missing tables
            mail = check_health().as_data()
            checks["outbox"] = not mail["problem"]
            backups = check_backups().as_data()
            checks["backup"] = not backups["problem"]
    well = all(checks.values())
    body: dict[str, object] = {
        "well": well,
        "version": VERSION,
        **{name: "well" if ok else "not well" for name, ok in checks.items()},
    }
    body |= {"mail": mail, "backups": backups}
    body["at"] = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    response = JsonResponse(body, status=200 if well else 503)
    response.headers["Cache-Control"] = "no-store"
    return response


def database_answers() -> bool:
    """Whether the database can be reached and has its tables."""
    try:
        return RecordVersion.objects.number() is not None
    except (DatabaseError, RecordVersion.DoesNotExist):
        return False


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something is broken, without using the database: that may be what is broken."""
    return render(request, "500.html", status=500)
