"""Private addresses at which people see a page or an item of news before it is public."""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from campaign.pages.models import NewsItem, Page
from campaign.pages.news_views import news_page
from campaign.pages.views import page_view
from councils.page_cache import for_one_visitor

OPEN_FOR = 14 * 86400
"""Seconds for which a private address opens: two weeks."""
SALT = "preview of a page"
KINDS: dict[str, type[Page | NewsItem]] = {"page": Page, "news": NewsItem}


def private_address(row: Page | NewsItem) -> str:
    """Return an address that shows a row, public or not, to everybody who has it."""
    kind = "page" if isinstance(row, Page) else "news"
    token = signing.dumps([kind, row.pk], salt=SALT)
    return reverse("preview", args=[token])


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show a page or an item as it was saved last. No search engine may list it."""
    try:
        kind, pk = signing.loads(token, salt=SALT, max_age=OPEN_FOR)
    except signing.BadSignature as error:  # also one that is too old
        raise Http404("This private address is wrong, or older than two weeks.") from error
    row = KINDS[kind]._default_manager.filter(pk=pk).first()
    if row is None:
        raise Http404("This page is gone.")
    response = (
        page_view(request, row)
        if isinstance(row, Page)
        else news_page(request, row, row.shown_picture, is_private=True)
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return for_one_visitor(response)
