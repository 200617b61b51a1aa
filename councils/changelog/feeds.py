"""Feeds of all changes, of the changes about one council, and of what is new."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse

from councils.changelog.atom import Entry, tag, write_feed
from councils.changelog.registry import more_news
from councils.dates import RECORD_BEGINS, midnight
from councils.models import Change, Event, Signature
from councils.record import CouncilOnDay, Record

MAX_ENTRIES = 100
"""Entries of a feed at most, the newest first. The whole log is in changes.json."""
BEGUN = dt.datetime.combine(RECORD_BEGINS, dt.time(), dt.UTC)


def of_changes(record: Record, path: str) -> bytes:
    """Return the feed of the changes log as Atom. ``path`` is the feed's own."""
    return write_feed(
        "changes",
        "What we changed: Make Runaways Safe",
        "What we changed in the record, with the reason.",
        path=path,
        page=reverse("councils:changes"),
        entries=change_entries(Change.objects.until(record.on), record),
        changed_at=BEGUN,
    )


def of_council(record: Record, row: CouncilOnDay, path: str) -> bytes:
    """Return the feed of the changes about one council as Atom."""
    return write_feed(
        f"councils/{row.code}/changes",
        f"{row.name}: what we changed",
        f"What we changed in the record about {row.name_in_sentence}, with the reason.",
        path=path,
        page=row.url,
        entries=change_entries(Change.objects.until(record.on).filter(council_id=row.id), record),
        changed_at=BEGUN,
    )


def change_entries(changes: QuerySet[Change], record: Record) -> Iterable[Entry]:
    for change in changes[:MAX_ENTRIES]:
        row = record.by_id.get(change.council_id) if change.council_id else None
        yield Entry(
            id=tag(f"changes/{change.pk}"),
            title=f"{row.name if row else 'The charter'}: {change.get_kind_display().lower()}",
            text=f"{change.what} Why: {change.why}",
            link=row.url if row else reverse("councils:changes"),
            updated=change.at,
            category=change.kind,
        )


def of_news(record: Record, path: str) -> bytes:
    """Return the feed of signatures and events as Atom, those checked last first."""
    facts = [*newest(Signature, record), *newest(Event, record)]
    facts.sort(key=lambda fact: (told_at(fact), fact.counts_from, fact.pk), reverse=True)
    # A fact has the day it was checked; only the log has the time it was recorded or retracted.
    last_changed = Change.objects.values_list("at", flat=True).first()
    return write_feed(
        "news",
        "Make Runaways Safe",
        f"Which councils have signed the Runaways’ Charter: what is new. {record.country.sentence}",
        path=path,
        page=reverse("councils:tracker"),
        entries=newest_first(record, [fact_entry(fact, record) for fact in facts[:MAX_ENTRIES]]),
        changed_at=last_changed or BEGUN,
    )


def newest_first(record: Record, facts: list[Entry]) -> list[Entry]:
    """Return the entries of facts with those of other rooms among them, the newest first."""
    added = [entry for entries in more_news for entry in entries(record.on)]
    if not added:
        return facts
    return sorted([*added, *facts], key=lambda entry: entry.updated, reverse=True)[:MAX_ENTRIES]


def newest(model: type[Signature | Event], record: Record) -> QuerySet[Any]:
    """Return the facts that count on the record's day, those corrected or checked last first."""
    newest_first = (F("corrected_at").desc(nulls_last=True), "-checked_on", "-pk")
    return model.objects.counting(record.on).order_by(*newest_first)[:MAX_ENTRIES]


def told_at(fact: Signature | Event) -> dt.datetime:
    """Return when it was last corrected, or, until then, when it was checked or became public."""
    if fact.corrected_at:
        return fact.corrected_at
    # Midnight in London: no line of that day in the log is earlier.
    return midnight(max(fact.checked_on, fact.public_from or fact.checked_on))


def permanent_id(name: str, fact: Signature | Event) -> str:
    """Return an entry's id. A correction is an entry of its own: none is rewritten unseen."""
    return tag(f"{name}/{fact.corrected_at:%Y%m%dT%H%M%S}" if fact.corrected_at else name)


def fact_entry(fact: Signature | Event, record: Record) -> Entry:
    row = record.by_id[fact.council_id]
    changed = " (changed)" if fact.corrected_at else ""
    if isinstance(fact, Signature):
        is_confirmed = (
            fact.confirmed_on or fact.is_shown_by_the_council or row.reaffirmation_of(fact)
        )
        caveat = "" if is_confirmed else " The council has not confirmed it to us."
        return Entry(
            id=permanent_id(f"signatures/{fact.public_id}", fact),
            title=f"{row.name}: signed {fact.when.words}{changed}",
            text=f"As far as we know, it signed {fact.when.words}."
            f" {fact.source or fact.source_url}{caveat}",
            link=row.url,
            updated=told_at(fact),
            category="signed",
        )
    return Entry(
        id=permanent_id(f"events/{fact.pk}", fact),
        title=f"{row.name}: {fact.get_kind_display()}{changed}",
        text=f"{fact.text} {fact.source or fact.source_url}",
        link=row.url,
        updated=told_at(fact),
        category=fact.kind,
    )
