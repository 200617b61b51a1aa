"""Check the record, and by night whether its links open: what somebody should look at."""

import datetime as dt
import ipaddress
import re
import socket
import time
import urllib.request
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef

from councils.dates import format_date
from councils.map import drawing
from councils.map.areas import owners
from councils.models import (
    Council,
    Event,
    EventKind,
    EvidenceLink,
    Lineage,
    MissingFromCare,
    Signature,
)
from councils.open_data.tables import COUNCILS
from councils.record import Record
from councils.safeguarding.helplines import CHECKED_ON, check_due

TOTALS = {
    dt.date(2013, 9, 19): 152,
    dt.date(2020, 6, 1): 151,
    dt.date(2022, 6, 1): 152,
    dt.date(2024, 1, 1): 153,
    dt.date(2027, 4, 1): 154,
}
"""The number of councils that ran children's services in England, on days for which it is known."""


@dataclass
class Check:
    """The result of one check."""

    title: str
    says: str
    """The summary, in sentences."""
    lines: list[str] = field(default_factory=list)
    """What somebody should look at, one line each; empty if everything is in order."""


def checks(record: Record) -> list[Check]:
    """Run every check, the most serious first."""
    return [check(record) for check in CHECKS]


def totals(record: Record) -> Check:
    """Check that all pages and files show the same total, and that past days have the right one."""
    counted = {
        "the list": (record.signed, record.total),
        "the regions": (
            sum(tally.signed for tally in record.regions),
            sum(tally.total for tally in record.regions),
        ),
        "the legend": (record.counts["signed"], sum(record.counts.values())),
        "the map": signed_on_map(record),
        "the data files": signed_in_data(COUNCILS.rows(record)),
    }
    lines = [
        f"The totals do not agree: {place} has {signed} of {total}, the list {record.signed} of"
        f" {record.total}."
        for place, (signed, total) in counted.items()
        if (signed, total) != (record.signed, record.total)
    ]
    if lines:
        says = "They do not agree everywhere. We are looking for the reason."
    else:
        says = (
            f"{record.signed} of {record.total} councils{record.provenance.in_brackets}, in the"
            " list, the regions, the map and the data files alike."
        )
    if wrong := wrong_days(record):
        says += " On a past day the register has the wrong number of councils."
    return Check("Totals", says, lines + wrong)


def wrong_days(record: Record) -> list[str]:
    """Return a line for each day on which the register has the wrong number of councils."""
    counts = {day: Council.objects.responsible().current(day).count() for day in TOTALS}
    return [
        f"On {format_date(day)} England had {expected} councils that run children’s services; the"
        f" register has {counts[day]}."
        for day, expected in TOTALS.items()
        if day <= record.on and counts[day] != expected
    ]


def signed_on_map(record: Record) -> tuple[int, int]:
    statuses = Counter(cell.row.status for cell in drawing.hexagon_map(record).cells)
    return statuses["signed"], statuses.total()


def signed_in_data(rows: list[dict[str, Any]]) -> tuple[int, int]:
    return len([row for row in rows if row["status"] == "signed"]), len(rows)


def successors(record: Record) -> Check:
    """Check that each closed council has a known successor, without contradictions."""
    ending = [
        (row, row.ends_on) for row in record.all_councils if row.is_responsible and row.ends_on
    ]
    lines = [
        f"{row.name} {'closed' if row.status == 'former' else 'will close'} on"
        f" {format_date(ends_on - dt.timedelta(days=1))}, and the register does not say who"
        " takes over."
        for row, ends_on in ending
        if not record.successors_of(row)
    ]
    lines += [
        f"Postcodes in {row.name} lead to no council that runs children’s services."
        for row in record.all_councils
        if row.nation == "England"
        and not row.is_responsible
        and record.responsible_for(row) is None
    ]
    contradictions = list(Lineage.objects.faults())
    closed = len([row for row, _ in ending if row.status == "former"])
    says = f"{closed} councils that ran children’s services have closed since July 2012"
    says += "." if lines else ", and it is on record who took over from each."
    if contradictions:
        says += " The register contradicts itself about who took over from whom."
    lines += contradictions
    return Check("Councils that closed", says, lines)


def places(record: Record) -> Check:
    """Check that every council is on both maps."""
    lines = []
    for row in drawing.unplaced(record):
        column, line = drawing.hexagon_map(record).places[row.code]
        lines.append(
            f"{row.name} is not in the map’s layout. It stands in the nearest free cell (column"
            f" {column}, row {line}); a new layout should be made: see docs/map.md."
        )
    with_area = set(owners(record).values())
    lines += [
        f"{row.name} has no area on the map of true areas: no district leads to it."
        for row in record.councils
        if row.code not in with_area
    ]
    says = (
        "Some councils are in a temporary place." if lines else "Every council has its place on it."
    )
    return Check("The map", says, lines)


def withdrawals(record: Record) -> Check:
    """Check that each withdrawal has a signature before it; what a new council took over is one."""
    before = Signature.objects.standing().filter(
        council=OuterRef("council"), counted_from__lte=OuterRef("counted_from")
    )
    orphans = Event.objects.counting(record.on).filter(
        ~Exists(before), kind=EventKind.WITHDRAWN, council__origins=None
    )
    lines = [
        f"{event.council} is on record as withdrawn {event.when.words}, and no signature from"
        " before stands: one was taken back. Take the withdrawal back too, with the reason."
        for event in orphans.select_related("council")
    ]
    says = (
        "One stands on record without a signature before it."
        if lines
        else "Each has a signature before it."
    )
    return Check("Withdrawals", says, lines)


def missing_from_care(record: Record) -> Check:
    """Check that the newest figures of children missing from care are loaded."""
    title, latest = "Children missing from care", MissingFromCare.objects.latest_year()
    says = f"The figures reach to March {latest}." if latest else "No figures are loaded."
    year = MissingFromCare.objects.overdue_year(record.on)
    if year is None:
        return Check(title, says)
    due = f"The Department for Education’s file for the year ending March {year} is not loaded."
    line = f"{title}: {says} {due} Ask for it, and load it with load_missing_figures."
    return Check(title, f"{says} {due}", [line])


def helplines(record: Record) -> Check:
    """Check that the helplines' numbers were lately compared with what the helplines publish."""
    title, checked = "Helplines", format_date(CHECKED_ON)
    says = f"The helplines’ numbers and terms were last checked on {checked}."
    if not check_due(record.on):
        return Check(title, says)
    line = f"{says} Check each again, and change councils/safeguarding/helplines.py."
    return Check(title, says, [line])


CHECKS: tuple[Callable[[Record], Check], ...] = (
    totals,
    helplines,
    withdrawals,
    successors,
    missing_from_care,
    places,
)
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
