"""Answer stored pages in front of Django, even while the database is unavailable.

No Django request is made for them. Unusual requests are passed on to Django, which answers with the
same headers.
"""

import re
import threading
import time
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils.http import http_date

from councils.page_cache.answer import StoredAnswer, stored_answer
from councils.record.version import Version, record_version

PLAIN_PATH = re.compile(r"/[a-z0-9/._-]*")
"""Paths that mean the same in every encoding and need no redirect."""
STATUS = {200: "200 OK", 304: "304 Not Modified"}
PATIENCE = 1.0
"""Seconds to wait for the database."""
STALE_AFTER = 10.0
"""Seconds without an answer from the database after which a page says how old it may be."""
STALE_AT_MOST = 24 * 3600.0
"""Seconds without an answer from the database after which stored pages are no longer served."""


class VersionReader:
    """Reads the record's version in a thread, so that no visitor waits longer than ``PATIENCE``.

    The thread has a database connection of its own, which Django renews if it is broken.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._threads: ThreadPoolExecutor | None = None
        self._asked: Future[Version] | None = None

    def value(self) -> Version | None:
        """Return the version, or the last one read if the database does not answer.

        None if none was read within ``STALE_AT_MOST``. Only one caller at a time waits. The
        others get the last one read, unless this process has changed the record since.
        """
        if (version := record_version.trusted()) is not None:
            return version
        if self._turn.acquire(blocking=record_version.must_ask):
            try:
                if record_version.trusted() is None:
                    self._ask()
            finally:
                self._turn.release()
        return record_version.last_read(within=STALE_AT_MOST)

    def _ask(self) -> None:
        if self._threads is None:  # made here, since a thread does not survive a fork
            self._threads = ThreadPoolExecutor(1, thread_name_prefix="record-version")
        if self._asked is None or self._asked.done():
            self._asked = self._threads.submit(read_version)
        try:
            self._asked.result(timeout=PATIENCE)
        except (DatabaseError, InterfaceError, TimeoutError):
            record_version.trust_again()


def read_version() -> Version:
    close_old_connections()
    return record_version.renew()


def answer_stored_pages(app: WSGIApplication) -> WSGIApplication:
    """Wrap a WSGI application: stored pages are answered without calling it."""
    reader = VersionReader()

    def wrapped(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer = plain_answer(environ, reader)
        if answer is None:
            return app(environ, start_response)
        start_response(STATUS[answer.status], list(answer.headers.items()))
        return [answer.body]

    return wrapped


def plain_answer(environ: WSGIEnvironment, reader: VersionReader) -> StoredAnswer | None:
    """Return the stored answer to an ordinary request, or None."""
    is_unusual = (
        "HTTP_RANGE" in environ
        or not environ.get("HTTP_HOST")
        or not PLAIN_PATH.fullmatch(environ.get("PATH_INFO", ""))
    )
    if is_unusual:
        return None
    answer = stored_answer(environ, reader.value)
    silent = time.monotonic() - record_version.read_at
    if answer is not None and silent > STALE_AFTER:
        checked = http_date(time.time() - silent)
        answer = answer._replace(headers=answer.headers | {"X-Record-Checked": checked})
    return answer
