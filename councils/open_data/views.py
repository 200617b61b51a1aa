"""The data files and the page that explains them."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from councils.forms import DayForm
from councils.models import REGIONS
from councils.open_data.files import (
    ATTRIBUTION,
    LICENCES,
    as_csv,
    as_dataset,
    as_geojson,
    as_json,
    as_package,
)
from councils.open_data.tables import TABLES, JsonRow, Table
from councils.page_cache import cache_by_record_version, for_one_visitor
from councils.record import CouncilOnDay, Record, record_on
from councils.record.missing_from_care import share_sentences
from councils.tracker.forms import named

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
        "dataset": as_dataset(record_on()),
        "site": settings.SITE_URL,
        "share_of_care": share_sentences(record_on()),
    }
    return render(request, "councils/data.html", context)


@require_safe
@cache_by_record_version("at", "region", "status", "kind")
def data_file(request: HttpRequest, table: Table[Any], file_format: str) -> HttpResponse:
    """Return a table as the record stood ``?at=`` a day, and what other filters leave of it.

    A day or another filter that cannot be is explained in plain English (400).
    """
    write, media_type = FORMATS[file_format]
    try:
        if request.GET.get("at") and not table.takes_a_day:
            raise ValidationError(
                "This file is of today alone: take “at” out of the address. The files of councils"
                " and signatures can be had for any day."
            )
        record = record_on(day_in_record(request))
        rows = requested_rows(request, table, record)
    except ValidationError as error:
        return allow_any_site(explain(error))
    response = HttpResponse(write(table, record, rows), content_type=media_type)
    if file_format == "csv":
        name = f"{table.name}-{record.on.isoformat()}.csv"
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return allow_any_site(for_one_visitor(response) if "q" in request.GET else response)


@require_safe
@cache_by_record_version()
def package(request: HttpRequest) -> HttpResponse:
    """Return the data package: every file with its columns, types and keys."""
    document = as_package(record_on())
    return allow_any_site(HttpResponse(document, content_type="application/json"))


def day_in_record(request: HttpRequest) -> dt.date | None:
    """Return the day of ``?at=``, or None for today. Raise ValidationError in plain English."""
    form = DayForm(request.GET)
    if wrong := " ".join(map(str, form.errors.get("at", ()))) or form.too_early:
        raise ValidationError(wrong)
    return form.day


def requested_rows(request: HttpRequest, table: Table[Any], record: Record) -> list[JsonRow]:
    """Return a table's rows, or those that the filters of the public list leave of it.

    Raise ValidationError in plain English for a value that cannot be, and for a table whose rows
    are not each about one council.
    """
    rows = table.rows(record)
    for name in ("status", "kind"):
        if request.GET.get(name):
            wanted = known_value(table, name, request.GET[name])
            rows = [row for row in rows if row[name] == wanted]
    if slug := request.GET.get("region"):
        region = next((name for name in REGIONS if slugify(name) == slug), None)
        if region is None:
            raise ValidationError(
                "That is none of the nine regions. Write it as in the address of its page, like"
                " south-east."
            )
        of_region = [council for council in record.all_councils if council.region == region]
        rows = about(rows, of_region, table, "region")
    if typed := request.GET.get("q"):
        rows = about(rows, named(typed, record.all_councils), table, "name")
    return rows


def about(
    rows: list[JsonRow], councils: list[CouncilOnDay], table: Table[Any], what: str
) -> list[JsonRow]:
    """Return the rows about some councils."""
    column = next((name for name in ("council", "code") if name in table.column_names), None)
    if column is None:
        raise ValidationError(
            f"This file covers all of England, so you can’t get it for one {what}."
        )
    codes = {council.code for council in councils}
    return [row for row in rows if row[column] in codes]


def known_value(table: Table[Any], name: str, value: str) -> str:
    """Return a value that a column can have. Raise ValidationError in plain English otherwise."""
    allowed = next((column.allowed_values for column in table.columns if column.name == name), ())
    if not allowed:
        raise ValidationError(f"This file has no {name}: take “{name}” out of the address.")
    if value not in allowed:
        choose = f"Choose one of these: {', '.join(allowed)}."
        raise ValidationError(f"{table.title}: there is no such {name} in this file. {choose}")
    return value


def explain(error: ValidationError) -> HttpResponse:
    text = " ".join(error.messages) + "\n"
    return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")


def allow_any_site(response: HttpResponse) -> HttpResponse:
    """Let the scripts of every site read the response, and link to the page that explains it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Link"
    response.headers["Link"] = f'<{reverse("councils:data")}>; rel="describedby"'
    return response
