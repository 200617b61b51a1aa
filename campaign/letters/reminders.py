"""One reminder for a letter that waits, and the end of those that waited in vain."""

import datetime as dt

from django.utils import timezone

from campaign.letters.models import Letter


def remind_all(now: dt.datetime | None = None) -> dict[str, int]:
    """Remind everyone whose letter waits since the day before, once; close what is too late."""
    now = now or timezone.now()
    waiting = Letter.objects.to_remind(timezone.localdate(now)).select_related("council")
    return {
        "reminded": sum(letter.remind(now) for letter in list(waiting)),
        "closed": Letter.objects.expire(now),
    }
