"""oEmbed: from an address of a page here to the frame that shows it (https://oembed.com)."""

import re

from django.conf import settings

from councils.record import Record
from councils.sharing.embed_snippets import COUNCIL_SIZE, MAP_SIZE, council_iframe, map_iframe
from councils.sharing.resolve import who_can_sign

PAGE = re.compile(r"/(?:councils/(?:(?P<slug>[-\w]+)/)?)?\Z")
"""Home and tracker stand for the whole map, a council's page for its frame."""


def answer(
    record: Record, url: str, most_wide: int | None = None, most_high: int | None = None
) -> dict | None:
    """Return the answer for an address, or None where there is nothing to embed.

    A frame is never wider or higher than asked for, in pixels; it scrolls where that is little.
    """
    address = url.split("?")[0].split("#")[0]
    page = PAGE.match(address.removeprefix(settings.SITE_URL))
    if page is None or not address.startswith(settings.SITE_URL):
        return None
    if page["slug"] is None:
        size = within(MAP_SIZE, most_wide, most_high)
        code, title, picture = map_iframe(settings.SITE_URL, size), "The map of councils", "england"
    else:
        row = who_can_sign(record, page["slug"])
        if row is None:
            return None
        size = within(COUNCIL_SIZE, most_wide, most_high)
        code, title, picture = council_iframe(row, settings.SITE_URL, size), row.name, row.slug
    return {
        "version": "1.0",
        "type": "rich",
        "title": f"{title} and the Runaways’ Charter",
        "provider_name": "Make Runaways Safe",
        "provider_url": settings.SITE_URL,
        "cache_age": 60,
        "html": str(code),
        "width": size[0],
        "height": size[1],
        "thumbnail_url": f"{settings.SITE_URL}/share/{picture}.png",
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
    }


def within(size: tuple[int, int], most_wide: int | None, most_high: int | None) -> tuple[int, int]:
    wide, high = size
    return min(wide, most_wide or wide), min(high, most_high or high)
