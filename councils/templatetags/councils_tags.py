"""Template tags and filters for statuses, councils, helplines, days and addresses."""

import datetime as dt
import html
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import conditional_escape, escape, format_html, linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe

from councils.dates import format_date, today
from councils.models import EvidenceLink
from councils.names import number_word, possessive, thousands
from councils.record import (
    CouncilOnDay,
    Record,
    cached_with_record,
    closed_on,
    record_on,
)
from councils.record.missing_from_care import CAUTION, DUTY
from councils.record.tallies import reported_2014_sentence
from councils.safeguarding.helplines import CHECKED_ON, FOR_CHILDREN, NSPCC
from councils.sharing.cards import asked_picture_address, picture_address
from councils.sharing.pictures import responsible_council
from councils.sharing.qr import qr_svg

register = template.Library()
register.simple_tag(qr_svg, name="qr_code")


@register.filter
def attributes(attrs: dict[str, Any]) -> SafeString:
    """Return the attributes of a field for its tag; Django's own template takes far longer."""
    written = ""
    for name, value in attrs.items():
        if value is True:
            written += f" {name}"
        elif value is not False:
            written += f' {name}="{html.escape(str(value))}"'
    return mark_safe(written)  # noqa: S308  each value is escaped


PRIVATE_NAMESPACES = ("letters", "supporters")
"""Pages of one person, whose addresses are not printed."""

ADDRESS_BREAK = re.compile(r"(?<=/)(?=[^\s/])")
"""Where a web address may go on in the next line."""


register.simple_tag(closed_on)
register.simple_tag(lambda: CAUTION, name="caution")
register.simple_tag(lambda: DUTY, name="duty")
register.simple_tag(lambda: FOR_CHILDREN, name="helplines")
register.simple_tag(lambda: NSPCC, name="nspcc")
register.simple_tag(lambda: CHECKED_ON, name="helplines_checked_on")


@register.simple_tag
def council_links(
    rows: Sequence[CouncilOnDay], query: str = "", last: str = ", ", name: str = "short_name"
) -> SafeString:
    """Render links to councils, separated by commas, with ``last`` before the last one."""
    query = escape(query)
    links = [
        f'<a href="{row.url}{query}">{escape(getattr(row, name))}</a>{row.disputed}' for row in rows
    ]
    return mark_safe(last.join(filter(None, (", ".join(links[:-1]), *links[-1:]))))


@register.filter
def on_day_of(address: str, record: Record) -> str:
    """Return an address that shows the day of a record."""
    return record.on_its_day(address)


@register.filter
def linked(text: str) -> str:
    """Make links of the addresses in a text; most texts have none, and stay as they are."""
    return mark_safe(urlize(text, nofollow=True, autoescape=True)) if "://" in text else text


@register.filter
@lru_cache(1024)
def paragraphs(text: str) -> SafeString:
    """Render a note of the record in paragraphs, with its links, which take long to find."""
    return mark_safe(linebreaks(conditional_escape(linked(text))))


@register.filter
def breakable(address: str) -> SafeString:
    """Return an address that breaks after a slash if a line has no room for it."""
    return mark_safe(ADDRESS_BREAK.sub("<wbr>", escape(address)))


@register.filter
def link_words(url: str) -> str:
    """Return when a link to evidence last opened, or that it no longer does, as seen by night."""
    return links_in_words(record_on()).get(url, "")


@cached_with_record
def links_in_words(record: Record) -> dict[str, str]:
    return {link.url: link.words for link in EvidenceLink.objects.all()}


@register.filter(expects_localtime=True)
def day(value: dt.date | None) -> str:
    """Write a day, or the London day of a moment, in words: 9 July 2012; None as ""."""
    return format_date(value) if value else ""


@register.filter
def day_before(value: dt.date) -> dt.date:
    """Return the day before: the last day of a council, given its ``ends_on``."""
    return value - dt.timedelta(days=1)


register.filter(thousands)
register.filter("of_2014", reported_2014_sentence)
register.filter("possessive", possessive)
register.filter("spelled", number_word)


@register.simple_tag
def absolute(address: str = "") -> str:
    """Return the full URL of a path on this site, for shares, feeds and files."""
    return settings.SITE_URL + address


@register.simple_tag(takes_context=True)
def share_picture(context: template.Context, slug: str = "england") -> str:
    """Return the path of the picture of a council or of England, which changes with what it shows.

    A page without a record shows the country's picture without a version.
    """
    record = context.get("record")
    if slug == "england":
        return record.share_picture if record else reverse("councils:share_picture", args=[slug])
    record = record or record_on()
    row = responsible_council(record, slug)
    return picture_address(record, row) if row else record.share_picture


@register.simple_tag
def share_asked_picture(row: CouncilOnDay) -> str:
    """Return the path of the picture of somebody who has written to a council."""
    return asked_picture_address(record_on(), row)


@register.simple_tag(takes_context=True)
def canonical(context: template.Context, query: str = "") -> str:
    """Render the canonical address for the page's head, without any other query parameters.

    Only for pages anyone may share: a private page has none.
    """
    address = absolute(context["request"].path + (f"?{query}" if query else ""))
    return format_html(
        '<link rel="canonical" href="{}">\n<meta property="og:url" content="{}">', address, address
    )


@register.simple_tag(takes_context=True)
def paper_foot(context: template.Context) -> str:
    """Render the line at the foot of a printed page: its address, and today.

    A letter and other private pages have none: their addresses are secrets.
    """
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    if not request or not match or "token" in match.kwargs or match.namespace in PRIVATE_NAMESPACES:
        return ""
    return format_html(
        '<p class="on-paper paper-foot">{} · {}</p>', absolute(request.path), format_date(today())
    )
