"""Check whether the links to evidence still open: slowly, and only on the public internet.

It runs only when staff ask for it (``check_links --fetch``), as if they opened one link after
another themselves.
"""

import datetime as dt
import ipaddress
import re
import socket
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit

from django.conf import settings

from councils.models import Event, EvidenceLink, LinkState, Signature

TIMEOUT = 10
"""Seconds for which a site may say nothing."""
INTERVAL = 5
"""Seconds between two links."""

TEXT_FIELDS = {Signature: ("source", "note"), Event: ("source",)}
"""The text fields of each kind of fact in which pages turn URLs into links."""


class ForbiddenURLError(Exception):
    """The URL must not be asked. The message says why and may be shown to the public."""


@dataclass(frozen=True)
class Answer:
    """The state of a link, and what its site answered, in words for the public."""

    state: LinkState
    said: str


def refuse_what_is_not_public(url: str) -> None:
    """Raise ForbiddenURLError unless a URL leads over https to the public internet."""
    parts = urlsplit(url)
    if parts.scheme != "https":
        raise ForbiddenURLError("Only addresses that begin with https are checked.")
    if not parts.hostname or parts.username is not None or parts.port not in (None, 443):
        raise ForbiddenURLError("This is not the address of a page.")
    for entry in socket.getaddrinfo(parts.hostname, 443, type=socket.SOCK_STREAM):
        ip = ipaddress.ip_address(str(entry[4][0]))
        ip = getattr(ip, "ipv4_mapped", None) or ip
        if not ip.is_global or ip.is_multicast:
            raise ForbiddenURLError("It leads to a machine that is not on the public internet.")


class RuledRedirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only to where the link itself might have led."""

    def __init__(self, rule: Callable[[str], None]) -> None:
        self.rule = rule

    def redirect_request(self, req: Any, *args: Any) -> Any:
        self.rule(args[-1])
        return super().redirect_request(req, *args)


def check_link(url: str, rule: Callable[[str], None] = refuse_what_is_not_public) -> Answer:
    """Return whether a URL opens, following redirects under the same rule.

    Tests with servers on this machine give a rule that allows those.
    """
    try:
        rule(url)
        agent = f"MakeRunawaysSafe-links (+{settings.SITE_URL}/how-we-count/)"
        request = urllib.request.Request(
            quote(url, safe="/%?&=+:;,@!$'()*~#[]"), headers={"User-Agent": agent}
        )
        opener = urllib.request.build_opener(RuledRedirects(rule))
        with opener.open(request, timeout=TIMEOUT) as response:
            return Answer(LinkState.OPENS, f"It answered {response.status}.")
    except ForbiddenURLError as reason:
        return Answer(LinkState.NOT_ASKED, str(reason))
    except HTTPError as error:
        if error.code in (404, 410):
            return Answer(LinkState.GONE, f"It answered {error.code}: not found.")
        return Answer(LinkState.NO_ANSWER, f"It answered {error.code}.")
    except TimeoutError:
        return Answer(LinkState.NO_ANSWER, "It did not answer in time.")
    except (OSError, HTTPException, ValueError):
        return Answer(LinkState.NO_ANSWER, "It could not be reached.")


def check_slowly(urls: Iterable[str]) -> Iterator[tuple[str, Answer]]:
    """Yield each link with its answer, with a pause between two of them."""
    for number, url in enumerate(urls):
        if number:
            time.sleep(INTERVAL)
        yield url, check_link(url)


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
