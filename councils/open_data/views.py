"""The data files and the page that explains them."""

from django.conf import settings
from django.forms import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from councils.forms import before_the_record, day_asked_for
from councils.models import Region
from councils.open_data.files import as_csv, as_json
from councils.open_data.geojson import as_geojson
from councils.open_data.licence import ATTRIBUTION, LICENCES
from councils.open_data.package import as_dataset, as_package
from councils.open_data.tables import TABLES
from councils.page_cache.decorator import cache_by_record_version
from councils.record import record_on

FORMS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "json": (as_json, "application/json"),
    "geojson": (as_geojson, "application/geo+json"),
}
"""The forms a table can take: who writes it, and what it is called on the way."""


@require_safe
@cache_by_record_version()
def about(request):
    context = {
        "record": record_on(),
        "tables": TABLES,
        "licences": LICENCES,
        "attribution": ATTRIBUTION,
        "dataset": as_dataset(record_on()),
        "site": settings.SITE_URL,
    }
    return render(request, "councils/data.html", context)


@require_safe
@cache_by_record_version("at", "region")
def data_file(request, table, form):
    """A table as the record stood ``?at=`` a day, in one form; a wrong day is said so.

    What is about councils can be asked for by ``?region=``.
    """
    write, content_type = FORMS[form]
    try:
        record = record_on(day_in_record(request))
        rows = of_region(request, table, record)
    except ValidationError as error:
        return for_any_site(refused(error))
    response = HttpResponse(write(table, record, rows), content_type=content_type)
    if form == "csv":
        name = f"{table.name}-{record.on.isoformat()}.csv"
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return for_any_site(response)


@require_safe
@cache_by_record_version("at")
def package(request):
    """The data package of a day: every file with its columns, types and keys."""
    try:
        record = record_on(day_in_record(request))
    except ValidationError as error:
        return for_any_site(refused(error))
    return for_any_site(HttpResponse(as_package(record), content_type="application/json"))


def day_in_record(request):
    """Return the day asked for, or None for today. Raises ValidationError in plain English."""
    day = day_asked_for(request.GET["at"]) if request.GET.get("at") else None
    if message := before_the_record(day):
        raise ValidationError(message)
    return day


def of_region(request, table, record) -> list[dict]:
    """Return a table's rows, or those about councils of ``?region=`` where it is asked for.

    Raises ValidationError in plain English: for no region of ours, and for a table whose rows are
    not each about one council.
    """
    rows, asked = table.rows(record), request.GET.get("region")
    if not asked:
        return rows
    region = next((name for name in Region.values if slugify(name) == asked), None)
    if region is None:
        raise ValidationError(
            "That is none of the nine regions. Write it as in the address of its page, like"
            " south-east."
        )
    if "region" in table.names:
        return [row for row in rows if row["region"] == region]
    if "council" in table.names:
        codes = {row.code for row in record.rows if row.region == region}
        return [row for row in rows if row["council"] in codes]
    raise ValidationError(
        f"{table.title}: this file is for all of England, so it cannot be asked for by region."
    )


def refused(error: ValidationError) -> HttpResponse:
    text = " ".join(error.messages) + "\n"
    return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")


def for_any_site(response: HttpResponse) -> HttpResponse:
    """Let the scripts of every site read the answer, and say where it is explained."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Link"
    response.headers["Link"] = f'<{reverse("councils:data")}>; rel="describedby"'
    return response
