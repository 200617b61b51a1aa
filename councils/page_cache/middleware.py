"""Answer stored pages ahead of all other middleware, and store the pages that views mark.

A page from a view under ``cache_by_record_version`` is stored, compressed, until the version of the
record or the date in London changes. A process that is asked reads the version twice a second, and
after each write of its own, so that its next page shows the change.
"""

import hashlib
from collections.abc import Callable

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from councils.page_cache.answer import (
    StoredAnswer,
    accepts,
    answer_with,
    page_key,
    stored_answer,
)
from councils.page_cache.marks import marks_of
from councils.page_cache.store import Page, is_compressed, page_store
from councils.record.version import Version, record_version

PER_REQUEST = {
    *("Content-Length", "Content-Type", "Date", "Set-Cookie", "ETag", "Content-Encoding"),
}
"""Headers that are set for each answer, or that no stored page may have."""


class PageCacheMiddleware:
    """Answers stored pages, and stores those that ``cache_by_record_version`` marks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            response = self.get_response(request)
            if not marks_of(response).record_unchanged:
                record_version.forget()
            return response
        if answer := stored_answer(request.META, record_version.value):
            return to_response(answer)
        response = self.get_response(request)
        version = marks_of(response).version
        if version is None or response.cookies:
            return response
        page = to_page(response, version)
        key = page_key(request.META)
        if key and request.method == "GET":
            page_store.put(key, page)
        return to_response(answer_with(page, request.META))


def to_page(response: HttpResponse, version: Version) -> Page:
    """Return a rendered response as a page for the store."""
    plain = response.content
    compressed = is_compressed(response.headers["Content-Type"])
    if not compressed:
        patch_vary_headers(response, ["Accept-Encoding"])
    digest = hashlib.blake2b(plain, digest_size=12).hexdigest()
    return Page(
        version=version,
        content_type=response.headers["Content-Type"],
        headers={name: value for name, value in response.items() if name not in PER_REQUEST},
        bodies={"identity": plain} if compressed else {"br": brotli.compress(plain, quality=5)},
        etags={coding: f'"{digest}-{coding}"' for coding in ("br", "gzip", "identity")},
    )


def to_response(answer: StoredAnswer) -> HttpResponse:
    if answer.status == 304:
        return HttpResponseNotModified(headers=answer.headers)
    return HttpResponse(answer.body, headers=answer.headers)


class StrictGZipMiddleware(GZipMiddleware):
    """Django's middleware, for pages that are not stored, made to obey "gzip;q=0".

    Content that is already compressed is left as it is.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if is_compressed(response.headers.get("Content-Type", "")):
            return response
        accept_encoding = request.META.get("HTTP_ACCEPT_ENCODING", "")
        if "gzip" in accept_encoding and not accepts(accept_encoding, "gzip"):
            patch_vary_headers(response, ["Accept-Encoding"])
            return response
        return super().process_response(request, response)
