"""The rendered pages of one process, bounded in number and bytes."""

import threading
import time
import zlib
from collections import OrderedDict
from dataclasses import dataclass

import brotli
from django.utils.http import http_date

from councils.record.version import Version

MAX_BYTES = 24 * 1024 * 1024
"""Bytes of bodies that one process stores; the least recently used go first."""
MAX_PAGES = 2000
COMPRESSED_TYPES = ("image/png", "application/vnd.openxmlformats")
"""Content types that are compressed in themselves: compressing them again only costs time."""
SETTLED_AFTER = 2
"""Seconds after which no process answers with the version before: see ``last_modified``."""

type PageKey = tuple[str, bool]
"""An address with its query, and whether it is asked over HTTPS."""


@dataclass(slots=True)
class Page:
    """A rendered page: its headers, and its body in the codings asked for so far."""

    version: Version
    content_type: str
    headers: dict[str, str]
    bodies: dict[str, bytes]
    """By coding: br, gzip or identity."""
    etags: dict[str, str]
    counted: int = 0
    """Bytes the store counts for it; 0 while it is not in the store."""

    @property
    def modified(self) -> int:
        """The second since which the page is as it is."""
        return self.version[2]

    @property
    def last_modified(self) -> str:
        """When it became what it is, as far as a second can tell.

        Two versions within one second would have the same time, and a visitor with the first would
        be told that nothing is new. So in its first seconds a page gives an earlier time than its
        own: whoever has that asks again and is answered in full. Later only the last version of
        that second bears it.
        """
        return http_date(min(self.modified, int(time.time()) - SETTLED_AFTER))

    @property
    def size(self) -> int:
        return sum(len(body) for body in self.bodies.values())


def is_compressed(content_type: str) -> bool:
    return content_type.startswith(COMPRESSED_TYPES)


def gzip_bytes(plain: bytes) -> bytes:
    """Return gzip's form without a time in it, so that the same page gives the same bytes."""
    compressor = zlib.compressobj(6, zlib.DEFLATED, 31)
    return compressor.compress(plain) + compressor.flush()


class PageStore:
    """The pages of this process, bounded in number and bytes."""

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
