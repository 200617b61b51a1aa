"""Template tags of the staff site."""

import re
from typing import Any

from django import template
from django.contrib import admin
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from campaign.staff.list_words import WORDS, ListWords
from campaign.staff.plain_words import row_title

register = template.Library()

TICK = re.compile(r'<img [^>]*alt="(True|False|None)"[^>]*>')
"""Django's picture for yes, no or not known: its colours praise and blame."""
WHEN = {
    "checked on": "When it was checked",
    "day and time": "When it happened",
    "queued": "When it was queued",
    "received at": "When it came in",
}
"""What the choice of a year, a month or a day is called, by the name of the field."""
IN_WORDS = {"True": "yes", "False": "no", "None": "-"}


@register.simple_tag
def list_words(opts: Any) -> ListWords | None:
    """Return the words of the list of a model, by its ``_meta``."""
    return WORDS.get(opts.label)


@register.simple_tag
def called(obj: Any) -> str:
    """Return what a row is called, as its form is headed."""
    return row_title(admin.site._registry.get(type(obj)), obj)


@register.filter
def when_words(name: str) -> str:
    return WHEN[name]


@register.filter
def ticks_in_words(markup: str) -> SafeString:
    """Return markup of Django's admin with yes and no in words in place of its pictures."""
    return mark_safe(TICK.sub(lambda tick: IN_WORDS[tick[1]], markup))


@register.simple_tag
def cell_of_list(cell: str, headers: list[dict[str, Any]], place: int) -> SafeString:
    """Return a cell as Django made it, with yes and no in words and its column's name.

    A phone shows each row as a card, on which the name stands above what the cell says; a cell that
    says nothing is marked, to be left out there.
    """
    cell = ticks_in_words(cell)
    name = capfirst(strip_tags(headers[place]["text"]).strip())
    marks = format_html(' data-column="{}"', name) if name else ""
    if name and strip_tags(cell).strip() in ("-", ""):
        marks += " data-empty"
    return mark_safe(re.sub(r"^<(td|th)", rf"<\1{marks}", cell))
