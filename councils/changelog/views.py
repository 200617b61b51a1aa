"""The page of the changes log."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from councils.council_page.views import council_called
from councils.models import Change
from councils.page_cache import cache_by_record_version
from councils.record import CouncilOnDay, Record, record_on

LINES_PER_PAGE = 50


@require_safe
@cache_by_record_version("page", "council")
def changes(request: HttpRequest) -> HttpResponse:
    """Show every line of the log, the newest first; with ``?council=`` those of one council."""
    record, lines = record_on(), Change.objects.all()
    row = None
    if slug := request.GET.get("council"):
        row = row_or_404(record, slug)
        lines = lines.filter(council_id=row.id)
    try:
        page = Paginator(lines, LINES_PER_PAGE).page(request.GET.get("page") or 1)
    except (EmptyPage, PageNotAnInteger):
        raise Http404("The log has no such page.") from None
    context = {
        "record": record,
        "page": page,
        "row": row,
        "title": f"{row.name}: what we changed" if row else "What we changed",
        "feed": reverse("councils:council_feed", args=[row.slug])
        if row
        else reverse("councils:changes_feed"),
        "query": f"council={row.slug}&" if row else "",
        "groups": group_by_reason(page, record),
    }
    return render(request, "councils/changes.html", context)


class ChangeLine(NamedTuple):
    """A line of the log split around the council's name, which the page shows as a link."""

    pk: int
    before: str
    row: CouncilOnDay | None
    after: str


def group_by_reason(
    changes: Iterable[Change], record: Record
) -> list[tuple[Change, list[ChangeLine]]]:
    """Group consecutive changes with the same day, kind and reason under the first of them.

    A reorganisation, for example, writes a line for each council.
    """
    grouped = groupby(changes, key=lambda change: (change.on, change.kind, change.why))
    groups = [list(group) for _, group in grouped]
    return [(group[0], [to_line(change, record) for change in group]) for group in groups]


def to_line(change: Change, record: Record) -> ChangeLine:
    row = record.by_id.get(change.council_id) if change.council_id else None
    if row is None:
        return ChangeLine(change.pk, change.what, None, "")
    before, name, after = change.what.partition(row.name)
    if not name:
        return ChangeLine(change.pk, "", row, f": {change.what}")
    return ChangeLine(change.pk, before, row, after)


def row_or_404(record: Record, slug: str) -> CouncilOnDay:
    row = council_called(record, slug)
    if row is None:
        raise Http404("No council has this address.")
    return row
