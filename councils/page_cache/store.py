"""The rendered pages one process keeps, bounded in number and bytes."""

import threading
import time
import zlib
from collections import OrderedDict
from dataclasses import dataclass, field

import brotli
from django.utils.http import http_date

ROOM = 24 * 1024 * 1024
"""Bytes of bodies one process keeps; the least recently asked for go first."""
MOST = 2000
"""Pages one process keeps at most."""
PACKED = ("image/png", "application/vnd.openxmlformats")
"""Kinds of content that are compressed in themselves: packing them again only costs time."""
SETTLED_AFTER = 2
"""Seconds after which no process answers with the version before: see ``last_modified``."""


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
            page_store.add(self, coding, body)
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


class PageStore:
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


page_store = PageStore()
