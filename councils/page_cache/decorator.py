"""Marking a view whose rendered page may be kept until the record changes."""

from functools import wraps

from django.http.response import HttpResponseBase

from councils.record.version import fresh_value, record_version

PUBLIC = "public, max-age=0, s-maxage=60"
"""A browser asks again each time; a CDN in front may answer for a minute."""


def mark_private[Response: HttpResponseBase](response: Response) -> Response:
    """Mark an answer to one visitor: nobody may store it, and what was sent changes no public page.

    So this process need not read the record's version again after it.
    """
    response.headers["Cache-Control"] = "no-store"
    response.changes_nothing = True  # type: ignore[attr-defined]
    return response


def mark_uncached[Response: HttpResponseBase](response: Response) -> Response:
    """Leave a public page out of the cache, such as one with words of the visitor's on it."""
    response.do_not_keep = True  # type: ignore[attr-defined]
    return response


def cache_by_record_version(*reads: str):
    """Mark a view whose page is the same for everyone until the record or the day changes.

    ``reads`` are the parameters the view reads. An address with others (a campaign's tracking, a
    stranger's junk) is answered but not kept, so that it pushes no page out. The view may also leave
    an answer out of the cache (``mark_uncached``).
    """

    def decorate(view):
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            value = record_version.renew()
            response = view(request, *args, **kwargs)
            response.setdefault("Cache-Control", PUBLIC)
            keep = request.GET.keys() <= set(reads) and not getattr(response, "do_not_keep", False)
            # Only a page whose whole rendering saw one version is kept.
            if response.status_code == 200 and fresh_value() == value and keep:
                response.kept_value = value
            return response

        return wrapped

    return decorate
