"""Erase the earlier versions of a page or of news, whose words were corrected; and again later.

Both keep each version that was saved; the history that staff see may have an old title.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model

from campaign.ledger import ledger
from campaign.ledger.ledger import Noted
from campaign.pages import loading
from campaign.pages.models import NewsItem, Notice, Page
from campaign.staff.models import AuditEntry
from campaign.taken_out.places import Why, has_any, plain, said_of
from campaign.taken_out.taking import tell_administrators
from councils.dates import today
from councils.models import Pause

WITH_VERSIONS: dict[str, type[Page] | type[NewsItem]] = {"page": Page, "newsitem": NewsItem}
"""The models of which it can be done, by their name in addresses."""
WORDS = {
    Page: ("description", "lead", "body"),
    NewsItem: ("summary", "body", "picture_words"),
}
"""The texts that go where a restore brings an erased version back, beside the title."""


CORRECTED_BY_HAND: dict[type[Model], tuple[str, ...]] = {
    Page: ("title", *WORDS[Page]),
    NewsItem: ("title", *WORDS[NewsItem]),
    Notice: ("text",),
    Pause: ("reason",),
}


def with_words(words: str) -> list[Model]:
    """Return the pages, news, notices and pauses that have words, now or in an earlier version."""
    needles = [plain(words)]
    found: list[Model] = []
    for model, fields in CORRECTED_BY_HAND.items():
        for row in model._default_manager.order_by("pk"):
            if any(has_any(text, needles) for text in kept_texts(row, fields)):
                found.append(row)
    return found


def kept_texts(row: Model, fields: tuple[str, ...]) -> Iterator[str]:
    """Yield what is kept of a row in these fields: of pages and news also earlier versions."""
    versions: list[Any] = [row]
    if isinstance(row, (Page, NewsItem)):
        versions += row.history.all()
    for version in versions:
        for field in fields:
            yield str(getattr(version, field))


def stamp(row: Any, moment: dt.datetime | None) -> str:
    """Return what the ledger keeps a keyed hash of: the model, number and a time of a row."""
    at = moment.astimezone(dt.UTC).isoformat() if moment else ""
    return f"{row._meta.label_lower} {row.pk} {at}"


def as_corrected(row: Page | NewsItem) -> list[str]:
    """Return by what a row is known to be as it was corrected, or edited since then.

    Each version that it has, the newest first; the ledger keeps the newest.
    """
    return [f"stays {stamp(version, version.history_date)}" for version in versions_of(row)]


def versions_of(row: Page | NewsItem) -> list[Any]:
    """Return every version that is kept of a row, the newest first."""
    return list(row.history.order_by("-history_date", "-pk"))


def earlier_versions(row: Page | NewsItem) -> list[Any]:
    """Return the versions of a row but the newest, which is the row as it stands."""
    return versions_of(row)[1:]


def erase(row: Page | NewsItem, why: Why, by: User) -> int:
    """Erase what is kept of its earlier versions; return how many there were."""
    versions = earlier_versions(row)
    with transaction.atomic():
        names = [stamp(version, version.history_date) for version in versions]
        stays = as_corrected(row)[:1]
        ledger.note(Noted.REDACTED, stamp(row, row.made_at), *stays, *names)
        forget(row, versions, said_of(why, today()))
        about = f"earlier versions of {row._meta.verbose_name} {row.pk}"
        AuditEntry.objects.record(AuditEntry.Kind.REDACTED, by, f"{why.label}: {about}")
        tell_administrators(about, why, by, 0)
    return len(versions)


def forget(row: Page | NewsItem, versions: list[Any], said: str) -> None:
    """Delete versions, and what the history that staff see was called by an old title."""
    if versions:
        numbers = [version.pk for version in versions]
        type(versions[0]).objects.filter(pk__in=numbers).delete()
    kind = ContentType.objects.get_for_model(row)
    lines = LogEntry.objects.filter(content_type=kind, object_id=str(row.pk))
    lines.update(object_repr=said)


def erase_again(hashes: ledger.Hashes) -> int:
    """Erase again what the ledger names; return of how many pages and items of news.

    One that came back as it was before its correction is no longer public, and its texts are
    taken out; a page that ships gets the words it ships with.
    """
    done = 0
    for model in WITH_VERSIONS.values():
        for row in model.objects.all():
            day = ledger.day_of(Noted.REDACTED, stamp(row, row.made_at), hashes)
            if day is None:
                continue
            if not is_as_corrected(row, hashes):
                withdraw(row, day)
            erased = [version for version in earlier_versions(row) if was_erased(version, hashes)]
            forget(row, erased, said_of(Why.IDENTITY, day))
            done += 1
    return done


def is_as_corrected(row: Page | NewsItem, hashes: ledger.Hashes) -> bool:
    for mark in as_corrected(row):
        if ledger.is_named(Noted.REDACTED, mark, hashes):
            return True
    return False


def was_erased(version: Any, hashes: ledger.Hashes) -> bool:
    return ledger.is_named(Noted.REDACTED, stamp(version, version.history_date), hashes)


def withdraw(row: Page | NewsItem, day: dt.date) -> None:
    if isinstance(row, Page) and row.slug in loading.slugs():
        fields, digest = loading.read(loading.SHIPPED / f"{row.slug}.md")
        for name, value in (fields | {"shipped_digest": digest}).items():
            setattr(row, name, value)
    else:
        said = said_of(Why.IDENTITY, day)
        row.is_published = False
        row.title = said
        for name in WORDS[type(row)]:
            setattr(row, name, said)
    row.save()
