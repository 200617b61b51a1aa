"""The changes log as a page, and the feeds."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.forms import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.changelog import feeds
from councils.models import Change
from councils.open_data.views import allow_any_site, day_in_record, explain
from councils.page_cache.decorator import cache_by_record_version
from councils.record import CouncilOnDay, Record, record_on

ON_A_PAGE = 50
ATOM = "application/atom+xml; charset=utf-8"


@require_safe
@cache_by_record_version("page", "council")
def changes(request):
    """Every line of the log, the newest first; of one council with ``?council=``."""
    record, lines = record_on(), Change.objects.all()
    row = None
    if slug := request.GET.get("council"):
        row = record.by_slug.get(slug)
        if row is None:
            raise Http404("No council has this address.")
        lines = lines.filter(council_id=row.id)
    try:
        page = Paginator(lines, ON_A_PAGE).page(request.GET.get("page") or 1)
    except (EmptyPage, PageNotAnInteger):
        raise Http404("The log has no such page.") from None
    context = {"record": record, "page": page, "row": row, "groups": groups(page, record)}
    return render(request, "councils/changes.html", context)


@dataclass(frozen=True, slots=True)
class Told:
    """A line as its page tells it: the council's name, a link, stands once in its words."""

    pk: int
    before: str
    row: CouncilOnDay | None
    after: str


def groups(lines: Iterable[Change], record: Record) -> list[tuple[Change, list[Told]]]:
    """Return lines that follow one another for one reason on one day together, the first of each
    before them: a reorganisation has a line at each council.
    """

    def together(line: Change):
        return line.on, line.kind, line.why

    same = [list(group) for _, group in groupby(lines, key=together)]
    return [(group[0], [told(line, record) for line in group]) for group in same]


def told(line: Change, record: Record) -> Told:
    row = record.by_id.get(line.council_id)
    if row is None:
        return Told(line.pk, line.what, None, "")
    before, name, after = line.what.partition(row.name)
    return Told(line.pk, before, row, after) if name else Told(line.pk, "", row, f": {line.what}")


@require_safe
@cache_by_record_version("at")
def feed_file(request, write, **about):
    """A feed as it stood ``?at=`` a day; a wrong day is said so."""
    try:
        record = record_on(day_in_record(request))
    except ValidationError as error:
        return allow_any_site(explain(error))
    content = write(record, self_path=request.path, **about)
    return allow_any_site(HttpResponse(content, content_type=ATOM))


def changes_feed(request):
    return feed_file(request, feeds.of_changes)


def news_feed(request):
    return feed_file(request, feeds.of_news)


def council_feed(request, slug):
    row = record_on().by_slug.get(slug)
    if row is None:
        raise Http404("No council has this address.")
    return feed_file(request, feeds.of_council, row=row)
