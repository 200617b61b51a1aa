"""The tracker: which councils have signed, as a map and region by region, on any day."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from councils.dates import format_date, today
from councils.map.drawing import hexagon_links
from councils.map.picture import picture
from councils.page_cache import cache_by_record_version, for_one_visitor
from councils.record import CouncilOnDay, Record, Tally, cached_with_record, record_on
from councils.record.status import STATUSES, Status
from councils.safeguarding.call_for_help import may_be_about_the_writer
from councils.search import lookup
from councils.search.matcher import match_name
from councils.tracker.forms import TrackerForm, named


class RegionInList(NamedTuple):
    """A region that opens in place: its count, and its councils under each status."""

    tally: Tally
    groups: list[tuple[str, list[CouncilOnDay]]]


@require_safe
@cache_by_record_version("q", "status", "region", "kind", "at", "view")
def tracker(request: HttpRequest) -> HttpResponse:
    """Show the councils that an address asks for. A postcode in it is left out, and said to be."""
    asked = request.GET.copy()
    is_postcode = lookup.is_postcode(asked.get("q", ""))
    if is_postcode:
        del asked["q"]
    form = TrackerForm(asked)
    record, typed = record_on(form.day), form.filters.get("q", "")
    rows = [] if form.too_early else form.rows(record)
    is_all = len(rows) == record.total
    context = {
        "form": form,
        "record": record,
        "tally": record.region(form.region_name) or record,
        "is_postcode": is_postcode,
        "is_today": record.on == today(),
        "rows": rows,
        "is_all": is_all,
        "heading": heading(form, record),
        "legend": [line | {"to": to_list(form, line["status"], is_all)} for line in record.legend],
        "other_view": form.query("view", **({} if form.view else {"view": "areas"}))
        or reverse("councils:tracker"),
        "regions": every_region(record) if is_all else listed(record, rows, form.coming(record)),
        "also": match_name(typed, record).choices if typed and not rows else [],
        "show_helplines": not rows and may_be_about_the_writer(asked.get("q", "")),
    }
    if form.view == "areas":
        england = reverse("councils:england", args=[picture(record).digest])
        context["england"] = f"{england}{record.query}"
    elif form.view != "list" and not form.too_early:
        context["map"] = hexagon_links(record, None if is_all else rows)
    response = render(request, "councils/tracker.html", context)
    has_own_words = not form.is_valid() or typed and not named(typed, record.all_councils)
    return for_one_visitor(response) if is_postcode or has_own_words else response


def to_list(form: TrackerForm, status: str, is_all: bool) -> str:
    """Return where a status in the legend leads: to its councils in the list below."""
    return (
        "#signed"
        if is_all and status == Status.SIGNED
        else f"{form.query(*form.filters, status=status)}#list"
    )


def heading(form: TrackerForm, record: Record) -> str:
    """Return what the page is for: "Which councils in London had signed on 19 September 2013?"."""
    if form.too_early:
        return "Nothing to show for that day"
    region = record.region(form.region_name)
    where = f" in {region.short_name_in_sentence}" if region else ""
    if not form.day:
        return f"Which councils{where} have signed?"
    return f"Which councils{where} {form.have} signed on {format_date(form.day)}?"


@cached_with_record
def every_region(record: Record) -> SafeString:
    return listed(record, record.councils, TrackerForm({}).coming(record), is_all=True)


def listed(
    record: Record, rows: list[CouncilOnDay], coming: list[CouncilOnDay], is_all: bool = False
) -> SafeString:
    """Return the list of some councils, by region; with all of them, also of the signed alone."""
    context = {
        "record": record,
        "is_all": is_all,
        "signed": [row for row in rows if is_all and row.status == Status.SIGNED],
        "regions": by_region(record, [*rows, *coming] if rows else []),
    }
    return render_to_string("councils/parts/tracker_regions.html", context)


def by_region(record: Record, rows: Iterable[CouncilOnDay]) -> list[RegionInList]:
    """Return the regions of some councils, from the north, with those councils by status."""
    order = list(STATUSES)
    of_region: dict[str, list[CouncilOnDay]] = {}
    for row in sorted(rows, key=lambda row: (order.index(row.status), row.short_name)):
        of_region.setdefault(row.region, []).append(row)
    return [
        RegionInList(tally, [(words, list(same)) for words, same in groupby(
            of_region[tally.name], key=lambda row: row.plain_status_words)])
        for tally in record.regions
        if tally.name in of_region
    ]  # fmt: skip
