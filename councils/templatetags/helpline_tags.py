"""Template tags for the helplines, which need no database."""

import datetime as dt

from django import template

from councils.safeguarding.helplines import CHECKED_ON, FOR_CHILDREN, NSPCC, Helpline

register = template.Library()


@register.simple_tag
def helplines() -> tuple[Helpline, ...]:
    """Return the helplines for a child or a young person, in the order in which to show them."""
    return FOR_CHILDREN


@register.simple_tag
def nspcc() -> Helpline:
    return NSPCC


@register.simple_tag
def helplines_checked_on() -> dt.date:
    return CHECKED_ON
