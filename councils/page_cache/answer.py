"""Answer a request from the page store, given its WSGI environ.

Nothing here needs a Django request, so that the same functions can answer in front of Django.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.utils.http import parse_http_date_safe

from councils.page_cache.store import Page, PageKey, is_compressed, page_store
from councils.record.version import Version

type Environ = Mapping[str, Any]

MAX_ADDRESS = 300
"""Characters of an address that is stored: longer ones are no link of ours."""


class StoredAnswer(NamedTuple):
    """A whole response: its status, headers in order, and body."""

    status: int
    headers: dict[str, str]
    body: bytes


def stored_answer(environ: Environ, version: Callable[[], Version | None]) -> StoredAnswer | None:
    """Return the stored answer to a request, or None if Django has to answer it.

    ``version`` is called only if a page is stored, since it may need a query.
    """
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    if (key := page_key(environ)) is None:
        return None
    page = page_store.get(key)
    if page is None or page.version != version() or must_be_refused(environ, key):
        return None
    return answer_with(page, environ)


def page_key(environ: Environ) -> PageKey | None:
    """Return the key of a request's page in the store, or None where none is stored."""
    if not settings.PAGE_CACHE or environ.get("SCRIPT_NAME"):
        return None
    path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
    if len(path) + len(query) > MAX_ADDRESS:
        return None
    return PageKey(path, query, is_secure(environ))


def must_be_refused(environ: Environ, key: PageKey) -> bool:
    """Return whether Django would redirect the request to HTTPS or refuse its host."""
    if not key.is_secure and settings.SECURE_SSL_REDIRECT:
        return True
    host = environ.get("HTTP_HOST") or environ["SERVER_NAME"]
    return not is_allowed(host, tuple(settings.ALLOWED_HOSTS))


@lru_cache(maxsize=128)
def is_allowed(host: str, allowed: tuple[str, ...]) -> bool:
    return validate_host(split_domain_port(host)[0], allowed)


def is_secure(environ: Environ) -> bool:
    """Return whether a request came over HTTPS, as Django's ``request.is_secure()`` does."""
    if settings.SECURE_PROXY_SSL_HEADER:
        name, secure_value = settings.SECURE_PROXY_SSL_HEADER
        if name in environ:
            return bool(environ[name].split(",", 1)[0].strip() == secure_value)
    return bool(environ["wsgi.url_scheme"] == "https")


def answer_with(page: Page, environ: Environ) -> StoredAnswer:
    """Return a page in the best content coding that the client accepts, or a 304."""
    coding = "identity"
    if not is_compressed(page.content_type):
        coding = best_coding(environ.get("HTTP_ACCEPT_ENCODING", ""))
    etag = page.etags[coding]
    validators = {"ETag": etag, "Last-Modified": page.last_modified}
    if is_unchanged(environ, page, etag):
        return StoredAnswer(304, page.headers | validators, b"")
    body = page_store.body(page, coding)
    headers = {"Content-Type": page.content_type}
    if coding != "identity":
        headers["Content-Encoding"] = coding
    headers["Content-Length"] = str(len(body))
    is_head = environ["REQUEST_METHOD"] == "HEAD"
    return StoredAnswer(200, headers | page.headers | validators, b"" if is_head else body)


def accepts(accept_encoding: str, coding: str) -> bool:
    """Return whether an Accept-Encoding header names a coding and does not forbid it by q=0."""
    for part in accept_encoding.lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() == coding:
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def best_coding(accept_encoding: str) -> str:
    """Return br, gzip or identity: the smallest that an Accept-Encoding header allows."""
    for coding in ("br", "gzip") if accept_encoding else ():
        if accepts(accept_encoding, coding):
            return coding
    return "identity"


def is_unchanged(environ: Environ, page: Page, etag: str) -> bool:
    """Return whether the client has this page (RFC 9110: If-None-Match takes precedence)."""
    match = environ.get("HTTP_IF_NONE_MATCH")
    if match is not None:
        etags = {part.strip().removeprefix("W/") for part in match.split(",")}
        return match.strip() == "*" or etag in etags
    if not (typed := environ.get("HTTP_IF_MODIFIED_SINCE")):
        return False
    since = parse_http_date_safe(typed)
    return since is not None and page.modified <= since
