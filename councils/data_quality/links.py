"""Look by night whether the links to evidence still open: slowly, and on the public internet alone.

Only whether a link opens is looked at. That it supports its fact, a person checked on the fact's
day.
"""

import datetime as dt
import ipaddress
import re
import socket
import time
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit

from django.conf import settings

from councils.models import Event, EvidenceLink, Signature

TIMEOUT = 10
"""Seconds for which a site may say nothing."""
INTERVAL = 5
"""Seconds between two links."""
MOST = 100
"""Links looked at in one night."""
EVERY = dt.timedelta(days=30)
"""How long one that opened is left alone. One that did not is looked at again the next night."""

TEXT_FIELDS = {Signature: ("source", "note"), Event: ("source",)}
"""The text fields of each kind of fact in which pages turn URLs into links."""
IN_TEXT = re.compile(r"https?://[^\s<>\"“”]+")


class ForbiddenURLError(Exception):
    """The URL must not be asked. The message says why."""


def refuse_what_is_not_public(url: str) -> None:
    """Raise ForbiddenURLError unless a URL leads over https to the public internet."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        raise ForbiddenURLError("Only addresses that begin with https are asked.")
    if parts.username is not None or parts.port not in (None, 443):
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


def why_not_open(url: str, rule: Callable[[str], None] = refuse_what_is_not_public) -> str:
    """Return what was wrong when a URL was asked for, or "" if it opened.

    Raise ForbiddenURLError for one that must not be asked. Tests with servers on this machine give
    a rule that allows those.
    """
    try:
        rule(url)
        agent = f"MakeRunawaysSafe-links (+{settings.SITE_URL}/how-we-count/)"
        request = urllib.request.Request(
            quote(url, safe="/%?&=+:;,@!$'()*~#[]"), headers={"User-Agent": agent}
        )
        opener = urllib.request.build_opener(RuledRedirects(rule))
        with opener.open(request, timeout=TIMEOUT):
            return ""
    except HTTPError as error:
        return f"It answered {error.code}."
    except TimeoutError:
        return "It did not answer in time."
    except (OSError, HTTPException, ValueError):
        return "It could not be reached."


def links_of_record() -> list[str]:
    """Return every URL in the evidence and notes of facts that were not retracted, sorted."""
    urls: set[str] = set()
    for model, fields in TEXT_FIELDS.items():
        facts = model.objects.standing().order_by()
        urls |= set(facts.exclude(source_url="").values_list("source_url", flat=True))
        for name in fields:
            texts = facts.filter(**{f"{name}__contains": "://"}).values_list(name, flat=True)
            urls |= {url.rstrip(".,;:)") for text in texts for url in IN_TEXT.findall(text)}
    return sorted(urls)


def look(on: dt.date) -> list[EvidenceLink]:
    """Look at the links that are due on a night; return those that did not open."""
    urls = links_of_record()
    EvidenceLink.objects.exclude(url__in=urls).delete()
    known = EvidenceLink.objects.in_bulk(field_name="url")
    links = [known.get(url) or EvidenceLink(url=url) for url in urls]
    due = sorted((link for link in links if is_due(link, on)), key=last_asked)[:MOST]
    for number, link in enumerate(due):
        time.sleep(INTERVAL if number else 0)
        try:
            link.said = why_not_open(link.url)
        except ForbiddenURLError as reason:
            link.said = str(reason)
        else:
            link.failures = link.failures + 1 if link.said else 0
            link.opened_on = link.opened_on if link.said else on
        link.checked_on = on
        link.save()
    return [link for link in due if link.failures]


def last_asked(link: EvidenceLink) -> dt.date:
    return link.checked_on or dt.date.min


def is_due(link: EvidenceLink, on: dt.date) -> bool:
    """Whether it opened, or was refused, long ago, or did not open on an earlier night."""
    return last_asked(link) < on if link.failures else last_asked(link) <= on - EVERY
