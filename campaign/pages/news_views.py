"""The list of news, an item, and its picture."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from campaign.pages.closed_links import without_closed_links
from campaign.pages.models import NewsItem, NewsPicture
from councils.page_cache import cache_by_record_version
from councils.record import record_on


@require_safe
@cache_by_record_version()
def news(request: HttpRequest) -> HttpResponse:
    """Show every published item, the newest first."""
    record = record_on()
    items = NewsItem.objects.public(record.on).without_content()
    return render(request, "news/list.html", {"record": record, "items": items})


@require_safe
@cache_by_record_version()
def news_item(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an item; a draft, or one before its day or after its last, has no page."""
    items = NewsItem.objects.public(record_on().on).without_content()
    item = get_object_or_404(items, slug=slug)
    return news_page(request, item, item.shown_picture)


def news_page(
    request: HttpRequest, item: NewsItem, picture: NewsPicture | None, *, is_private: bool = False
) -> HttpResponse:
    """Render an item. While it is private, visitors cannot get its picture: it is in the page."""
    address = picture and (picture.inline if is_private else picture.address)
    context = {
        "record": record_on(),
        "item": item,
        "html": without_closed_links(item.html),
        "picture": picture,
        "picture_address": address,
    }
    return render(request, "news/item.html", context)


@require_safe
@cache_by_record_version("v")
def news_picture(request: HttpRequest, slug: str) -> HttpResponse:
    items = NewsItem.objects.public(record_on().on)
    picture = get_object_or_404(NewsPicture, news__slug=slug, news__in=items)
    return HttpResponse(bytes(picture.content), content_type="image/jpeg")
