"""A grammar of hostile requests: every route, parameter and header, with what breaks parsers.

Requests are made from a seed, so that a run can be repeated.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import quote, urlencode

from django.urls import URLPattern, get_resolver

ROOT = Path(__file__).parent.parent
MARK = "zq7"
"""Stands in every hostile value, so that an answer that repeats one without escaping is found."""
RAW = f"<{MARK}"
"""What no page may hold: a tag of a visitor's."""

FRAGMENTS = [
    f"<{MARK} onload=x>", f"'\"><{MARK}>", f"{MARK}\r\nX-{MARK}: 1", f"javascript:{MARK}",
    f"//{MARK}.example/", f"{{{{ {MARK} }}}}", f"${{{MARK}}}", "' OR 1=1 --", "\x00", "\ud7ff",
    "%00", "%ff", "%s%n", "../../etc/passwd", "\\..\\", "\u202e", "İ", "ﬃ", "🙂" * 9, "9" * 400,
    "-1", "1e999", "NaN", "0x10", "2026-02-30", "9999-12-31", "-0001-01-01", "2013-W38-4", "[]",
    "{}", "null", "true", "=1+1", "a" * 5000, " ", "\t", "\n", "CT16 1HE", "SW1A 1AA", "kent",
    "sheffield", "south-east", "signed", "map", "list", "2020-04-01", "anna@example.org",
    "anna@", "@", "a@b@c", "http://[::1", "https://kent.example/x", "data:text/html,x", "on", "",
]  # fmt: skip
SLUGS = ["kent", "sheffield", "dover", "cumbria", "england", "south-east", "charter", "privacy"]
HEADERS = [
    "Accept", "Accept-Encoding", "Accept-Language", "Content-Type", "Cookie", "Forwarded",
    "If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "Origin", "Range", "Referer",
    "Sec-Fetch-Site", "Transfer-Encoding", "Upgrade", "User-Agent", "X-Forwarded-For",
    "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Forwarded-Proto", "X-HTTP-Method-Override",
    "X-Original-URL", "X-Request-ID", "X-Requested-With", "X-Script-Name",
]  # fmt: skip
KINDS = [
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=base64",
    "multipart/form-data", "multipart/form-data; boundary=x; charset=idna", "application/json",
    "text/plain", "multipart/form-data; boundary=", "a/b; c*0*=utf-8''%ff",
]  # fmt: skip
PLAUSIBLE = {
    "q": "kent", "email": "anna@example.org", "name": "Anna Smith", "postal_address": "Crookes",
    "text": "Dear Lead Member,\n\nPlease sign.\n", "subject": "Will you sign?", "kind": "wrong",
    "own_line": "Our library would help.", "council": "sheffield", "code": "123456",
    "at": "2013-09-19",
    "link": "https://example.org/", "go_on": "", "answer": "yes", "answered": "yes",
}  # fmt: skip
"""What a person would send: most of each form is left so, to get past its first check."""


def parameters() -> list[str]:
    """Return the name of every parameter that the code reads or a template sends."""
    names = set(PLAUSIBLE)
    for top in ("campaign", "councils"):
        for path in (ROOT / top).rglob("*.py"):
            text = path.read_text("utf-8")
            names.update(re.findall(r"(?:GET|POST)(?:\.get|\.getlist)?[(\[]\"(\w+)\"", text))
            names.update(
                re.findall(
                    r"^    (\w+) = (?:forms\.\w+|\w*Choice\w*|\w*Field)\(", text, re.MULTILINE
                )
            )
    for path in (ROOT / "templates").rglob("*.html"):
        names.update(re.findall(r"\sname=\"(\w+)\"", path.read_text("utf-8")))
    return sorted(names)


def routes(patterns=None, before: str = "") -> Iterator[str]:
    """Yield every route of the site, public or not, as it is written."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern.url_patterns, route)


@dataclass
class Request:
    """One request: where, how and with what."""

    method: str
    route: str
    address: str
    body: bytes = b""
    kind: str = ""
    headers: dict[str, str] = field(default_factory=dict)


class Grammar:
    """Makes requests from a seed. ``tokens`` open somebody's letter."""

    def __init__(self, seed: int, tokens: list[str]) -> None:
        self.random, self.tokens = Random(seed), tokens
        self.parameters = parameters()
        public = {route for route in routes() if not route.startswith("admin/")}
        # Half of all routes are of the admin; a visitor is sent to its sign-in from each.
        self.routes = [*sorted(public), *sorted(public), *sorted(set(routes()) - public)]

    def value(self) -> str:
        """Return one to three fragments, joined."""
        number = self.random.choice([1, 1, 1, 2, 3])
        return "".join(self.random.choice(FRAGMENTS) for _ in range(number))

    def requests(self, number: int) -> Iterator[Request]:
        for turn in range(number):
            yield self.request(self.routes[turn % len(self.routes)])

    def request(self, route: str) -> Request:
        pick = self.random.random
        method = self.random.choices(["GET", "POST", "HEAD", "PUT"], [55, 38, 5, 2])[0]
        request = Request(method, route, self.address(route))
        if pick() < 0.7:
            request.address += "?" + self.query()
        if method == "POST":
            request.kind = KINDS[0] if pick() < 0.8 else self.random.choice(KINDS)
            request.body = self.form() if pick() < 0.9 else self.random.randbytes(200)
        for _ in range(self.random.choice([0, 0, 1, 2])):
            name = self.random.choice(HEADERS)
            request.headers[name] = self.header()
        return request

    def address(self, route: str) -> str:
        """Return an address of a route: mostly one that exists, else one with odd parts."""
        filled = re.sub(r"<(?:(\w+):)?(\w+)>", self.part, re.sub(r"[\^$]|\\Z", "", route))
        return "/" + re.sub(r"\(\?.*?\)\+?|[.*+]{2}", "x", filled)

    def part(self, match: re.Match[str]) -> str:
        if self.random.random() < 0.3:
            return quote(self.value().replace("/", ""), safe="", errors="replace")
        if match[1] == "int":
            return self.random.choice(["1", "0", "99999999999999999999"])
        if "token" in match[2]:
            return self.random.choice(self.tokens)
        return self.random.choice(SLUGS)

    def query(self) -> str:
        if self.random.random() < 0.05:
            return self.random.randbytes(30).decode("latin1").replace("#", "")
        names = self.random.sample(self.parameters, self.random.randint(1, 4))
        return urlencode([(name, self.value()) for name in names], errors="replace")

    def form(self) -> bytes:
        names = self.random.sample(self.parameters, self.random.randint(1, 3))
        form = PLAUSIBLE | {name: self.value() for name in names}
        return urlencode(form, errors="replace").encode()

    def header(self) -> str:
        """Return a value that a server could pass on: one line, in Latin-1."""
        value = re.sub(r"[\x00\r\n]", " ", self.value())
        return value.encode("latin1", "replace").decode("latin1")[:2000]
