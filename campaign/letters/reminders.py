"""One reminder for each letter that awaits confirmation, and the end of those nobody confirmed."""

import datetime as dt

from django.utils import timezone

from campaign.letters.models import Letter


def remind_all(now: dt.datetime | None = None) -> dict[str, int]:
    """Remind writers, once, of letters requested before yesterday; expire those that are too late.

    So a whole day passes between the request and the reminder. Safe to repeat.
    """
    now = now or timezone.now()
    letters = list(Letter.objects.to_remind(timezone.localdate(now)).select_related("council"))
    return {
        "reminded": sum(letter.remind() for letter in letters),
        "closed": Letter.objects.expire(now),
    }
