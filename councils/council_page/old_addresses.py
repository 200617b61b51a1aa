"""An address with a slug that a council had before leads to the one with its slug of today."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.urls import reverse

from councils.models import FormerSlug
from councils.page_cache.decorator import PUBLIC

type View = Callable[..., HttpResponse]


class HttpResponseMovedWithBody(HttpResponsePermanentRedirect):
    """A redirect after which a browser sends again what was posted, so that nothing is lost."""

    status_code = 308


def keeps_old_addresses(view: View) -> View:
    """Let a view with a council's slug in its address answer former slugs by a redirect.

    They are looked up only where the view finds nothing, so that no other page asks for more.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            if moved := redirect_to_today(request, kwargs):
                return moved
            raise
        if response.status_code == 404:
            return redirect_to_today(request, kwargs) or response
        return response

    return wrapped


def redirect_to_today(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse | None:
    """Return the redirect to the same page under the slug of today, or None."""
    slug = slug_of_today(kwargs["slug"])
    match = request.resolver_match
    if slug is None or match is None:
        return None
    address = reverse(match.view_name, kwargs={**match.kwargs, "slug": slug})
    query = request.META.get("QUERY_STRING", "")
    is_read = request.method in ("GET", "HEAD")
    kind = HttpResponsePermanentRedirect if is_read else HttpResponseMovedWithBody
    response = kind(f"{address}?{query}" if query else address)
    # A slug can be given back, so no browser may keep this for ever.
    response.headers["Cache-Control"] = PUBLIC
    return response


def slug_of_today(slug: str) -> str | None:
    """Return the slug of the council that had this one before, or None."""
    today = FormerSlug.objects.today_of([slug]).get(slug)
    return today if today != slug else None
