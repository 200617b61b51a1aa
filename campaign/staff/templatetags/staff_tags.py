"""Template tags of the staff site."""

from typing import Any

from django import template

from campaign.staff.list_words import WORDS, ListWords

register = template.Library()


@register.simple_tag
def list_words(opts: Any) -> ListWords | None:
    """Return the words of the list of a model, by its ``_meta``."""
    return WORDS.get(opts.label)
