import datetime as dt

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaign.pages.models import Organisation, Page
from councils.dates import today
from councils.models import DailyLetterCount
from councils.page_cache.decorator import cache_by_record_version
from councils.record import record_on
from councils.sharing.press_sentences import reported_2014_sentence

LAYOUTS = {"need-help": "pages/need_help.html"}
"""Pages with a layout of their own; the rest are plain words."""


@require_safe
@cache_by_record_version()
def page(request, slug):
    """A page of words that staff edit, with today's numbers put in."""
    words = Page.objects.filter(slug=slug).first()
    if words is None:
        raise Http404("No page has this address.")
    record = record_on()
    html = with_numbers(words.html, record)
    template = LAYOUTS.get(slug, "pages/page.html")
    return render(request, template, {"page": words, "html": html, "record": record})


@require_safe
@cache_by_record_version()
def security(request):
    """Whom to tell of a hole in the site (RFC 9116): nobody until staff have said who runs it."""
    who = Organisation.objects.exclude(email="").first()
    if who is None:
        raise Http404("Nobody is named yet.")
    # It must run out within a year. A date that stays for a month lets the file be held.
    month = today().year * 12 + today().month - 1 + 7
    expires = dt.date(month // 12, month % 12 + 1, 1)
    return render(
        request, "security.txt", {"who": who, "expires": expires}, content_type="text/plain"
    )


def with_numbers(html: str, record) -> str:
    """Put today's numbers in place of {signed}, {total}, {remaining}, {of_2014} and {own_words}."""
    numbers = {
        "{signed}": record.signed,
        "{total}": record.total,
        "{remaining}": record.total - record.signed,
        "{of_2014}": reported_2014_sentence(record),
        "{own_words}": own_words() if "{own_words}" in html else "",
    }
    for placeholder, number in numbers.items():
        html = html.replace(placeholder, str(number))
    return html


def own_words() -> str:
    """Return what is said of how many letters are in people's own words; few say too much."""
    percent = DailyLetterCount.objects.own_words_percent()
    if percent is None:
        return (
            "Once there are ten letters, this page says how many are mostly in people’s own words."
        )
    return f"About {percent} in 100 letters that we sent were mostly in people’s own words."
