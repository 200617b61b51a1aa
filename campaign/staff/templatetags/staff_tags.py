"""Template tags of the staff site."""

import re
from typing import Any

from django import template
from django.contrib import admin
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

register = template.Library()

TICK = re.compile(r'<img [^>]*alt="(True|False|None)"[^>]*>')
"""Django's picture for yes, no or not known: its colours praise and blame."""
IN_WORDS = {"True": "yes", "False": "no", "None": "-"}


@register.simple_tag
def list_of(opts: Any) -> Any:
    """Return the list of a model, by its ``_meta``: its class says how it is called."""
    return admin.site.get_model_admin(opts.model)


@register.simple_tag
def called(obj: Any) -> str:
    """Return what a row is called, as its form is headed."""
    model_admin: Any = admin.site.get_model_admin(type(obj))
    return str(model_admin.row_title(obj))


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
