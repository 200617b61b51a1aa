"""Somebody who visits the site through nginx, as Django's test client would: see ``Browser``."""

import http.client
import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

HOST = "runaways.example"
ANY_CERTIFICATE = ssl._create_unverified_context()


@dataclass
class Answer:
    status_code: int
    headers: http.client.HTTPMessage
    content: bytes

    @property
    def url(self) -> str:
        """Where a redirect leads, on this site."""
        parts = urlsplit(self.headers["Location"])
        return parts.path + (f"?{parts.query}" if parts.query else "")


class Visitor:
    """Visit the site at ``address``: with TLS, or a website itself at the port 8000."""

    def __init__(self, address: str, *, directly: bool = False):
        self.address, self.directly = address, directly

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, typed: dict[str, str], headers: object = None) -> Answer:
        return self._ask("POST", path, urlencode(typed, doseq=True))

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        headers = {"Host": HOST}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if self.directly:
            headers["X-Forwarded-Proto"] = "https"  # believed of nginx, so go from its machine
            connection = http.client.HTTPConnection(self.address, 8000, timeout=60)
        else:
            connection = http.client.HTTPSConnection(
                self.address, timeout=60, context=ANY_CERTIFICATE
            )
        try:
            connection.request(method, path.partition("#")[0], body, headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()


@contextmanager
def visitors(visitor: Visitor, paths: list[str], number: int = 4):
    """Let several people ask for pages again and again meanwhile; yield the statuses they get."""
    statuses: list[int | str] = []
    stop = threading.Event()

    def visit(turn: int) -> None:
        while not stop.is_set():
            turn += 1
            try:
                statuses.append(visitor.get(paths[turn % len(paths)]).status_code)
            except OSError as error:
                statuses.append(repr(error))

    people = [threading.Thread(target=visit, args=[turn]) for turn in range(number)]
    for person in people:
        person.start()
    try:
        yield statuses
    finally:
        stop.set()
        for person in people:
            person.join()
