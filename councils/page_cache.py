"""Keep rendered public pages in each process until the record or the day in London changes."""

import gzip
import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from councils.record.version import Version, record_version, still_holds

PUBLIC = "public, max-age=0, s-maxage=60, stale-while-revalidate=30, stale-if-error=86400"
"""A browser asks again each time. A proxy or CDN in front may answer for a minute, and for half a
minute more while it asks; for a day if the site does not answer it."""
NEVER_KEPT = "no-store"
MOST_BYTES = 16 * 1024 * 1024
"""The most bytes of pages that one process keeps; the oldest go first."""
LONGEST_ADDRESS = 300
"""Characters of an address whose page is kept: longer ones are no link of ours."""
LEVEL_OF_KEPT, LEVEL_OF_ONE = 6, 1
"""How well a page is compressed that many get, and one made for a single request: quickly."""
PER_ANSWER = {"Content-Length", "Content-Encoding", "Date"}

type View = Callable[..., HttpResponse]
type Key = tuple[Version, str]
"""A version of the record, with its day, and an address with its query."""


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered page: its bytes, compressed, and its headers."""

    compressed: bytes
    headers: dict[str, str]

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """Return the page as a browser takes it, or a 304 where it has the page already."""
        body, headers = self.compressed, self.headers
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            headers = headers | {"Content-Encoding": "gzip"}
        else:
            body = gzip.decompress(body)
        return unless_unchanged(request, HttpResponse(body, headers=headers))


class PageStore:
    """The pages of this process, limited in size."""

    def __init__(self) -> None:
        self._pages: dict[Key, Page] = {}
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: Key) -> Page | None:
        return self._pages.get(key)

    def put(self, key: Key, page: Page) -> None:
        """Keep a page, in place of the oldest where there is no room."""
        with self._lock:
            if key in self._pages:
                return  # another thread rendered the same
            self._pages[key] = page
            self._size += len(page.compressed)
            while self._size > MOST_BYTES:
                oldest = self._pages.pop(next(iter(self._pages)))
                self._size -= len(oldest.compressed)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._size = 0

    def __len__(self) -> int:
        return len(self._pages)


page_store = PageStore()


def cache_by_record_version(*parameters: str) -> Callable[[View], View]:
    """Keep a view's page, which is the same for everyone, until the record or the day changes.

    ``parameters`` are the query parameters that the view reads. An address with any other, such as
    a tracking parameter, is answered but not kept, so that it displaces no page. Nor is a response
    ``for_one_visitor``, such as one that repeats a visitor's words, nor a picture: pictures are
    large. While the database is away, what was kept last is shown.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            address = request.get_full_path()
            if page := page_store.get((record_version.value_or_last(), address)):
                return page.answer(request)
            version = record_version.renew()
            response = view(request, *args, **kwargs)
            response.setdefault("Cache-Control", PUBLIC)
            if response.status_code != 200 or response.headers["Cache-Control"] == NEVER_KEPT:
                return response
            digest = hashlib.blake2b(response.content, digest_size=12).hexdigest()
            # Weak, as it stands for the same page whether it is compressed or not.
            response.headers["ETag"] = f'W/"{digest}"'
            is_for_all = (
                request.method == "GET"
                and not response.cookies
                and not response.headers["Content-Type"].startswith(("image/png", "image/jpeg"))
            )
            if not is_for_all:
                return unless_unchanged(request, response)
            may_be_kept = (
                settings.PAGE_CACHE
                and len(address) <= LONGEST_ADDRESS
                and request.GET.keys() <= set(parameters)
                # Nothing changed while it was rendered, or half of the page might be old.
                and still_holds(version)
            )
            patch_vary_headers(response, ["Accept-Encoding"])
            headers = {name: text for name, text in response.items() if name not in PER_ANSWER}
            level = LEVEL_OF_KEPT if may_be_kept else LEVEL_OF_ONE
            page = Page(gzip.compress(response.content, level, mtime=0), headers)
            if may_be_kept:
                page_store.put((version, address), page)
            return page.answer(request)

        return kept  # type: ignore[return-value]  # a 304 is a response like any other

    return decorate


def unless_unchanged(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """Return a response, or a 304 to somebody who has the page with its ETag."""
    answer = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    return response if answer is None else answer


def for_one_visitor[Response: HttpResponseBase](response: Response) -> Response:
    """Forbid browsers, proxies and this process to keep a response."""
    response.headers["Cache-Control"] = NEVER_KEPT
    return response


def ask_again_after_writing(request: HttpRequest) -> None:
    """Have this process show what a request changed on the very next page."""
    # A look-up is a POST that writes nothing.
    match = request.resolver_match
    is_look_up = match is not None and match.view_name == "councils:find"
    if request.method not in ("GET", "HEAD") and not is_look_up:
        record_version.forget()
