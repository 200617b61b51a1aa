"""Somebody who visits the site through nginx, as Django's test client would: see ``Browser``."""

import http.client
import ssl
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
    """Visit the site at ``address``, with TLS."""

    def __init__(self, address: str):
        self.address = address

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, typed: dict[str, str], headers: object = None) -> Answer:
        return self._ask("POST", path, urlencode(typed, doseq=True))

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        headers = {"Host": HOST}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPSConnection(self.address, timeout=60, context=ANY_CERTIFICATE)
        try:
            connection.request(method, path.partition("#")[0], body, headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()
