"""Template tags of the staff site."""

from typing import Any

from django import template
from django.contrib import admin

from campaign.staff.list_words import WORDS, ListWords
from campaign.staff.plain_words import row_title

register = template.Library()


@register.simple_tag
def list_words(opts: Any) -> ListWords | None:
    """Return the words of the list of a model, by its ``_meta``."""
    return WORDS.get(opts.label)


@register.simple_tag
def called(obj: Any) -> str:
    """Return what a row is called, as its form is headed."""
    return row_title(admin.site._registry.get(type(obj)), obj)
