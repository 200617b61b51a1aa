"""The sitemap: the address of every public page."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from campaign.pages.easy_read import PAGES as EASY_READ
from campaign.pages.models import NewsItem, Page
from councils.page_cache import cache_by_record_version
from councils.record import Record, record_on

ONE_EACH = (
    *("home", "councils:tracker", "councils:over_time", "councils:data", "councils:changes"),
    *("councils:embed", "news"),
)
"""The names of pages that there are once."""


@require_safe
@cache_by_record_version()
def sitemap(request: HttpRequest) -> HttpResponse:
    context = {"addresses": addresses(record_on())}
    return render(request, "sitemap.xml", context, content_type="application/xml")


def addresses(record: Record) -> Iterator[str]:
    yield from map(reverse, ONE_EACH)
    for tally in record.regions:
        yield f"{reverse('councils:tracker')}?region={tally.slug}"
    for row in record.all_councils:
        if row.nation == "England":
            yield row.url
    for row in record.councils:
        yield reverse("councils:pack", args=[row.slug])
    for slug in EASY_READ:
        yield reverse("easy_read", args=[slug])
    for shown in (*NewsItem.objects.public(record.on), *Page.objects.public(record.on)):
        yield shown.get_absolute_url()
