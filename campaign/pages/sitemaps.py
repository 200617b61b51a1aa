"""The sitemap: the public pages, each with the day on which its content last changed."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaign.pages.easy_read import PAGES as EASY_READ
from campaign.pages.models import NewsItem, Page
from councils.models import Change
from councils.page_cache import cache_by_record_version
from councils.record import Record, record_on


@require_safe
@cache_by_record_version()
def sitemap(request: HttpRequest) -> HttpResponse:
    pages = list(addresses(record_on()))
    return render(request, "sitemap.xml", {"pages": pages}, content_type="application/xml")


def addresses(record: Record) -> Iterator[tuple[str, dt.date | None]]:
    """Yield the address of every public page, and the day it last changed or None if it never did.

    That is the day of a change in what the page says, never the day on which it is rendered.
    """
    days = last_changed(record)
    whole = max([*days.values(), *Change.objects.values_list("on", flat=True)[:1]], default=None)
    yield reverse("home"), whole
    tracker = reverse("councils:tracker")
    yield tracker, whole
    for tally in record.regions:
        of_region = [days[row.id] for row in record.councils
                     if row.region == tally.name and row.id in days]  # fmt: skip
        yield f"{tracker}?region={tally.slug}", max(of_region, default=None)
    for row in record.all_councils:
        if row.nation == "England":
            yield row.url, days.get(row.id)
    for row in record.councils:
        yield reverse("councils:pack", args=[row.slug]), days.get(row.id)
    yield reverse("councils:over_time"), whole
    yield reverse("councils:data"), whole
    yield reverse("councils:changes"), whole
    yield reverse("councils:embed"), None
    yield reverse("news"), None
    for slug in EASY_READ:
        yield reverse("easy_read", args=[slug]), None
    for item in NewsItem.objects.public(record.on):
        yield item.get_absolute_url(), timezone.localdate(item.changed_at)
    for slug, changed_at in Page.objects.public(record.on).values_list("slug", "changed_at"):
        yield reverse("page", args=[slug]), timezone.localdate(changed_at)


def last_changed(record: Record) -> dict[int, dt.date]:
    """Return the day of the last change up to the record's day, by council id.

    That is the day of its last line in the public log, or on which its signature was checked, or
    on which it began or closed. A council without any is missing.
    """
    lines = Change.objects.until(record.on).exclude(council=None).order_by()
    logged = dict(lines.values_list("council").annotate(Max("on")))
    days = {}
    for row in record.all_councils:
        checked = row.signature.checked_on if row.signature else None
        known = (logged.get(row.id), checked, row.starts_on, row.ends_on)
        if past := [day for day in known if day and day <= record.on]:
            days[row.id] = max(past)
    return days
