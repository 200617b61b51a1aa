"""Items of news as entries of the site's feed."""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from campaign.pages.models import NewsItem
from councils.dates import midnight

if TYPE_CHECKING:
    from councils.changelog.atom import Entry

MOST = 30
"""The most items of news in the feed."""


def entries(on: dt.date) -> "Iterator[Entry]":
    """Yield the news of a day, the newest first."""
    from councils.changelog.atom import Entry, tag

    for item in NewsItem.objects.public(on)[:MOST]:
        yield Entry(
            id=tag(f"news/{item.pk}"),
            title=item.title,
            text=item.summary,
            link=item.get_absolute_url(),
            updated=midnight(item.day),
            category="news",
        )
