"""The public changes log, what was changed of published facts, and why: page and Atom feeds."""

import datetime as dt
import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, SyndicationFeed
from django.utils.html import escape, format_html, format_html_join
from django.views.decorators.http import require_safe

from councils.addresses import council_or_404
from councils.dates import midnight
from councils.models import Change, Event, Signature
from councils.open_data.views import allow_any_site
from councils.page_cache import cache_by_record_version
from councils.record import CouncilOnDay, Record, record_on
from councils.record.status import is_confirmed

LINES_PER_PAGE = 50


@require_safe
@cache_by_record_version("page", "council")
def changes(request: HttpRequest) -> HttpResponse:
    """Show every line of the log, the newest first; with ``?council=`` those of one council."""
    record, lines = record_on(), Change.objects.all()
    row = None
    if slug := request.GET.get("council"):
        row = council_or_404(record.called(slug))
        lines = lines.filter(council_id=row.id)
    try:
        page = Paginator(lines, LINES_PER_PAGE).page(request.GET.get("page") or 1)
    except (EmptyPage, PageNotAnInteger):
        raise Http404("The log has no such page.") from None
    context = {
        "record": record,
        "page": page,
        "row": row,
        "title": f"{row.name}: what we changed" if row else "What we changed",
        "feed": reverse("councils:council_feed", args=[row.slug])
        if row
        else reverse("councils:changes_feed"),
        "query": f"council={row.slug}&" if row else "",
        "groups": group_by_reason(page, record),
    }
    return render(request, "councils/changes.html", context)


def group_by_reason(
    changes: Iterable[Change], record: Record
) -> list[tuple[Change, list[tuple[int, str]]]]:
    """Group consecutive changes with the same day, kind and reason under the first of them.

    A reorganisation, for example, writes a line for each council. A line has an id and its words.
    """
    grouped = groupby(changes, key=lambda change: (change.on, change.kind, change.why))
    groups = [list(group) for _, group in grouped]
    return [(group[0], sentences(group, record)) for group in groups]


def sentences(changes: list[Change], record: Record) -> list[tuple[int, str]]:
    """Return what was changed, each sentence once, with the names of its councils as links.

    A takeover has a line of each of its two councils, with the same words.
    """
    said: dict[str, tuple[int, dict[str, str]]] = {}
    for change in changes:
        row = record.by_id.get(change.council_id) if change.council_id else None
        prefix = "" if row is None or row.name in change.what else f"{row.name}: "
        _, urls = said.setdefault(prefix + change.what, (change.pk, {}))
        if row:
            urls[row.name] = row.url
    return [(pk, with_links(what, urls)) for what, (pk, urls) in said.items()]


def with_links(what: str, urls: dict[str, str]) -> str:
    """Return a sentence in which each of these names is a link where it first stands."""
    if not urls:
        return what
    longest_first = sorted(urls, key=len, reverse=True)  # a name may stand within another
    pieces = re.split(f"({'|'.join(map(re.escape, longest_first))})", what)
    left = dict(urls)
    return format_html_join(
        "",
        "{}",
        (
            (
                format_html('<a href="{}">{}</a>', left.pop(piece), piece)
                if piece in left
                else piece,
            )
            for piece in pieces
        ),
    )


# -- Atom feeds (RFC 4287) of all changes, of those about one council, and of what is new ---------

MAX_ENTRIES = 100
"""Entries of a feed at most, the newest first. The whole log is in changes.json."""
NOT_IN_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML cannot carry in any form."""


class Entry(NamedTuple):
    """One entry of a feed. Its ``id`` never changes, so that no feed reader shows it twice."""

    id: str
    title: str
    text: str
    link: str
    updated: dt.datetime


class EntriesFeed(Feed):  # type: ignore[type-arg]  # which takes no parameter at run time
    """A feed of entries on this site, which scripts of any site may read."""

    feed_type = Atom1Feed
    language = "en-GB"
    author_name = "Make Runaways Safe"

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return allow_any_site(super().__call__(request, *args, **kwargs))

    def get_feed(self, obj: Any, request: HttpRequest) -> SyndicationFeed:
        """Have the feed give its own address as the site is known, whatever the host's name."""
        feed = super().get_feed(obj, request)
        feed.feed["feed_url"] = settings.SITE_URL + request.path
        return feed

    def item_title(self, item: Entry) -> str:
        return NOT_IN_XML.sub("\ufffd", item.title)

    def item_description(self, item: Entry) -> str:
        return escape(NOT_IN_XML.sub("\ufffd", item.text))

    def item_link(self, item: Entry) -> str:
        return settings.SITE_URL + item.link

    def item_guid(self, item: Entry) -> str:
        return item.id

    def item_updateddate(self, item: Entry) -> dt.datetime:
        return item.updated

    item_pubdate = item_updateddate


class ChangesFeed(EntriesFeed):
    """The changes log, or what it has about one council."""

    def get_object(self, request: HttpRequest, slug: str = "") -> CouncilOnDay | None:
        return council_or_404(record_on().by_slug.get(slug)) if slug else None

    def title(self, row: CouncilOnDay | None) -> str:
        return f"{row.name if row else 'Make Runaways Safe'}: what we changed"

    def subtitle(self, row: CouncilOnDay | None) -> str:
        about = f" about {row.name_in_sentence}" if row else ""
        return f"What we changed in the record{about}, with the reason."

    def link(self, row: CouncilOnDay | None) -> str:
        return settings.SITE_URL + (row.url if row else reverse("councils:changes"))

    def feed_guid(self, row: CouncilOnDay | None) -> str:
        return tag(f"councils/{row.code}/changes" if row else "changes")

    def items(self, row: CouncilOnDay | None) -> list[Entry]:
        lines = Change.objects.until(record_on().on)
        return change_entries(lines.filter(council_id=row.id) if row else lines)


class RecordFeed(EntriesFeed):
    """Signatures and events, those checked last first. What was corrected is in the log's feed."""

    title = "Make Runaways Safe"

    def subtitle(self) -> str:
        said = record_on().country.sentence
        return f"Which councils have signed the Runaways’ Charter: what is new. {said}"

    def link(self) -> str:
        return settings.SITE_URL + reverse("councils:tracker")

    def feed_guid(self) -> str:
        return tag("news")

    def items(self) -> list[Entry]:
        record = record_on()
        facts = [*newest(Signature, record), *newest(Event, record)]
        facts.sort(key=lambda fact: (told_at(fact), fact.counts_from, fact.pk), reverse=True)
        return [fact_entry(fact, record) for fact in facts[:MAX_ENTRIES]]


def tag(specific: str) -> str:
    """Return a permanent id as a tag URI (RFC 4151): "tag:runaways.example,2026:changes/17"."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{specific}"


def change_entries(changes: QuerySet[Change]) -> list[Entry]:
    record = record_on()
    entries = []
    for change in changes[:MAX_ENTRIES]:
        row = record.by_id.get(change.council_id) if change.council_id else None
        entries.append(
            Entry(
                id=tag(f"changes/{change.pk}"),
                title=f"{row.name if row else 'The charter'}: {change.get_kind_display().lower()}",
                text=f"{change.what} Why: {change.why}",
                link=row.url if row else reverse("councils:changes"),
                updated=change.at,
            )
        )
    return entries


def newest(model: type[Signature | Event], record: Record) -> QuerySet[Any]:
    """Return the facts that count on the record's day, those checked last first."""
    return model.objects.counting(record.on).order_by("-checked_on", "-pk")[:MAX_ENTRIES]


def told_at(fact: Signature | Event) -> dt.datetime:
    """Return when it was checked or became public."""
    # Midnight in London: no line of that day in the log is earlier.
    return midnight(max(fact.checked_on, fact.public_from or fact.checked_on))


def fact_entry(fact: Signature | Event, record: Record) -> Entry:
    row = record.by_id[fact.council_id]
    if isinstance(fact, Signature):
        confirmed = is_confirmed(row, fact, record.on)
        caveat = "" if confirmed else " The council has not confirmed it to us."
        return Entry(
            id=tag(f"signatures/{fact.public_id}"),
            title=f"{row.name}: signed {fact.when.words}",
            text=f"As far as we know, it signed {fact.when.words}."
            f" {fact.source or fact.source_url}{caveat}",
            link=row.url,
            updated=told_at(fact),
        )
    return Entry(
        id=tag(f"events/{fact.pk}"),
        title=f"{row.name}: {fact.get_kind_display()}",
        text=f"{fact.text} {fact.source or fact.source_url}",
        link=row.url,
        updated=told_at(fact),
    )


changes_feed = require_safe(cache_by_record_version()(ChangesFeed()))
