"""Mark a view whose rendered page may be stored until the record changes."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from councils.page_cache.marks import marks_of
from councils.record.version import record_version, still_holds

PUBLIC = "public, max-age=0, s-maxage=60, stale-while-revalidate=30, stale-if-error=86400"
"""A browser asks again each time. A proxy or CDN in front may answer for a minute, and for half a
minute more while it asks; for a day if the site does not answer it."""

type View = Callable[..., HttpResponse]


def cache_by_record_version(*parameters: str) -> Callable[[View], View]:
    """Mark a view whose page is the same for everyone until the record or the day changes.

    ``parameters`` are the query parameters that the view reads. An address with any other, such as
    a tracking parameter, is answered but not stored, so that it displaces no page. A response that
    repeats a visitor's words must go through ``never_store``.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            version = record_version.renew()
            response = view(request, *args, **kwargs)
            response.setdefault("Cache-Control", PUBLIC)
            marks = marks_of(response)
            may_be_stored = request.GET.keys() <= set(parameters) and not marks.never_stored
            # A page is stored only if the version did not change while it was rendered.
            if response.status_code == 200 and still_holds(version) and may_be_stored:
                marks.version = version
            return response

        return wrapped

    return decorate
