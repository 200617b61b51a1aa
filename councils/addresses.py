"""A council's address, and the way on from one that its page used to have."""

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

from councils.page_cache import PUBLIC
from councils.record import CouncilOnDay, record_on


def council_or_404(row: CouncilOnDay | None) -> CouncilOnDay:
    """Return the council of an address; ``redirect_former_slugs`` leads on from a former one."""
    if row is None:
        raise Http404("No council has this address.")
    return row


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
    row = record_on().with_slug(kwargs["slug"])
    match = request.resolver_match
    if row is None or row.slug == kwargs["slug"] or match is None:
        return None
    address = reverse(match.view_name, kwargs={**match.kwargs, "slug": row.slug})
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponsePermanentRedirect(
        f"{address}?{query}" if query else address,
        # 308 rather than 301, so that the browser sends a form again and nothing typed is lost.
        preserve_request=request.method not in ("GET", "HEAD"),
    )
    # A council can get a former slug back, so no browser may keep this for ever.
    response.headers["Cache-Control"] = PUBLIC
    return response
