"""The site's feed: what is new on record, and our news."""

from django.views.decorators.http import require_safe

from campaign.pages.models import NewsItem
from councils.changelog import MAX_ENTRIES, Entry, RecordFeed, tag
from councils.dates import midnight
from councils.page_cache import cache_by_record_version
from councils.record import record_on

MOST = 30
"""The most items of news in the feed."""


class NewsFeed(RecordFeed):
    """Items of news among the facts, the newest first."""

    def items(self) -> list[Entry]:
        news = [
            Entry(
                id=tag(f"news/{item.pk}"),
                title=item.title,
                text=item.summary,
                link=item.get_absolute_url(),
                updated=midnight(item.day),
            )
            for item in NewsItem.objects.public(record_on().on)[:MOST]
        ]
        entries = sorted([*news, *super().items()], key=lambda one: one.updated, reverse=True)
        return entries[:MAX_ENTRIES]


news_feed = require_safe(cache_by_record_version()(NewsFeed()))
