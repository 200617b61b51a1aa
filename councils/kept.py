"""Rendered public pages, kept in each process until the record changes.

A view wrapped in ``kept_page`` renders under a version of the record; its compressed bytes are
then answered ahead of all other middleware, for as long as the version and the date in London
stay what they were. The version is trusted for one second at most, and not at all by a process
that has handled a write: its own change is on the next page.
"""

import datetime as dt
import hashlib
import threading
import time
import zlib
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import wraps

import brotli
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpResponse, HttpResponseNotModified
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_http_date_safe

from councils.dates import today
from councils.models.version import RecordVersion

TRUSTED_FOR = 1.0
"""Seconds for which a process believes the version it read last."""
ROOM = 24 * 1024 * 1024
"""Bytes of bodies one process keeps; the least recently asked for go first."""
MOST = 2000
"""Pages one process keeps at most."""
LONGEST = 300
"""Characters of an address that is kept: longer ones are nobody's link."""
PUBLIC = "public, max-age=0, s-maxage=60"
"""A browser asks again each time; a CDN in front may answer for a minute."""
PACKED = ("image/png", "application/vnd.openxmlformats")
"""Kinds of content that are compressed in themselves: packing them again only costs time."""
SETTLED_AFTER = 2
"""Seconds after which no process answers with the version before: see ``last_modified``."""
STARTED = int(time.time())
"""When this process read the templates its pages are made of, in seconds."""
LEFT_OUT = {"Content-Length", "Date", "Set-Cookie", "ETag", "Content-Encoding"}


class Stamp:
    """The version of the record as this process believes it."""

    def __init__(self):
        self._lock = threading.Lock()
        self._forgotten = 0
        self.forget()

    def forget(self):
        """Believe nothing: the next reader asks the database."""
        self._value, self._until = None, 0.0
        self._forgotten += 1

    def renew(self):
        """Return the value as committed now (see ``fresh_value``), and believe it from here on."""
        forgotten = self._forgotten
        value = fresh_value()
        if forgotten == self._forgotten:  # no write of our own went on meanwhile
            self._value, self._until = value, time.monotonic() + TRUSTED_FOR
        return value

    def value(self):
        """Return the value, from the database at most once a second."""
        value = self._value
        if value is not None and time.monotonic() < self._until:
            return value
        with self._lock:
            if self._value is not None and time.monotonic() < self._until:
                return self._value
            return self.renew()


def fresh_value():
    """Return (version, date in London, when both were new) as committed now (one query)."""
    number, changed_at = RecordVersion.objects.state()
    day = today()
    midnight = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    moments = [moment.timestamp() for moment in (changed_at, midnight) if moment]
    return number, day, int(max(STARTED, *moments))


stamp = Stamp()


@dataclass(slots=True)
class Page:
    """A rendered page: its headers, and its body as it was asked for so far."""

    value: tuple
    content_type: str
    headers: list
    bodies: dict = field(default_factory=dict)
    etags: dict = field(default_factory=dict)
    weight: int = 0
    """Bytes the shelf counts for it; 0 while it is on no shelf."""

    def body(self, coding: str) -> bytes:
        body = self.bodies.get(coding)
        if body is None:
            plain = brotli.decompress(self.bodies["br"])
            body = zlib_gzip(plain) if coding == "gzip" else plain
            shelf.add(self, coding, body)
        return body

    @property
    def modified(self) -> int:
        return self.value[2]

    @property
    def last_modified(self) -> str:
        """When it became what it is, as far as a second can tell.

        Two versions of one second would have one time, and a visitor who holds the first be told
        that nothing is new. So in its first seconds a page gives a time before its own: who holds
        that asks again and is answered in full. Later only the last version bears the second.
        """
        return http_date(min(self.modified, int(time.time()) - SETTLED_AFTER))

    @property
    def size(self) -> int:
        return sum(len(body) for body in self.bodies.values())


def is_packed(content_type: str) -> bool:
    return content_type.startswith(PACKED)


def zlib_gzip(plain: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress(plain) + packer.flush()


class Shelf:
    """The pages of this process, bounded in number and bytes."""

    def __init__(self):
        self._pages = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key):
        page = self._pages.get(key)
        if page is not None:
            try:
                self._pages.move_to_end(key)
            except KeyError:
                return None  # another thread dropped it just now
        return page

    def put(self, key, page):
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self._weigh(page)

    def add(self, page, coding, body):
        """Give a page one more body, whether or not it is on the shelf."""
        with self._lock:
            page.bodies[coding] = body
            if page.weight:
                self._weigh(page)

    def _weigh(self, page):
        self._size += page.size - page.weight
        page.weight = page.size
        while len(self._pages) > MOST or self._size > ROOM:
            self._drop(next(iter(self._pages)))

    def _drop(self, key):
        page = self._pages.pop(key, None)
        if page is not None:
            self._size -= page.weight
            page.weight = 0

    def clear(self):
        with self._lock:
            for key in list(self._pages):
                self._drop(key)

    def __len__(self):
        return len(self._pages)


shelf = Shelf()


def kept_page(*reads: str):
    """Mark a view whose page is the same for everyone until the record or the day changes.

    ``reads`` are the parameters the view reads. An address with others (a campaign's tracking, a
    stranger's junk) is answered but not kept, so that it pushes no page out. The view may set
    ``response.do_not_keep = True``, for an address with words of the visitor's.
    """

    def decorate(view):
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            value = stamp.renew()
            response = view(request, *args, **kwargs)
            response.setdefault("Cache-Control", PUBLIC)
            keep = request.GET.keys() <= set(reads) and not getattr(response, "do_not_keep", False)
            # Only a page whose whole rendering saw one version is kept.
            if response.status_code == 200 and fresh_value() == value and keep:
                response.kept_value = value
            return response

        return wrapped

    return decorate


class KeptPages:
    """Answers kept pages ahead of the middleware below it, and keeps what ``kept_page`` marks."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in ("GET", "HEAD"):
            response = self.get_response(request)
            if not getattr(response, "changes_nothing", False):
                stamp.forget()
            return response
        key = (request.get_full_path_info(), request.is_secure())
        keeps = settings.KEEP_PAGES and len(key[0]) <= LONGEST
        page = shelf.get(key) if keeps else None
        if page is not None and page.value == stamp.value() and is_answerable(request):
            return answer(request, page)
        response = self.get_response(request)
        if getattr(response, "kept_value", None) is None or response.cookies:
            return response
        page = page_from(response)
        if keeps and request.method == "GET":
            shelf.put(key, page)
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
        value=response.kept_value,
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


class GzipWhereTaken(GZipMiddleware):
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
