"""Marking a view whose rendered page may be kept until the record changes."""

from functools import wraps

from councils.page_cache.marks import marks_of
from councils.record.version import fresh_value, record_version

PUBLIC = "public, max-age=0, s-maxage=60"
"""A browser asks again each time; a CDN in front may answer for a minute."""


def cache_by_record_version(*reads: str):
    """Mark a view whose page is the same for everyone until the record or the day changes.

    ``reads`` are the parameters the view reads. An address with others (a campaign's tracking, a
    stranger's junk) is answered but not kept, so that it pushes no page out. For an address with
    words of the visitor's the view passes its response through ``never_store``.
    """

    def decorate(view):
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            value = record_version.renew()
            response = view(request, *args, **kwargs)
            response.setdefault("Cache-Control", PUBLIC)
            keep = request.GET.keys() <= set(reads) and not marks_of(response).never_stored
            # Only a page whose whole rendering saw one version is kept.
            if response.status_code == 200 and fresh_value() == value and keep:
                marks_of(response).version = value
            return response

        return wrapped

    return decorate
