"""The notice on pages that ask a visitor to look for an email, while email is delayed."""

import datetime as dt

from django import template
from django.utils import timezone

from campaign.outbox.health import confirmations_delayed_until, day_and_time, is_held_up

register = template.Library()

SHORT = dt.timedelta(minutes=2)
"""A delay too short to mention."""


@register.inclusion_tag("outbox/held_up.html")
def held_up_mail(due_at: dt.datetime | None = None) -> dict[str, object]:
    """Say that email is delayed, or when one will go; say nothing while all is well.

    ``due_at`` is when the email goes, where that is known.
    """
    due_at = due_at or confirmations_delayed_until()
    is_delayed = due_at is not None and due_at > timezone.now() + SHORT
    until = day_and_time(due_at) if due_at and is_delayed else ""
    return {"is_held_up": is_held_up(), "delayed_until": until}
