"""oEmbed (https://oembed.com): find the frame that shows a page of this site."""

import re
from typing import Any

from django.conf import settings

from councils.council_page.slug_redirects import council_called
from councils.record import Record
from councils.sharing.embed_snippets import COUNCIL_SIZE, MAP_SIZE, council_iframe, map_iframe
from councils.sharing.resolve import responsible_council
from councils.sharing.share_address import share_picture_path

PAGE = re.compile(r"/(?:councils/(?:(?P<slug>[-\w]+)/)?)?\Z")
"""The pages with a frame: home and the tracker (the whole map), and a council's page."""


def oembed_for(
    record: Record, url: str, max_width: int | None = None, max_height: int | None = None
) -> dict[str, Any] | None:
    """Return the oEmbed response for a URL, or None if there is nothing to embed.

    The frame is not larger than the given maximum, in pixels; if it is small, it scrolls.
    """
    address = url.split("?")[0].split("#")[0]
    page = PAGE.match(address.removeprefix(settings.SITE_URL))
    if page is None or not address.startswith(settings.SITE_URL):
        return None
    if page["slug"] is None:
        size = within(MAP_SIZE, max_width, max_height)
        code, title, picture = map_iframe(settings.SITE_URL, size), "The map of councils", "england"
    else:
        called = council_called(record, page["slug"])
        council = responsible_council(record, called.slug) if called else None
        if council is None:
            return None
        size = within(COUNCIL_SIZE, max_width, max_height)
        code, title, picture = (
            council_iframe(council, settings.SITE_URL, size),
            council.name,
            council.slug,
        )
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
        "thumbnail_url": f"{settings.SITE_URL}{share_picture_path(record, picture)}",
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
    }


def within(size: tuple[int, int], max_width: int | None, max_height: int | None) -> tuple[int, int]:
    width, height = size
    return min(width, max_width or width), min(height, max_height or height)
