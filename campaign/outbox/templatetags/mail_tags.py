"""The notice on pages that ask a visitor to look for an email, while email is delayed."""

import datetime as dt

from django import template
from django.utils import timezone

from campaign.outbox.health import is_held_up
from campaign.outbox.models import OutgoingMessage

register = template.Library()

TOO_SHORT_TO_MENTION = dt.timedelta(minutes=2)


@register.inclusion_tag("outbox/held_up.html")
def held_up_mail(due_at: dt.datetime | None = None) -> dict[str, object]:
    """Say that email is delayed, or when one will go; say nothing while all is well.

    ``due_at`` is when the email goes, where that is known; else one asked for now.
    """
    due_at = due_at or OutgoingMessage.objects.next_confirmation()
    is_delayed = due_at > timezone.now() + TOO_SHORT_TO_MENTION
    return {"is_held_up": is_held_up(), "delayed_until": due_at if is_delayed else None}
