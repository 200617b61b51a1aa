"""Write Atom feeds (RFC 4287) with Django's feed generator."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator

NOT_IN_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML cannot carry in any form."""


@dataclass(frozen=True)
class Entry:
    """One entry of a feed. Its ``id`` never changes, so that no feed reader shows it twice."""

    id: str
    title: str
    text: str
    link: str
    updated: dt.datetime
    category: str


class PlainTextFeed(Atom1Feed):
    """An Atom feed with plain-text summaries, last updated at ``changed_at`` or later."""

    def latest_post_date(self) -> dt.datetime:
        dates = [item["updateddate"] for item in self.items]
        return max([self.feed["changed_at"], *dates])

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item | {"description": None})
        handler.addQuickElement("summary", item["description"], {"type": "text"})


def tag(specific: str) -> str:
    """Return a permanent id as a tag URI (RFC 4151): "tag:runaways.example,2026:changes/17"."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{specific}"


def write_feed(
    name: str,
    title: str,
    subtitle: str,
    *,
    path: str,
    page: str,
    entries: Iterable[Entry],
    changed_at: dt.datetime,
) -> bytes:
    """Return an Atom feed as UTF-8.

    ``path`` is the feed's own path on this site, ``page`` that of the page it belongs to. The feed
    was last updated with its newest entry, or at ``changed_at`` if that is later.
    """
    feed = PlainTextFeed(
        title=without_controls(title),
        link=settings.SITE_URL + page,
        description=None,
        subtitle=without_controls(subtitle),
        language="en-GB",
        author_name="Make Runaways Safe",
        author_link=f"{settings.SITE_URL}/",
        feed_url=settings.SITE_URL + path,
        feed_guid=tag(name),
        changed_at=whole_second(changed_at),
    )
    for entry in entries:
        feed.add_item(
            title=without_controls(entry.title),
            link=settings.SITE_URL + entry.link,
            description=without_controls(entry.text),
            unique_id=entry.id,
            pubdate=whole_second(entry.updated),
            updateddate=whole_second(entry.updated),
            categories=[entry.category],
        )
    return feed.writeString("utf-8").encode()


def without_controls(text: str) -> str:
    """Return text with U+FFFD in place of each character that XML cannot carry."""
    return NOT_IN_XML.sub("\ufffd", text)


def whole_second(moment: dt.datetime) -> dt.datetime:
    """Return a moment in UTC, cut to the second."""
    return moment.astimezone(dt.UTC).replace(microsecond=0)
