"""Pages and news that staff write, Easy Read, the self-check, the feed, and files for robots."""

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from campaign import retention
from campaign.pages import loading
from campaign.pages.dressing import drawings, dressed
from campaign.pages.models import NewsItem, Organisation, Page, is_being_prepared
from campaign.pages.pasted import as_markdown, questions_about
from campaign.pages.pictograms import pictogram, with_diagrams
from councils.changelog import MAX_ENTRIES, Entry, RecordFeed, tag
from councils.dates import format_date, midnight, today
from councils.forms import NearDayField
from councils.models import Commitment, Contact, DailyLetterCount
from councils.names import number_word
from councils.page_cache import cache_by_record_version, for_one_visitor
from councils.postcodes.index import postcodes
from councils.record import Record, record_on
from councils.record.charter_text import page_placeholders
from councils.record.missing_from_care import CAUTION, share_sentences
from councils.record.status import Status
from councils.record.tallies import reported_2014_sentence
from councils.safeguarding.helplines import CHECKED_ON, with_helplines
from councils.sharing.five_sentences import count_sentence

LAYOUTS = {
    "need-help": "pages/need_help.html",
    "for-councillors": "pages/for_councillors.html",
    "for-journalists": "press/for_journalists.html",
}
"""Pages with a layout of their own."""
SURE = re.compile(r'<h2 id="how-sure-are-we">(.*?)</h2>(.*?)(?=<h2|\Z)', re.DOTALL)
"""The section of a page on how sure we are: it opens in place."""
QUESTIONS = Path(__file__).parent / "questions.csv"
"""Questions for councils about themselves. They are ours; each must have a source."""
HEADINGS = {
    Commitment.COUNT: "Count: the numbers",
    Commitment.THINK: "Think: how children are treated and what they’re told",
    Commitment.ACT: "Act: as soon as a child runs away",
    Commitment.PREVENT: "Prevent: stopping it happening, or happening again",
}
ONE_EACH = (
    "home", "councils:tracker", "councils:over_time", "councils:data", "councils:changes",
    "councils:embed", "news",
)  # fmt: skip
"""The names of pages that there are once, for the sitemap."""


@require_safe
@cache_by_record_version()
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a page that staff write, with today's numbers in it."""
    content = Page.objects.public(record_on().on).filter(slug=slug).first()
    if content is None:
        raise Http404("No page has this address.")
    return page_view(request, content)


def page_view(request: HttpRequest, content: Page, asked: Iterable[str] = ()) -> HttpResponse:
    """Render a page, or what staff typed as one with what is ``asked`` about it."""
    record = record_on()
    content.description = with_helplines(content.description)
    template = LAYOUTS.get(content.slug, "pages/page.html")
    context = {
        "page": content,
        "html": with_numbers(content.html, record),
        "record": record,
        "quote": count_sentence(record),
        "asked": asked,
    }
    return render(request, template, context)


AGAIN_BY_LEDGER = (
    "If we have to use one, we delete it again first, by a scrambled list of what was deleted,"
    " which names nobody. We keep that list for as long, apart from the database."
)
AGAIN_BY_HAND = (
    "If we have to use one, somebody here deletes again by hand what people asked us to delete,"
    " from a list that we keep apart for as long."
)
"""What becomes of what was deleted after a restore, with a ledger and without."""


def with_numbers(html: str, record: Record) -> str:
    """Return HTML with today's numbers in place of {signed}, {total} and the like.

    {days_drafts}, {months_people} and the like say how long campaign/retention.py keeps things.
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
        "{deleted_again}": AGAIN_BY_LEDGER if settings.LEDGER else AGAIN_BY_HAND,
        **of_organisation(),
        **retention_numbers(),
        **page_placeholders(record),
        **drawings(record),
    }
    for placeholder, number in numbers.items():
        html = html.replace(placeholder, str(number))
    html = html.replace("<p></p>", "")  # a sentence that staff have not filled in
    html = SURE.sub(r'<details class="sure"><summary>\1</summary>\2</details>', html)
    return with_diagrams(with_helplines(dressed(html)))


def retention_numbers() -> dict[str, int]:
    """Return, by placeholder, the days and the whole months for which each thing is kept."""
    numbers = {}
    for name, kept in vars(retention).items():
        if isinstance(kept, dt.timedelta):
            numbers[f"{{days_{name.lower()}}}"] = kept.days
            numbers[f"{{months_{name.lower()}}}"] = retention.in_months(kept)
    return numbers


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
    confirmed = sum(row.status == Status.SIGNED and row.is_confirmed for row in record.councils)
    return (
        f"Councils have confirmed {number_word(confirmed)} of the {record.signed} names. We have a"
        f" checked address for letters to {number_word(checked)} of the {record.total} councils."
        f" We last checked the helplines’ numbers on {format_date(CHECKED_ON)}."
        f" Our postcodes are from {postcodes().public_name}."
    )


# Easy Read, and the self-check


@require_safe
@cache_by_record_version()
def easy_read(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a page in Easy Read: short lines, each few beside a pictogram."""
    if slug not in loading.slugs(loading.EASY_READ):
        raise Http404("No page in Easy Read has this address.")
    page, _ = loading.read(loading.EASY_READ / f"{slug}.md")
    parts = []
    for part in with_helplines(page["body"]).split("\n\n"):
        picture, _, lines = part.partition(": ")
        parts.append((pictogram(picture), lines.splitlines()))
    context = {"page": page, "parts": parts, "is_for_help": slug == "need-help"}
    return render(request, "easy_read/page.html", context)


@require_safe
@cache_by_record_version("council")
def self_check(request: HttpRequest) -> HttpResponse:
    """Show the questions; on paper the same page is the report. It has no form: nothing is sent."""
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        questions = list(csv.DictReader(file))
    words = [
        (heading, [question for question in questions if question["word"] == word])
        for word, heading in HEADINGS.items()
    ]
    context = {
        "heading": "How ready is your council?",
        "lead": f"Answer {len(questions)} questions and print a report for a committee. There’s no"
        " score, and we don’t compare councils.",
        "words": words,
        "councils": record_on().councils,
        "chosen": request.GET.get("council", ""),
        "read_by": Organisation.current().self_check_reviewed_by.strip(". "),
        "day": today(),
    }
    return render(request, "pages/self_check.html", context)


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
            for item in NewsItem.objects.public(record_on().on)[:MAX_ENTRIES]
        ]
        entries = [*news, *super().items()]
        entries.sort(key=lambda entry: entry.updated, reverse=True)
        return entries[:MAX_ENTRIES]


news_feed = require_safe(cache_by_record_version()(NewsFeed()))


def typed_view(request: HttpRequest) -> HttpResponse:
    """Show staff what they typed in a form as a page would show it. Nothing is saved.

    Their text is read as saving it does, so that the page will be this, to the letter.
    """
    typed = {name: str(text).strip() for name, text in request.POST.items()}
    words = {"title": typed.get("title", ""), "body": as_markdown(typed.get("body", ""))}
    asked = questions_about(words["body"])
    if "summary" in typed:
        item = NewsItem(**words, summary=typed["summary"])
        with suppress(ValidationError):  # an item without a day is of today
            item.day = NearDayField().clean(typed.get("day"))
        shown = {"record": record_on(), "item": item, "asked": asked}
        return for_one_visitor(render(request, "news/item.html", shown))
    page = Page(**words, lead=typed.get("lead", ""))
    return for_one_visitor(page_view(request, page, asked))


# For robots


@require_safe
@cache_by_record_version()
def sitemap(request: HttpRequest) -> HttpResponse:
    context = {"addresses": addresses(record_on())}
    return render(request, "sitemap.xml", context, content_type="application/xml")


def addresses(record: Record) -> Iterator[str]:
    """Return the address of every public page."""
    yield from map(reverse, ONE_EACH)
    for tally in record.regions:
        yield f"{reverse('councils:tracker')}?region={tally.slug}"
    for row in record.all_councils:
        if row.nation == "England":
            yield row.url
    for row in record.councils:
        yield reverse("councils:pack", args=[row.slug])
    for slug in loading.slugs(loading.EASY_READ):
        yield reverse("easy_read", args=[slug])
    for shown in (*NewsItem.objects.public(record.on), *Page.objects.public(record.on)):
        yield shown.get_absolute_url()


@require_safe
@cache_by_record_version()
def security(request: HttpRequest) -> HttpResponse:
    """Say whom to tell about a vulnerability (RFC 9116), once staff have said who runs the site."""
    organisation = Organisation.objects.exclude(email="").first()
    if organisation is None:
        raise Http404("Nobody is named yet.")
    half_a_year = dt.timedelta(days=182)  # it must expire within a year
    context = {"organisation": organisation, "expires": today() + half_a_year}
    return render(request, "security.txt", context, content_type="text/plain")
