"""Redirect addresses that contain a council's former slug to its current one."""

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
from councils.page_cache import PUBLIC
from councils.record import CouncilOnDay, Record

type View = Callable[..., HttpResponse]


def redirect_former_slugs(view: View) -> View:
    """Redirect requests for a council's former slug, wherever ``view`` answers 404.

    Former slugs are looked up only then, so that other pages need no further query.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            if moved := redirect_to_current_slug(request, kwargs):
                return moved
            raise
        if response.status_code == 404:
            return redirect_to_current_slug(request, kwargs) or response
        return response

    return wrapped


def redirect_to_current_slug(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse | None:
    """Return a permanent redirect to the same page under the council's current slug, or None."""
    slug = current_slug(kwargs["slug"])
    match = request.resolver_match
    if slug is None or match is None:
        return None
    address = reverse(match.view_name, kwargs={**match.kwargs, "slug": slug})
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponsePermanentRedirect(
        f"{address}?{query}" if query else address,
        # 308 rather than 301, so that the browser sends a form again and nothing typed is lost.
        preserve_request=request.method not in ("GET", "HEAD"),
    )
    # A council can get a former slug back, so no browser may keep this for ever.
    response.headers["Cache-Control"] = PUBLIC
    return response


def council_called(record: Record, slug: str) -> CouncilOnDay | None:
    """Return the council that has a slug or used to have it, or None."""
    return record.by_slug.get(slug) or record.by_slug.get(current_slug(slug) or "")


def current_slug(slug: str) -> str | None:
    """Return the current slug of the council that used to have ``slug``, or None."""
    current = FormerSlug.objects.current_slugs([slug]).get(slug)
    return current if current != slug else None
