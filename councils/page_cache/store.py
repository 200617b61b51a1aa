"""The store of rendered pages in one process, limited in number and size."""

import threading
import time
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import brotli
from django.utils.http import http_date

from councils.record.version import Version

MAX_BYTES = 24 * 1024 * 1024
"""The most bytes of bodies that one process stores; the least recently used go first."""
MAX_PAGES = 2000
COMPRESSED_TYPES = ("image/png", "application/vnd.openxmlformats")
"""Content types that are already compressed, so that compressing them again only takes time."""
SETTLED_AFTER = 2
"""Seconds after which no process still answers with the previous version: see
``last_modified``."""

date_header = lru_cache(maxsize=128)(http_date)
"""A time as headers write it. Nearly all pages changed at one of a few times."""


class PageKey(NamedTuple):
    """What a page is stored under."""

    path: str
    query: str
    is_secure: bool
    """Whether the request came over HTTPS."""


@dataclass(slots=True)
class Page:
    """A rendered page: its headers, and its body in the codings requested so far."""

    version: Version
    content_type: str
    headers: dict[str, str]
    bodies: dict[str, bytes]
    """By coding: br, gzip or identity."""
    etags: dict[str, str]
    counted: int = 0
    """The bytes that the store counts for it; 0 if it is not in the store."""

    @property
    def modified(self) -> int:
        """When the page last changed, in seconds since the epoch."""
        return self.version[2]

    @property
    def last_modified(self) -> str:
        """The Last-Modified header.

        Two versions within the same second would have the same time, and a client with the first
        would get a 304. So for its first seconds a page gives an earlier time than its own, and a
        client that has that is later answered in full.
        """
        return date_header(min(self.modified, int(time.time()) - SETTLED_AFTER))

    @property
    def size(self) -> int:
        return sum(len(body) for body in self.bodies.values())


def is_compressed(content_type: str) -> bool:
    return content_type.startswith(COMPRESSED_TYPES)


def gzip_bytes(plain: bytes) -> bytes:
    """Compress with gzip without a timestamp, so that the same page gives the same bytes."""
    compressor = zlib.compressobj(6, zlib.DEFLATED, 31)
    return compressor.compress(plain) + compressor.flush()


class PageStore:
    """The pages of this process, limited in number and size."""

    def __init__(self) -> None:
        self._pages: OrderedDict[PageKey, Page] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: PageKey) -> Page | None:
        page = self._pages.get(key)
        if page is not None:
            try:
                self._pages.move_to_end(key)
            except KeyError:
                return None  # another thread dropped it just now
        return page

    def put(self, key: PageKey, page: Page) -> None:
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self._count(page)

    def body(self, page: Page, coding: str) -> bytes:
        """Return a page's body in a coding, and keep it with the page from then on."""
        body = page.bodies.get(coding)
        if body is None:
            plain = brotli.decompress(page.bodies["br"])
            body = gzip_bytes(plain) if coding == "gzip" else plain
            with self._lock:
                page.bodies[coding] = body
                if page.counted:
                    self._count(page)
        return body

    def _count(self, page: Page) -> None:
        self._size += page.size - page.counted
        page.counted = page.size
        while len(self._pages) > MAX_PAGES or self._size > MAX_BYTES:
            self._drop(next(iter(self._pages)))

    def _drop(self, key: PageKey) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self._size -= page.counted
            page.counted = 0

    def clear(self) -> None:
        with self._lock:
            for key in list(self._pages):
                self._drop(key)

    def __len__(self) -> int:
        return len(self._pages)


page_store = PageStore()
