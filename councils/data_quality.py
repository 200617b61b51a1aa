"""Check the record, and by night whether its links open: what somebody should look at."""

import datetime as dt
import ipaddress
import socket
import time
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db.models import F, Max, Q

from councils.dates import format_date
from councils.map import drawing
from councils.map.areas import owners
from councils.models import (
    Event,
    EvidenceLink,
    MissingFromCare,
    Signature,
)
from councils.record import Record
from councils.record.status import Status
from councils.safeguarding.helplines import CHECKED_ON, check_due


def to_look_at(record: Record) -> list[str]:
    """Return what in the record needs a person, a sentence or two for each thing."""
    return [line for check in CHECKS for line in check(record)]


def helplines(record: Record) -> Iterator[str]:
    """Ask that the helplines' numbers be compared with what the helplines publish."""
    if check_due(record.on):
        yield (
            f"The helplines’ numbers and terms were last checked on {format_date(CHECKED_ON)}."
            " Check each again, and change councils/safeguarding/helplines.py."
        )


def successors(record: Record) -> Iterator[str]:
    """Find closed councils without a successor, and postcodes that lead nowhere."""
    for row in record.all_councils:
        if row.is_responsible and row.last_day and not row.successors:
            last = format_date(row.last_day)
            closes = "closed" if row.status == Status.FORMER else "will close"
            yield (f"{row.name} {closes} on {last}, and the register does not say who takes over.")
        leads_nowhere = not row.is_responsible and record.responsible_for(row) is None
        if row.nation == "England" and leads_nowhere:
            yield f"Postcodes in {row.name} lead to no council that runs children’s services."


def missing_from_care(record: Record) -> Iterator[str]:
    """Ask for the newest figures of children missing from care, where they are not loaded."""
    latest = MissingFromCare.objects.aggregate(latest=Max("year"))["latest"]
    says = f"The figures reach to March {latest}." if latest else "No figures are loaded."
    year = record.on.year if record.on.month == 12 else record.on.year - 1  # out by December
    if (latest or 0) < year:
        yield (
            f"Children missing from care: {says} The Department for Education’s file for the year"
            f" ending March {year} is not loaded. Ask whoever runs the server to load it with"
            " load_missing_figures."
        )


def places(record: Record) -> Iterator[str]:
    """Find councils that are not on both maps."""
    for row in drawing.unplaced(record):
        column, line = drawing.hexagon_map(record).places[row.code]
        yield (
            f"{row.name} is not in the map’s layout. It stands in the nearest free cell (column"
            f" {column}, row {line}); a new layout should be made: see docs/map.md."
        )
    with_area = set(owners(record).values())
    for row in record.councils:
        if row.code not in with_area:
            yield f"{row.name} has no area on the map of true areas: no district leads to it."


CHECKS: tuple[Callable[[Record], Iterator[str]], ...] = (
    helplines, successors, missing_from_care, places,
)  # fmt: skip
"""Those that have found something, or ask for what nobody else would think of."""


# -- Links to evidence: looked at slowly, and on the public internet alone ------------------------
#
# Only whether a link opens is looked at. That it supports its fact, a person checked on its day.

TIMEOUT = 10
"""Seconds for which a site may say nothing."""
INTERVAL = 5
"""Seconds between two links."""
MOST = 100
"""Links looked at in one night."""
EVERY = dt.timedelta(days=30)
"""How long one that opened is left alone. One that did not is looked at again the next night."""


def refuse_what_is_not_public(url: str) -> None:
    """Raise OSError unless a URL leads over https to the public internet."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.port:
        raise OSError("This is not the address of a page.")
    for entry in socket.getaddrinfo(parts.hostname, 443, type=socket.SOCK_STREAM):
        ip = ipaddress.ip_address(str(entry[4][0]))
        ip = getattr(ip, "ipv4_mapped", None) or ip
        if not ip.is_global or ip.is_multicast:
            raise OSError("It leads to a machine that is not on the public internet.")


class PublicRedirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only to where the link itself might have led."""

    def redirect_request(self, req: Any, *args: Any) -> Any:
        refuse_what_is_not_public(args[-1])
        return super().redirect_request(req, *args)


def why_not_open(url: str) -> str:
    """Return what was wrong when a URL was asked for, or "" if it opened."""
    agent = f"MakeRunawaysSafe-links (+{settings.SITE_URL}/how-we-count/)"
    try:
        refuse_what_is_not_public(url)
        request = urllib.request.Request(
            quote(url, safe="/%?&=+:;,@!$'()*~#[]"), headers={"User-Agent": agent}
        )
        with urllib.request.build_opener(PublicRedirects).open(request, timeout=TIMEOUT):
            return ""
    except HTTPError as error:
        return f"It answered {error.code}."
    except (OSError, HTTPException, ValueError):
        return "It could not be reached."


def links_of_record() -> list[str]:
    """Return the link of every fact on record that can be looked at, sorted."""
    facts = [*Signature.objects.standing(), *Event.objects.standing()]
    return sorted({fact.source_url for fact in facts if fact.source_url.startswith("https:")})


def look(on: dt.date) -> list[EvidenceLink]:
    """Look at the links that are due on a night; return those that did not open."""
    urls = links_of_record()
    EvidenceLink.objects.exclude(url__in=urls).delete()
    EvidenceLink.objects.bulk_create([EvidenceLink(url=url) for url in urls], ignore_conflicts=True)
    is_due = (
        Q(checked_on=None)
        | Q(failures=0, checked_on__lte=on - EVERY)
        | Q(failures__gt=0, checked_on__lt=on)
    )
    longest_ago = F("checked_on").asc(nulls_first=True)
    links = list(EvidenceLink.objects.filter(is_due).order_by(longest_ago, "url")[:MOST])
    for number, link in enumerate(links):
        time.sleep(INTERVAL if number else 0)
        link.said, link.checked_on = why_not_open(link.url), on
        link.failures = link.failures + 1 if link.said else 0
        link.opened_on = link.opened_on if link.said else on
        link.save()
    return [link for link in links if link.failures]
