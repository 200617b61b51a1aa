"""What the night asks of writers: to confirm a letter, or again where its council has changed."""

import datetime as dt

from django.utils import timezone

from campaign.letters.models import Letter, State
from councils.record import record_on
from councils.record.paused_letters import pauses


def remind_all(now: dt.datetime | None = None) -> dict[str, int]:
    """Remind writers, once, of letters requested before yesterday; expire those that are too late.

    So a whole day passes between the request and the reminder. Safe to repeat.
    """
    now = now or timezone.now()
    letters = list(Letter.objects.to_remind(timezone.localdate(now)).select_related("council"))
    return {
        "reminded": sum(letter.remind() for letter in letters),
        "closed": Letter.objects.expire(now),
        "asked again": ask_again(),
    }


def ask_again() -> int:
    """Ask the writers of letters that wait whose council's status has changed; return how many."""
    record = record_on()
    paused = pauses(record)
    return sum(
        letter.ask_again()
        for letter in Letter.objects.that_wait().select_related("council")
        if letter.status_at_drafting != record.by_id[letter.council_id].status
        and (letter.state == State.HELD or letter.council_id in paused)
    )
