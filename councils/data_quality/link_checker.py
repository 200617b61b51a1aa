"""Asks the links to evidence whether they still open: a guest on other people's machines.

Nothing here runs unless staff ask for it (``check_links --fetch``). Only https, only addresses of
the open internet, few redirects, no body, one question at a time and seldom; and nothing where a
site's robots.txt asks programs to stay away.
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
from urllib.parse import quote, urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from django.conf import settings

from councils.models import Event, EvidenceLink, LinkState, Progress, Signature

TIMEOUT = 10.0
"""Seconds for one step: a connection, or a piece of an answer."""
DEADLINE = 25.0
"""Seconds for one whole answer, however slowly it drips in."""
MOST_REDIRECTS = 5
MOST_BYTES = 64 * 1024
"""Bytes of a robots.txt that are read. Of a page none is."""
BETWEEN_TWO = 1.0
"""Seconds between two questions to any site."""
BETWEEN_TWO_OF_A_SITE = 10.0

SAID_IN = {Signature: ("source", "note"), Event: ("source",), Progress: ("source",)}
"""The words on each kind of fact in which pages turn addresses into links."""

NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Rejected(Exception):
    """An address that must not be asked; the text says why, in public words."""


@dataclass(frozen=True)
class CachedSettings:
    """What may be asked. Tests on this machine allow more, and must say so."""

    schemes: tuple[str, ...] = ("https",)
    also_allow: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = ()
    """Networks allowed though they are not of the open internet."""
    any_port: bool = False
    context: ssl.SSLContext | None = None
    timeout: float = TIMEOUT
    deadline: float = DEADLINE

    def allows(self, address: str) -> bool:
        ip = meant(ipaddress.ip_address(address))
        if any(ip in network for network in self.also_allow if network.version == ip.version):
            return True
        return ip.is_global and not ip.is_multicast


def meant(ip):
    """Return the address that an IPv6 address stands for, where it wraps one of IPv4."""
    if ip.version == 6:
        inside = ip.ipv4_mapped or ip.sixtofour
        if inside is None and ip in NAT64:
            inside = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        return inside or ip
    return ip


@dataclass(frozen=True)
class Answer:
    state: LinkState
    said: str


def ask(url: str, rules: CachedSettings) -> Answer:
    """Ask an address whether it opens, following few redirects, each under the same rules."""
    try:
        for _ in range(MOST_REDIRECTS + 1):
            status, leads_to, _ = fetch(url, rules)
            if not leads_to:
                return judged(status)
            url = urljoin(url, leads_to)
    except Rejected as reason:
        return Answer(LinkState.NOT_ASKED, str(reason))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(LinkState.NO_ANSWER, in_plain_words(error))
    return Answer(LinkState.NO_ANSWER, f"It led on more than {MOST_REDIRECTS} times.")


def judged(status: int) -> Answer:
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


def fetch(url: str, rules: CachedSettings, most: int = 0) -> tuple[int, str, bytes]:
    """Ask once. Return the status, where it leads on to (or ""), and at most ``most`` bytes.

    Raises Refused for what must not be asked, OSError and HTTPException for what goes wrong.
    """
    parts = urlsplit(url)
    if parts.scheme not in rules.schemes:
        raise Rejected("Only addresses that begin with https are asked.")
    if not parts.hostname or parts.username is not None:
        raise Rejected("This is no address of a page.")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if port not in (443, 80) and not rules.any_port:
        raise Rejected("It names an unusual port.")
    with deadline(rules.deadline) as watched:
        connection = connected(parts.scheme, parts.hostname, port, rules, watched)
        try:
            connection.request(
                "GET", asked_for(parts), headers={"User-Agent": agent(), "Accept": "*/*"}
            )
            response = connection.getresponse()
            leads_to = response.headers.get("Location", "") if 300 <= response.status < 400 else ""
            return response.status, leads_to, response.read(most) if most else b""
        finally:
            connection.close()


def asked_for(parts) -> str:
    """Return path and query as they go over the line: letters beyond ASCII are written in it."""
    return quote(urlunsplit(("", "", parts.path or "/", parts.query, "")), safe="/%?&=+:;,@!$'()*~")


@contextmanager
def deadline(seconds: float) -> Iterator[list[socket.socket]]:
    """Hang up the lines put in the list once the time is over. Raises TimeoutError then.

    A socket's own timeout counts anew with every piece; a site may drip for hours.
    """
    watched, late = [], threading.Event()

    def hang_up():
        late.set()
        for line in watched:
            with suppress(OSError):  # it may have ended by itself
                line.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield watched
        if late.is_set():  # a line that was hung up can look like an answer that came to its end
            raise TimeoutError
    except (OSError, http.client.HTTPException, ValueError) as error:
        if late.is_set():
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()


def connected(
    scheme, host, port, rules: CachedSettings, watched: list
) -> http.client.HTTPConnection:
    """Return a connection to an allowed address of a host, and to that very address.

    The name is looked up once: a second look-up could give another answer than the one checked.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [entry[4][0] for entry in found]
    if not addresses or not all(rules.allows(address) for address in addresses):
        raise Rejected("It leads to a machine that is not on the open internet.")
    line = socket.create_connection((addresses[0], port), rules.timeout)
    try:
        if scheme == "https":
            context = rules.context or ssl.create_default_context()
            line = context.wrap_socket(line, server_hostname=host, do_handshake_on_connect=False)
        watched.append(line)
        if scheme == "https":
            line.do_handshake()
    except BaseException:
        line.close()
        raise
    connection = http.client.HTTPConnection(host, port, timeout=rules.timeout)
    connection.default_port = 443 if scheme == "https" else 80  # it is not named to the host then
    connection.sock = line
    return connection


def agent() -> str:
    return f"MakeRunawaysSafe-links (+{settings.SITE_URL}/how-we-count/)"


# All links of the record, one after the other


IN_TEXT = re.compile(r"https?://[^\s<>\"“”]+")


def links_of_record() -> list[str]:
    """Return every address that a standing fact gives as evidence, or in words on it, once each."""
    found = set()
    for model, fields in SAID_IN.items():
        facts = model.objects.standing().order_by()
        if fields == ("source",):
            facts = facts.filter(has_link=True)  # found by index: few facts lead anywhere
        found |= set(facts.exclude(source_url="").values_list("source_url", flat=True).distinct())
        for name in fields:
            texts = facts.filter(**{f"{name}__contains": "://"}).values_list(name, flat=True)
            for text in texts.distinct():
                found |= {url.rstrip(".,;:)") for url in IN_TEXT.findall(text)}
    return sorted(found)


@dataclass
class PoliteFetcher:
    """Asks one address after the other, slowly, and as each site's robots.txt wishes."""

    rules: CachedSettings = field(default_factory=CachedSettings)
    wait: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    robots: dict[str, RobotFileParser] = field(default_factory=dict)
    asked: dict[str, float] = field(default_factory=dict)
    """When each site was last asked, by this guest's clock."""

    def ask(self, url: str) -> Answer:
        site = urlsplit(url).netloc
        if urlsplit(url).scheme in self.rules.schemes and not self.may_ask(url):
            return Answer(LinkState.NOT_ASKED, "Its site asks programs to stay away.")
        self.keep_pace(site)
        answer = ask(url, self.rules)
        self.asked[site] = self.clock()
        return answer

    def may_ask(self, url: str) -> bool:
        parts = urlsplit(url)
        if parts.netloc not in self.robots:
            self.keep_pace(parts.netloc)
            self.robots[parts.netloc] = self.wishes(f"{parts.scheme}://{parts.netloc}/robots.txt")
            self.asked[parts.netloc] = self.clock()
        return self.robots[parts.netloc].can_fetch(agent(), url)

    def wishes(self, address: str) -> RobotFileParser:
        """Return what a site's robots.txt says; where there is none, everything may be asked."""
        wishes = RobotFileParser()
        lines = []
        try:
            status, _, body = fetch(address, self.rules, most=MOST_BYTES)
            if status == 200:
                lines = body.decode("utf-8", errors="replace").splitlines()
        except (Rejected, OSError, http.client.HTTPException, ValueError):
            pass  # the page itself will tell what is wrong with the site
        wishes.parse(lines)
        return wishes

    def keep_pace(self, site: str) -> None:
        if not self.asked:
            return
        now = self.clock()
        free = max(self.asked.values()) + BETWEEN_TWO
        if site in self.asked:
            free = max(free, self.asked[site] + BETWEEN_TWO_OF_A_SITE)
        if free > now:
            self.wait(free - now)


def due(on: dt.date, not_since: int) -> list[str]:
    """Return the links not asked in the last ``not_since`` days, the longest ago first."""
    known = dict(EvidenceLink.objects.values_list("url", "checked_on"))
    fresh = on - dt.timedelta(days=not_since)
    waiting = [url for url in links_of_record() if url not in known or known[url] <= fresh]
    return sorted(waiting, key=lambda url: (known.get(url, dt.date.min), url))


def note(answers: dict[str, Answer], on: dt.date) -> None:
    """Keep what links answered on a day, and forget links that nothing on record gives any more."""
    for url, answer in answers.items():
        facts = {"state": answer.state, "said": answer.said[:200], "checked_on": on}
        if answer.state == LinkState.OPENS:
            facts["opened_on"] = on
        EvidenceLink.objects.update_or_create(url=url, defaults=facts)
    EvidenceLink.objects.exclude(url__in=links_of_record()).delete()


def asked_in_turn(urls: list[str], guest: PoliteFetcher) -> Iterator[tuple[str, Answer]]:
    for url in urls:
        yield url, guest.ask(url)
