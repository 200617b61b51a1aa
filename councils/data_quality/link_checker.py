"""Check whether the links to evidence still open, without burdening other sites.

It runs only when staff ask for it (``check_links --fetch``). It uses https only, connects to public
IP addresses only, follows few redirects, reads no body, sends one request at a time with pauses,
and obeys each site's robots.txt.

It uses ``http.client`` because the connection must go to the IP address that was checked (a second
DNS look-up may give another), and because the whole response must end by a deadline. requests and
httpx offer neither.
"""

import datetime as dt
import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from django.conf import settings

from councils.models import Event, EvidenceLink, LinkState, Progress, Signature

TIMEOUT = 10.0
"""Seconds for each socket operation, such as connecting or reading once."""
DEADLINE = 25.0
"""Seconds for a whole response, however slowly it arrives."""
MAX_REDIRECTS = 5
MAX_ROBOTS_BYTES = 64 * 1024
"""Bytes of a robots.txt that are read. Of a page, none are."""
INTERVAL = 1.0
"""Seconds between two requests to any sites."""
SITE_INTERVAL = 10.0
"""Seconds between two requests to the same site."""

TEXT_FIELDS = {Signature: ("source", "note"), Event: ("source",), Progress: ("source",)}
"""The text fields of each kind of fact in which pages turn URLs into links."""

type IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

NAT64 = ipaddress.ip_network("64:ff9b::/96")


class ForbiddenURLError(Exception):
    """The URL must not be fetched. The message says why and may be shown to the public."""


@dataclass(frozen=True)
class FetchRules:
    """What may be fetched. Tests with local servers allow more."""

    schemes: tuple[str, ...] = ("https",)
    also_allow: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = ()
    """Networks that are allowed although they are not public."""
    any_port: bool = False
    context: ssl.SSLContext | None = None
    timeout: float = TIMEOUT
    deadline: float = DEADLINE

    def allows(self, address: str) -> bool:
        ip = unwrapped(ipaddress.ip_address(address))
        if any(ip in network for network in self.also_allow if network.version == ip.version):
            return True
        return ip.is_global and not ip.is_multicast


def unwrapped(ip: IPAddress) -> IPAddress:
    """Return the IPv4 address embedded in an IPv6 address, or the address itself."""
    if ip.version == 6:
        embedded = ip.ipv4_mapped or ip.sixtofour
        if embedded is None and ip in NAT64:
            embedded = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        return embedded or ip
    return ip


@dataclass(frozen=True)
class Answer:
    """The state of a link, and what its site answered, in words for the public."""

    state: LinkState
    said: str


def check_link(url: str, rules: FetchRules) -> Answer:
    """Return whether a URL opens, following redirects under the same rules."""
    try:
        for _ in range(MAX_REDIRECTS + 1):
            status, target, _ = fetch(url, rules)
            if not target:
                return classify(status)
            url = urljoin(url, target)
    except ForbiddenURLError as reason:
        return Answer(LinkState.NOT_ASKED, str(reason))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(LinkState.NO_ANSWER, in_plain_words(error))
    return Answer(LinkState.NO_ANSWER, f"It redirected more than {MAX_REDIRECTS} times.")


def classify(status: int) -> Answer:
    if 200 <= status < 300:
        return Answer(LinkState.OPENS, f"It answered {status}.")
    if status in (404, 410):
        return Answer(LinkState.GONE, f"It answered {status}: not found.")
    return Answer(LinkState.NO_ANSWER, f"It answered {status}.")


def in_plain_words(error: Exception) -> str:
    match error:
        case TimeoutError():
            return "It did not answer in time."
        case socket.gaierror():
            return "Its name was not found."
        case ssl.SSLError():
            return "Its certificate was not accepted."
        case ValueError() | http.client.HTTPException():
            return "Its answer could not be read."
    return "It could not be reached."


def fetch(url: str, rules: FetchRules, max_bytes: int = 0) -> tuple[int, str, bytes]:
    """Send one GET request; return its status, redirect target (or ""), and the body's start.

    Raises ForbiddenURLError for a URL that must not be fetched, OSError and HTTPException for
    faults.
    """
    parts = urlsplit(url)
    if parts.scheme not in rules.schemes:
        raise ForbiddenURLError("Only addresses that begin with https are checked.")
    if not parts.hostname or parts.username is not None:
        raise ForbiddenURLError("This is not the address of a page.")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if port not in (443, 80) and not rules.any_port:
        raise ForbiddenURLError("It names an unusual port.")
    with deadline(rules.deadline) as watched:
        connection = connect(parts.scheme, parts.hostname, port, rules, watched)
        try:
            connection.request(
                "GET", request_target(parts), headers={"User-Agent": user_agent(), "Accept": "*/*"}
            )
            response = connection.getresponse()
            target = response.headers.get("Location", "") if 300 <= response.status < 400 else ""
            return response.status, target, response.read(max_bytes) if max_bytes else b""
        finally:
            connection.close()


def request_target(parts: SplitResult) -> str:
    """Return path and query as they are sent, with characters outside ASCII escaped."""
    return quote(urlunsplit(("", "", parts.path or "/", parts.query, "")), safe="/%?&=+:;,@!$'()*~")


@contextmanager
def deadline(seconds: float) -> Iterator[list[socket.socket]]:
    """Yield a list; after so many seconds, shut down the sockets in it and raise TimeoutError.

    A socket's own timeout starts again with every read, so a slow site could take hours.
    """
    watched: list[socket.socket] = []
    late = threading.Event()

    def shut_down() -> None:
        late.set()
        for sock in watched:
            with suppress(OSError):  # it may have been closed already
                sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, shut_down)
    timer.daemon = True
    timer.start()
    try:
        yield watched
        if late.is_set():  # a socket that was shut down can look like the end of a response
            raise TimeoutError
    except (OSError, http.client.HTTPException, ValueError) as error:
        if late.is_set():
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()


def connect(
    scheme: str, host: str, port: int, rules: FetchRules, watched: list[socket.socket]
) -> http.client.HTTPConnection:
    """Return a connection to a host's IP address, after checking that it is allowed.

    The name is looked up only once, since a second look-up could give another address.
    """
    entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in entries]
    if not addresses or not all(rules.allows(address) for address in addresses):
        raise ForbiddenURLError("It leads to a machine that is not on the public internet.")
    sock: socket.socket = socket.create_connection((addresses[0], port), rules.timeout)
    try:
        if scheme == "https":
            context = rules.context or ssl.create_default_context()
            tls = context.wrap_socket(sock, server_hostname=host, do_handshake_on_connect=False)
            sock = tls
            watched.append(sock)
            tls.do_handshake()
        else:
            watched.append(sock)
    except BaseException:
        sock.close()
        raise
    connection = http.client.HTTPConnection(host, port, timeout=rules.timeout)
    connection.default_port = 443 if scheme == "https" else 80  # left out of the Host header
    connection.sock = sock
    return connection


def user_agent() -> str:
    return f"MakeRunawaysSafe-links (+{settings.SITE_URL}/how-we-count/)"


IN_TEXT = re.compile(r"https?://[^\s<>\"“”]+")


def links_of_record() -> list[str]:
    """Return every URL in the evidence and notes of facts that were not retracted, sorted."""
    urls: set[str] = set()
    for model, fields in TEXT_FIELDS.items():
        facts = model.objects.standing().order_by()
        if fields == ("source",):
            facts = facts.filter(has_link=True)  # by an index: few facts have a link
        urls |= set(facts.exclude(source_url="").values_list("source_url", flat=True).distinct())
        for name in fields:
            texts = facts.filter(**{f"{name}__contains": "://"}).values_list(name, flat=True)
            for text in texts.distinct():
                urls |= {url.rstrip(".,;:)") for url in IN_TEXT.findall(text)}
    return sorted(urls)


@dataclass
class PoliteFetcher:
    """Checks one link after another, with pauses, as each site's robots.txt allows."""

    rules: FetchRules = field(default_factory=FetchRules)
    wait: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    robots: dict[str, RobotFileParser] = field(default_factory=dict)
    last_request: dict[str, float] = field(default_factory=dict)
    """When each site was last sent a request, in seconds by ``clock``."""

    def check(self, url: str) -> Answer:
        site = urlsplit(url).netloc
        if urlsplit(url).scheme in self.rules.schemes and not self.may_fetch(url):
            return Answer(LinkState.NOT_ASKED, "Its site asks programs to stay away.")
        self.wait_turn(site)
        answer = check_link(url, self.rules)
        self.last_request[site] = self.clock()
        return answer

    def may_fetch(self, url: str) -> bool:
        parts = urlsplit(url)
        if parts.netloc not in self.robots:
            self.wait_turn(parts.netloc)
            self.robots[parts.netloc] = self.robots_rules(
                f"{parts.scheme}://{parts.netloc}/robots.txt"
            )
            self.last_request[parts.netloc] = self.clock()
        return self.robots[parts.netloc].can_fetch(user_agent(), url)

    def robots_rules(self, address: str) -> RobotFileParser:
        """Return the rules of a robots.txt. Without one, everything may be fetched."""
        rules = RobotFileParser()
        lines: list[str] = []
        try:
            status, _, body = fetch(address, self.rules, max_bytes=MAX_ROBOTS_BYTES)
            if status == 200:
                lines = body.decode("utf-8", errors="replace").splitlines()
        except (ForbiddenURLError, OSError, http.client.HTTPException, ValueError):
            pass  # checking the page itself will show what is wrong with the site
        rules.parse(lines)
        return rules

    def wait_turn(self, site: str) -> None:
        if not self.last_request:
            return
        now = self.clock()
        free = max(self.last_request.values()) + INTERVAL
        if site in self.last_request:
            free = max(free, self.last_request[site] + SITE_INTERVAL)
        if free > now:
            self.wait(free - now)


def due(on: dt.date, not_since: int) -> list[str]:
    """Return the links not checked in the last ``not_since`` days, the oldest check first."""
    checked = dict(EvidenceLink.objects.values_list("url", "checked_on"))
    limit = on - dt.timedelta(days=not_since)
    waiting = [url for url in links_of_record() if url not in checked or checked[url] <= limit]
    return sorted(waiting, key=lambda url: (checked.get(url, dt.date.min), url))


def record_answers(answers: dict[str, Answer], on: dt.date) -> None:
    """Store a day's answers by URL, and delete links that no fact contains any more."""
    for url, answer in answers.items():
        values: dict[str, Any] = {
            "state": answer.state,
            "said": answer.said[:200],
            "checked_on": on,
        }
        if answer.state == LinkState.OPENS:
            values["opened_on"] = on
        EvidenceLink.objects.update_or_create(url=url, defaults=values)
    EvidenceLink.objects.exclude(url__in=links_of_record()).delete()
