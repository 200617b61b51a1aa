"""Pages and news that staff write, the feed, and security.txt."""

import datetime as dt
import re
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.forms import DateField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.html import escape
from django.views.decorators.http import require_safe

from campaign import retention
from campaign.pages.markdown import rendered
from campaign.pages.models import NewsItem, Organisation, Page, is_being_prepared
from campaign.pages.pictograms import with_diagrams
from councils.changelog import MAX_ENTRIES, Entry, RecordFeed, tag
from councils.dates import format_date, midnight, today
from councils.models import Contact, DailyLetterCount
from councils.names import number_word
from councils.page_cache import cache_by_record_version, for_one_visitor
from councils.postcodes.index import postcodes
from councils.record import Record, record_on
from councils.record.charter_text import page_placeholders
from councils.record.missing_from_care import CAUTION, share_sentences
from councils.record.tallies import reported_2014_sentence
from councils.safeguarding.helplines import CHECKED_ON, with_helplines
from councils.sharing.five_sentences import count_sentence

LAYOUTS = {
    "need-help": "pages/need_help.html",
    "for-councillors": "pages/for_councillors.html",
    "for-journalists": "press/for_journalists.html",
}
"""Pages with a layout of their own."""
RETENTION = {
    "draft": "DRAFTS",
    "unconfirmed": "UNCONFIRMED",
    "told": "TOLD",
    "read": "READ_WITHIN",
    "compared": "COMPARED",
    "after_outcome": "TEXTS_AFTER_OUTCOME",
    "at_most": "TEXTS_AT_MOST",
    "subscription_answer": "SUBSCRIPTION_ANSWER",
    "declined": "DECLINED_SIGN_UPS",
    "audit": "AUDIT",
    "backups": "BACKUPS_KEPT",
    "after_closing": "AFTER_CLOSING",
}
"""By placeholder, without {days_…}: the constant of campaign/retention.py that it quotes."""

SURE = re.compile(r'<h2 id="how-sure-are-we">(.*?)</h2>(.*?)(?=<h2|\Z)', re.DOTALL)
"""The section of a page on how sure we are: it opens in place."""
NEWS_IN_FEED = 30


@require_safe
@cache_by_record_version()
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a page that staff write, with today's numbers in it."""
    content = Page.objects.public(record_on().on).filter(slug=slug).first()
    if content is None:
        raise Http404("No page has this address.")
    return page_view(request, content)


def page_view(request: HttpRequest, content: Page) -> HttpResponse:
    """Render a page, or what staff typed as one."""
    record = record_on()
    content.description = with_helplines(content.description)
    template = LAYOUTS.get(content.slug, "pages/page.html")
    context = {
        "page": content,
        "html": with_numbers(content.html, record),
        "record": record,
        "quote": count_sentence(record),
    }
    return render(request, template, context)


def with_numbers(html: str, record: Record) -> str:
    """Return HTML with today's numbers in place of {signed}, {total} and the like.

    {days_draft} and the like are replaced by how long things are kept: see ``RETENTION``.
    """
    numbers = {
        "{signed}": record.signed,
        "{total}": record.total,
        "{caution}": CAUTION,
        "{age}": record.provenance.sentence(),
        "{share_of_care}": share_sentences(record) if "{share_of_care}" in html else "",
        "{of_2014}": reported_2014_sentence(record),
        "{own_words}": own_words() if "{own_words}" in html else "",
        "{what_we_checked}": what_we_checked(record) if "{what_we_checked}" in html else "",
        **of_organisation(),
        **retention_numbers(),
        **page_placeholders(record),
    }
    for placeholder, number in numbers.items():
        html = html.replace(placeholder, str(number))
    html = html.replace("<p></p>", "")  # a sentence that staff have not filled in
    html = SURE.sub(r'<details class="sure"><summary>\1</summary>\2</details>', html)
    return with_diagrams(with_helplines(html))


def retention_numbers() -> dict[str, int]:
    """Return, by placeholder, the days or the whole months for which something is kept."""
    days = {
        f"{{days_{name}}}": getattr(retention, constant).days
        for name, constant in RETENTION.items()
    }
    months = {"people": retention.PEOPLE, "subscription": retention.SUBSCRIPTION}
    return days | {f"{{months_{name}}}": retention.in_months(kept) for name, kept in months.items()}


def own_words() -> str:
    """Return a sentence on the share of letters in people's own words, once there are enough."""
    percent = DailyLetterCount.objects.own_words_percent()
    if percent is None:
        return "Once there are ten, we’ll say how many were mostly in people’s own words."
    return f"About {percent} in 100 letters we sent were mostly in people’s own words."


def of_organisation() -> dict[str, str]:
    """Return by placeholder, as HTML, who runs the site and who handles its data for them."""
    who = Organisation.current()
    run_by = f"It’s run by {who.name}{who.charity_words}." if who.name.strip() else ""
    if not run_by or is_being_prepared():
        run_by = (
            "This site is being prepared. It takes no names, addresses or letters until"
            f" {'it opens' if run_by else 'we’ve said who runs it'}. {run_by}"
        )
    return {"{runs_the_site}": escape(run_by.strip()), "{who_hosts}": escape(who.who_hosts)}


def what_we_checked(record: Record) -> str:
    """Say of what stands behind the pages when we last checked it, and how far we have got."""
    reached = set(Contact.objects.for_letters(record.on).values_list("council_id", flat=True))
    checked = len([row for row in record.councils if row.id in reached])
    confirmed = sum(row.status == "signed" and row.is_confirmed for row in record.councils)
    return (
        f"Councils have confirmed {number_word(confirmed)} of the {record.signed} names. We have a"
        f" checked address for letters to {number_word(checked)} of the {record.total} councils."
        f" We last checked the helplines’ numbers on {format_date(CHECKED_ON)}."
        f" Our postcodes are from {postcodes().public_name}."
    )


# News


@require_safe
@cache_by_record_version()
def news(request: HttpRequest) -> HttpResponse:
    """Show every published item, the newest first."""
    record = record_on()
    items = NewsItem.objects.public(record.on)
    return render(request, "news/list.html", {"record": record, "items": items})


@require_safe
@cache_by_record_version()
def news_item(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an item; a draft, or one before its day or after its last, has no page."""
    item = get_object_or_404(NewsItem.objects.public(record_on().on), slug=slug)
    return render(request, "news/item.html", {"record": record_on(), "item": item})


@require_safe
@cache_by_record_version("v")
def news_picture(request: HttpRequest, slug: str) -> HttpResponse:
    items = NewsItem.objects.public(record_on().on).filter(picture_width__gt=0)
    item = get_object_or_404(items, slug=slug)
    return HttpResponse(bytes(item.picture), content_type="image/jpeg")


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
            for item in NewsItem.objects.public(record_on().on)[:NEWS_IN_FEED]
        ]
        entries = sorted([*news, *super().items()], key=lambda one: one.updated, reverse=True)
        return entries[:MAX_ENTRIES]


news_feed = require_safe(cache_by_record_version()(NewsFeed()))


def typed_view(request: HttpRequest) -> HttpResponse:
    """Show staff what they typed in a form as a page would show it. Nothing is saved."""
    typed = request.POST
    title, html = typed.get("title", ""), rendered(typed.get("body", ""))
    if "summary" in typed:
        item = NewsItem(title=title, summary=typed["summary"], html=html)
        with suppress(ValidationError):  # an item without a day is of today
            item.day = DateField().clean(typed.get("day"))
        shown = {"record": record_on(), "item": item}
        return for_one_visitor(render(request, "news/item.html", shown))
    page = Page(title=title, lead=typed.get("lead", ""), html=html)
    return for_one_visitor(page_view(request, page))


@require_safe
@cache_by_record_version()
def security(request: HttpRequest) -> HttpResponse:
    """Say whom to tell about a vulnerability (RFC 9116), once staff have said who runs the site."""
    organisation = Organisation.objects.exclude(email="").first()
    if organisation is None:
        raise Http404("Nobody is named yet.")
    # It must expire within a year. A date that changes only once a month can be cached.
    month = today().year * 12 + today().month - 1 + 7
    expires = dt.date(month // 12, month % 12 + 1, 1)
    context = {"organisation": organisation, "expires": expires}
    return render(request, "security.txt", context, content_type="text/plain")
