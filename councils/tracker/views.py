"""The tracker: which councils have signed, as a map and as a list, on any day."""

from itertools import groupby
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from councils.dates import format_date, today
from councils.map.choosing import area_links, hexagon_links, region_hexagons
from councils.page_cache import cache_by_record_version, for_one_visitor
from councils.record import CouncilOnDay, Record, Tally, cached_with_record, record_on
from councils.record.status import STATUSES, Status
from councils.safeguarding.call_for_help import may_be_about_the_writer
from councils.search import lookup
from councils.search.matcher import match_name
from councils.tracker.forms import TrackerForm, named


class StatusInList(NamedTuple):
    """The councils of one status, from A to Z."""

    words: str
    councils: list[CouncilOnDay]


class RegionInList(NamedTuple):
    """A region that opens in place: its count, and its councils under each status."""

    tally: Tally
    groups: list[StatusInList]


@require_safe
@cache_by_record_version("q", "status", "region", "kind", "at", "view")
def tracker(request: HttpRequest) -> HttpResponse:
    """Show the councils that an address asks for. A postcode in it is left out, and said to be."""
    asked = request.GET.copy()
    is_postcode = lookup.has_postcode(asked.get("q", ""))
    if is_postcode:
        del asked["q"]
    form = TrackerForm(asked)
    record = record_on(form.day)
    typed = form.filters.get("q", "")
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
        "legend": legend(form, record),
        "map": map_of(form, record, rows),
        "other_view": other_view(form),
        "all_of_england": form.query("region") or reverse("councils:tracker"),
        "show_helplines": not rows and may_be_about_the_writer(asked.get("q", "")),
    }
    if is_all:
        context["regions"] = every_region(record)
    elif rows:
        context["groups"] = by_status([*rows, *form.coming(record)])
    elif typed:
        context["also"] = match_name(typed, record).choices
    response = render(request, "councils/tracker.html", context)
    has_own_words = not form.is_valid() or typed and not named(typed, record.all_councils)
    return for_one_visitor(response) if is_postcode or has_own_words else response


def map_of(form: TrackerForm, record: Record, rows: list[CouncilOnDay]) -> SafeString | str:
    """Return the map that an address asks for; "" for none."""
    if form.too_early or form.view == "list":
        return ""
    if form.view == "areas":
        return area_links(record, rows, form.region_name, form.beside_region)
    if form.region_name:
        return region_hexagons(record, form.region_name, rows)
    if len(rows) == record.total:
        return hexagon_links(record)
    return hexagon_links(record, rows, form.beside_region)


def other_view(form: TrackerForm) -> str:
    """Return the address of the other map of the same councils."""
    if form.view:
        return form.query("view") or reverse("councils:tracker")
    return form.query("view", view="areas")


def legend(form: TrackerForm, record: Record) -> list[dict[str, Any]]:
    """Return the statuses on the map, each leading to its councils in the list."""
    lines = []
    for line in record.legend:
        is_chosen = form.filters.get("status") == line["status"]
        to = to_list(form, line["status"])
        lines.append(line | {"to": to, "is_chosen": is_chosen})
    return lines


def to_list(form: TrackerForm, status: str) -> str:
    """Return where a status in the legend leads: to its councils in the list below."""
    return f"{form.query('status', status=status)}#list"


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
    """Return the list of all councils by region, and of the signed alone, each to be opened."""
    context = {
        "record": record,
        "signed": [row for row in record.councils if row.status == Status.SIGNED],
        "regions": by_region(record, [*record.councils, *TrackerForm({}).coming(record)]),
    }
    return render_to_string("councils/parts/tracker_regions.html", context)


def by_region(record: Record, rows: list[CouncilOnDay]) -> list[RegionInList]:
    """Return the regions of some councils, from the north, with those councils by status."""
    regions = []
    for tally in record.regions:
        its = [row for row in rows if row.region == tally.name]
        if its:
            regions.append(RegionInList(tally, by_status(its)))
    return regions


def by_status(rows: list[CouncilOnDay]) -> list[StatusInList]:
    """Return councils by status in the order of the legend, those of one status by name."""
    order = list(STATUSES)
    ordered = sorted(rows, key=lambda row: (order.index(row.status), row.short_name))
    groups = []
    for words, same in groupby(ordered, key=lambda row: row.plain_status_words):
        groups.append(StatusInList(words, list(same)))
    return groups
