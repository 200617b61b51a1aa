"""Home, health, and the pages for when something is wrong."""

import datetime as dt
from contextlib import suppress

from django.db import DatabaseError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaign.outbox.health import condition
from councils.map.drawing import map_of
from councils.models import RecordVersion
from councils.page_cache.decorator import cache_by_record_version
from councils.postcodes.store import active_index
from councils.record import record_on
from councils.record.recent_signatures import latest


@require_safe
@cache_by_record_version("view")
def home(request):
    record = record_on()
    context = {"record": record, "latest": latest(record), **map_of(request, record)}
    return render(request, "home.html", context)


@require_safe
def alive(request):
    """For balancers: answers while the process does, whatever else is wrong."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
def health(request):
    """For monitors: 200 when all is well, else 503 and which part is not."""
    checks = {"database": database_answers(), "postcodes": False, "outbox": False}
    mail = {}
    if checks["database"]:
        checks["postcodes"] = active_index() is not None
        with suppress(DatabaseError):  # such as tables that are still to be made
            mail = condition().as_data()
            checks["outbox"] = not mail["problem"]
    well = all(checks.values())
    body = {"well": well, **{name: "well" if ok else "not well" for name, ok in checks.items()}}
    body["mail"] = mail
    body["at"] = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    response = JsonResponse(body, status=200 if well else 503)
    response.headers["Cache-Control"] = "no-store"
    return response


def database_answers() -> bool:
    try:
        return RecordVersion.objects.number() is not None
    except (DatabaseError, RecordVersion.DoesNotExist):
        return False


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def server_error(request):
    """The page for a fault of ours. It asks nothing of the database, which may be broken."""
    return render(request, "500.html", status=500)
