"""The public changes log, what was changed of published facts, and why: page and Atom feeds."""

import datetime as dt
import re
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
from django.utils.html import escape
from django.views.decorators.http import require_safe

from councils.addresses import council_or_404
from councils.dates import midnight
from councils.models import Change, Event, Signature
from councils.open_data.views import allow_any_site
from councils.page_cache import cache_by_record_version
from councils.record import CouncilOnDay, Record, record_on
from councils.record.deriving import confirmation_of
from councils.record.status import Confirmation
from councils.sentences import source_sentence

LINES_PER_PAGE = 50


@require_safe
@cache_by_record_version("page", "council")
def changes(request: HttpRequest) -> HttpResponse:
    """Show every line of the log, the newest first; with ``?council=`` those of one council."""
    record, lines = record_on(), Change.objects.select_related("council")
    row = None
    if slug := request.GET.get("council"):
        row = council_or_404(record.with_slug(slug))
        lines = lines.filter(council_id=row.id)
    try:
        page = Paginator(lines, LINES_PER_PAGE).page(request.GET.get("page") or 1)
    except (EmptyPage, PageNotAnInteger):
        raise Http404("The log has no such page.") from None
    title = f"{row.name}: what we changed" if row else "What we changed"
    context = {"record": record, "page": page, "row": row, "title": title}
    return render(request, "councils/changes.html", context)


# -- Atom feeds (RFC 4287) of all changes, and of what is new --------------------------------------

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
    """The changes log."""

    title = "Make Runaways Safe: what we changed"
    subtitle = "What we changed in the record, with the reason."

    def link(self) -> str:
        return settings.SITE_URL + reverse("councils:changes")

    def feed_guid(self) -> str:
        return tag("changes")

    def items(self) -> list[Entry]:
        lines = Change.objects.filter(on__lte=record_on().on).select_related("council")
        return [change_entry(change) for change in lines[:MAX_ENTRIES]]


class RecordFeed(EntriesFeed):
    """Signatures and events, those checked last first. What was corrected is in the log's feed."""

    title = "Make Runaways Safe"

    def subtitle(self) -> str:
        record = record_on()
        count = record.country.sentence_on(record.on)
        return f"Which councils have signed the Runaways’ Charter: what is new. {count}"

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


def change_entry(change: Change) -> Entry:
    council = change.council
    return Entry(
        id=tag(f"changes/{change.pk}"),
        title=f"{council or 'The charter'}: {change.get_kind_display().lower()}",
        text=f"{change.what} Why: {change.why}",
        link=council.get_absolute_url() if council else reverse("councils:changes"),
        updated=change.redacted_at or change.at,  # so that feed readers take the words out too
    )


def newest(model: type[Signature | Event], record: Record) -> QuerySet[Any]:
    """Return the facts that count on the record's day, those checked last first."""
    return model.objects.counting(record.on).order_by("-checked_on", "-pk")[:MAX_ENTRIES]


def told_at(fact: Signature | Event) -> dt.datetime:
    """Return when it was checked or became public."""
    # Midnight in London: no line of that day in the log is earlier.
    return midnight(max(fact.checked_on, fact.public_from or fact.checked_on))


def changed_at(fact: Signature | Event) -> dt.datetime:
    """Return when what the feed says of it was last another (RFC 4287, 4.2.15)."""
    told = told_at(fact)
    # With words taken out too, so that feed readers put the new entry in place of the old.
    return max(told, fact.changed_at or told, fact.redacted_at or told)


def fact_entry(fact: Signature | Event, record: Record) -> Entry:
    row = record.by_id[fact.council_id]
    mark = " (disputed)" if fact.disputed else ""
    if isinstance(fact, Signature):
        return Entry(
            id=tag(f"signatures/{fact.public_id}"),
            title=f"{row.name}: signed {fact.when.words}{mark}",
            text=f"As far as we know, it signed {fact.when.words}."
            f" {source_sentence(fact)} {caveat(row, fact, record)}".rstrip(),
            link=row.url,
            updated=changed_at(fact),
        )
    return Entry(
        id=tag(f"events/{fact.pk}"),
        title=f"{row.name}: {fact.get_kind_display()}{mark}",
        text=f"{fact.text} {source_sentence(fact)} {fact.disputed}".rstrip(),
        link=row.url,
        updated=changed_at(fact),
    )


def caveat(row: CouncilOnDay, signature: Signature, record: Record) -> str:
    """Say that its council disputes a signature, or has not confirmed it; "" if it has."""
    if signature.disputed:
        return signature.disputed
    if confirmation_of(row, signature, record.on) == Confirmation.NONE:
        return "The council has not confirmed it to us."
    return ""


changes_feed = require_safe(cache_by_record_version()(ChangesFeed()))
