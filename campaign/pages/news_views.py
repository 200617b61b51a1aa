"""The list of news, an item, and its picture."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from campaign.pages.news import NewsItem, NewsPicture
from councils.page_cache.decorator import cache_by_record_version
from councils.page_cache.marks import never_store
from councils.record import Record, record_on


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
    record = record_on()
    item = get_object_or_404(NewsItem.objects.public(record.on).without_content(), slug=slug)
    picture = item.shown_picture
    return news_page(request, item, record, picture, picture.address if picture else "")


def private_news_page(
    request: HttpRequest, item: NewsItem, record: Record, picture: NewsPicture | None
) -> HttpResponse:
    """Render an item that visitors may not see yet; nor can they get its picture."""
    return news_page(request, item, record, picture, picture.inline if picture else "")


def news_page(
    request: HttpRequest,
    item: NewsItem,
    record: Record,
    picture: NewsPicture | None,
    picture_address: str,
) -> HttpResponse:
    seen = {"picture": picture, "picture_address": picture_address}
    return render(request, "news/item.html", {"record": record, "item": item, **seen})


@require_safe
@cache_by_record_version("v")
def news_picture(request: HttpRequest, slug: str) -> HttpResponse:
    items = NewsItem.objects.public(record_on().on)
    picture = get_object_or_404(NewsPicture, news__slug=slug, news__in=items)
    # Pictures are large: the database keeps them, and browsers.
    return never_store(HttpResponse(bytes(picture.content), content_type="image/jpeg"))
