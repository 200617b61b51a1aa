"""Rendered public pages, kept in each process until the record changes.

A view wrapped in ``kept_page`` renders under a version of the record; its compressed bytes are
then answered ahead of all other middleware, for as long as the version and the date in London
stay what they were. The version is trusted for one second at most, and not at all by a process
that has handled a write: its own change is on the next page.
"""

import hashlib

import brotli
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpResponse, HttpResponseNotModified
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_http_date_safe

from councils.page_cache.marks import marks_of
from councils.page_cache.store import Page, is_packed, page_store
from councils.record.version import record_version

LONGEST = 300
"""Characters of an address that is kept: longer ones are nobody's link."""
LEFT_OUT = {"Content-Length", "Date", "Set-Cookie", "ETag", "Content-Encoding"}


class PageCacheMiddleware:
    """Answers kept pages ahead of the middleware below it, and keeps what ``kept_page`` marks."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in ("GET", "HEAD"):
            response = self.get_response(request)
            if not marks_of(response).record_unchanged:
                record_version.forget()
            return response
        key = (request.get_full_path_info(), request.is_secure())
        keeps = settings.PAGE_CACHE and len(key[0]) <= LONGEST
        page = page_store.get(key) if keeps else None
        if page is not None and page.value == record_version.value() and is_answerable(request):
            return answer(request, page)
        response = self.get_response(request)
        if marks_of(response).version is None or response.cookies:
            return response
        page = page_from(response)
        if keeps and request.method == "GET":
            page_store.put(key, page)
        return answer(request, page)


def is_answerable(request) -> bool:
    """Whether the short path may answer: right host, and no redirect to HTTPS is due."""
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        return False
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def page_from(response) -> Page:
    plain = response.content
    packed = is_packed(response.headers["Content-Type"])
    if not packed:
        patch_vary_headers(response, ["Accept-Encoding"])
    digest = hashlib.blake2b(plain, digest_size=12).hexdigest()
    return Page(
        value=marks_of(response).version,
        content_type=response.headers["Content-Type"],
        headers=[pair for pair in response.items() if pair[0] not in LEFT_OUT],
        bodies={"identity": plain} if packed else {"br": brotli.compress(plain, quality=5)},
        etags={coding: f'"{digest}-{coding}"' for coding in ("br", "gzip", "identity")},
    )


def answer(request, page: Page) -> HttpResponse:
    coding = "identity"
    if not is_packed(page.content_type):
        coding = coding_for(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    etag = page.etags[coding]
    if is_unchanged(request, page, etag):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(page.body(coding), content_type=page.content_type)
        if coding != "identity":
            response.headers["Content-Encoding"] = coding
        response.headers["Content-Length"] = str(len(response.content))
        if request.method == "HEAD":
            response.content = b""
    for name, value in page.headers:
        if name != "Content-Type":
            response.headers[name] = value
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = page.last_modified
    return response


def takes(accepts: str, coding: str) -> bool:
    """Whether an Accept-Encoding header names a coding and does not forbid it by q=0."""
    for part in accepts.lower().split(","):
        name, _, rest = part.partition(";")
        if name.strip() == coding:
            return rest.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def coding_for(accepts: str) -> str:
    """Return br, gzip or identity: the smallest that an Accept-Encoding header allows."""
    if accepts:
        for coding in ("br", "gzip"):
            if takes(accepts, coding):
                return coding
    return "identity"


class StrictGZipMiddleware(GZipMiddleware):
    """Django's, for what is not kept; but "gzip;q=0" forbids it, where Django reads no further,
    and what is packed in itself goes as it is.
    """

    def process_response(self, request, response):
        if is_packed(response.headers.get("Content-Type", "")):
            return response
        accepts = request.META.get("HTTP_ACCEPT_ENCODING", "")
        if "gzip" in accepts and not takes(accepts, "gzip"):
            patch_vary_headers(response, ["Accept-Encoding"])
            return response
        return super().process_response(request, response)


def is_unchanged(request, page: Page, etag: str) -> bool:
    """Whether the visitor holds this very page (RFC 9110: If-None-Match goes first)."""
    match = request.META.get("HTTP_IF_NONE_MATCH")
    if match is not None:
        held = {part.strip().removeprefix("W/") for part in match.split(",")}
        return match.strip() == "*" or etag in held
    since = parse_http_date_safe(request.META.get("HTTP_IF_MODIFIED_SINCE", ""))
    return since is not None and page.modified <= since
