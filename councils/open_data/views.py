"""The data files and the page that explains them."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from councils.forms import DayForm, readable
from councils.open_data.columns import Table
from councils.open_data.files import ATTRIBUTION, LICENCES, as_csv, as_geojson, as_json, as_package
from councils.open_data.tables import COUNCILS, SIGNATURES, TABLES
from councils.page_cache import cache_by_record_version, for_one_visitor
from councils.record import Record, record_on
from councils.record.missing_from_care import share_sentences
from councils.tracker.forms import Choice, TrackerForm

FORMATS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "json": (as_json, "application/json"),
    "geojson": (as_geojson, "application/geo+json"),
}
"""The formats of a table: the function that writes each, and its media type."""


@require_safe
@cache_by_record_version()
def data_page(request: HttpRequest) -> HttpResponse:
    """Show the page that explains every file and column."""
    context = {
        "record": record_on(),
        "tables": TABLES,
        "licences": LICENCES,
        "attribution": ATTRIBUTION,
        "site": settings.SITE_URL,
        "share_of_care": share_sentences(record_on()),
    }
    return render(request, "councils/data.html", context)


@require_safe
@cache_by_record_version("at", "region", "status", "kind")
def data_file(request: HttpRequest, table: Table[Any], file_format: str) -> HttpResponse:
    """Return a table as the record stood ``?at=`` a day; of councils, those in the filtered list.

    A day or another filter that cannot be is explained in plain English (400).
    """
    write, media_type = FORMATS[file_format]
    form = TrackerForm(request.GET)
    if refusal := why_not(form, table):
        return allow_any_site(
            HttpResponse(f"{refusal}\n", status=400, content_type="text/plain; charset=utf-8")
        )
    record = record_on(form.day)
    rows = table.rows(record, items_asked_for(form, table, record))
    response = HttpResponse(write(table, record, rows), content_type=media_type)
    if file_format == "csv":
        where = form.filters.get("region", "")
        parts = [part for part in (table.name, where, record.on.isoformat()) if part]
        response.headers["Content-Disposition"] = f'inline; filename="{"-".join(parts)}.csv"'
    return allow_any_site(for_one_visitor(response) if "q" in request.GET else response)


def items_asked_for(form: TrackerForm, table: Table[Any], record: Record) -> Iterable[Any]:
    """Return what the rows are about: of councils the filtered list, else all, or a region's."""
    if table is COUNCILS:
        return form.rows(record)
    items = table.items(record)
    if not form.region_name:
        return items
    return [item for item in items if region_of(item, record) == form.region_name]


def region_of(item: Any, record: Record) -> str:
    return record.by_id[item.council_id].region


OF_TRACKERS = (
    "fbclid", "gclid", "dclid", "gbraid", "wbraid", "srsltid", "_ga", "_gl", "msclkid", "twclid",
    "ttclid", "yclid", "li_fat_id", "mc_cid", "mc_eid", "igshid", "igsh", "mkt_tok", "_hsenc",
    "_hsmi",
)  # fmt: skip
"""Parameters that others add to an address to follow who opens it. They mean nothing here."""


def unknown(form: TrackerForm) -> list[str]:
    """Return the parameters of an address that no file knows."""
    found = []
    for name in form.data:
        is_a_trackers = name.lower() in OF_TRACKERS or name.lower().startswith("utm_")
        if name not in form.fields and not is_a_trackers:
            found.append(name)
    return found


def takes(table: Table[Any]) -> str:
    """Say which parameters a file takes."""
    if table is COUNCILS:
        return "It takes at, region, status, kind and q."
    if table is SIGNATURES:
        return "It takes at and region."
    return "It takes at." if table.takes_a_day else "It takes none."


def why_not(form: TrackerForm, table: Table[Any]) -> str:
    """Say why a file cannot be had as it is asked for; "" if it can."""
    if names := unknown(form):
        said = ", ".join(f"“{readable(name)}”" for name in names)
        return f"This file doesn’t know {said}. {takes(table)}"
    if wrong := day_refused(form):
        return wrong
    if form.errors:
        return " ".join(choices_of(form, name) for name in form.errors)
    known = {COUNCILS.name: set(form.filters), SIGNATURES.name: {"region"}}
    if not set(form.filters) <= known.get(table.name, set()):
        return f"This file can’t be had in part like that. {takes(table)}"
    if form.asked and not table.takes_a_day:
        return (
            "This file is of today alone: take “at” out of the address. The files of councils"
            " and signatures can be had for any day."
        )
    return ""


def choices_of(form: TrackerForm, name: str) -> str:
    """Say of a filter that cannot be which there are."""
    field = form.fields[name]
    if not isinstance(field, Choice):
        return str(form.errors[name][0])
    return f"There is no such {field.what}. There are: {', '.join(field.codes)}."


def day_refused(form: DayForm) -> str:
    """Say why there is nothing of the day in an address; "" if there is."""
    return " ".join(map(str, form.errors.get("at", ()))) or form.too_early


@require_safe
@cache_by_record_version()
def package(request: HttpRequest) -> HttpResponse:
    """Return the data package: every file with its columns, types and keys."""
    document = as_package(record_on())
    return allow_any_site(HttpResponse(document, content_type="application/json"))


def allow_any_site(response: HttpResponse) -> HttpResponse:
    """Let the scripts of every site read the response, and link to the page that explains it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Link"
    response.headers["Link"] = f'<{reverse("councils:data")}>; rel="describedby"'
    return response
