"""Figures of letters for the desk. None of them names anybody."""

import datetime as dt

from django.db.models import Count, Q

from campaign.letters.models import Letter
from campaign.letters.states import WAITS_TO_GO, Answered, State
from councils.dates import midnight, today

DAYS = 28
"""Number of days, today included, that the figures of the desk are about."""


def figures() -> dict[str, int]:
    """Return figures of letters, but for those that only went to a file.

    They are of the last ``DAYS``; what waits to be read or to go is all that waits. Each query of
    the last days reads one index and no row: as we keep half a year of letters, there are many.
    """
    since = midnight(today() - dt.timedelta(days=DAYS - 1))
    letters = Letter.objects.filter(is_test=False)
    confirmed = letters.filter(confirmed_at__gte=since).aggregate(
        number=Count("confirmed_at"),
        handed_over=Count("confirmed_at", filter=Q(state=State.ACCEPTED)),
        came_back=Count("confirmed_at", filter=Q(state__in=[State.BOUNCED, State.FAILED])),
        answered=Count("confirmed_at", filter=Q(answered=Answered.YES)),
    )
    return {
        "begun": letters.filter(created_at__gte=since).count(),
        "confirmed": confirmed["number"],
        "waiting to be read": letters.filter(state=State.HELD).count(),
        "waiting to go": letters.filter(state__in=WAITS_TO_GO).count(),
        "handed to our mail service": confirmed["handed_over"],
        "came back, or were refused": confirmed["came_back"],
        "answered, says the writer": confirmed["answered"],
        "sent by people themselves": letters.filter(self_sent_at__gte=since).count(),
    }
