from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaign.pages.models import Page
from councils.kept import kept_page
from councils.record import record_on

LAYOUTS = {"need-help": "pages/need_help.html"}
"""Pages with a layout of their own; the rest are plain words."""


@require_safe
@kept_page()
def page(request, slug):
    """A page of words that staff edit, with today's numbers put in."""
    words = Page.objects.filter(slug=slug).first()
    if words is None:
        raise Http404("No page has this address.")
    record = record_on()
    html = with_numbers(words.html, record)
    template = LAYOUTS.get(slug, "pages/page.html")
    return render(request, template, {"page": words, "html": html, "record": record})


def with_numbers(html: str, record) -> str:
    """Put today's numbers in place of {signed}, {total} and {remaining}."""
    numbers = {
        "{signed}": record.signed,
        "{total}": record.total,
        "{remaining}": record.total - record.signed,
    }
    for placeholder, number in numbers.items():
        html = html.replace(placeholder, str(number))
    return html
