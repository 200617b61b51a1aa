"""Links of written pages to what takes nothing any more, once the campaign has closed."""

import re
from html import unescape
from urllib.parse import urlsplit

from django.conf import settings

from campaign.http.closed_campaign import is_stopped

LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def without_closed_links(html: str) -> str:
    """Return HTML in which each link to a form that has closed is its words alone."""
    return LINK.sub(words_if_closed, html)


def words_if_closed(link: re.Match[str]) -> str:
    address = unescape(link[1]).removeprefix(settings.SITE_URL)
    is_ours = address.startswith("/") and not address.startswith("//")
    return link[2] if is_ours and is_stopped(urlsplit(address).path) else link[0]
