"""What is done once the campaign has closed: first it stops, then it forgets.

On the day itself every address that takes something from people refuses to
(campaign/http/closed_campaign.py). The nightly jobs do the rest, and may run twice or late.
"""

import datetime as dt
from collections import Counter
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaign import ledger, retention
from campaign.letters import pending as letters
from campaign.letters.models import Letter, State
from campaign.outbox.files import keep_files
from campaign.privacy import personal_data
from campaign.supporters import wishes
from campaign.supporters.models import Wish
from campaign.tasks.models import Task
from councils.dates import today
from councils.models import Closing
from councils.record import closed_on

PAST_EVERYTHING = dt.timedelta(days=3650)
"""Added to the time of a purge, so that every period of retention has ended."""
LONGEST_AGO = 3660
"""Days since the closing for which a restore looks."""

WAITING = [State.HELD, State.QUEUED, State.DEFERRED]
"""States of confirmed letters that have not left."""

type Figures = dict[str, int]
"""A number for each kind of thing."""


def run(now: dt.datetime) -> str:
    """Do what is due since the campaign has closed; return what was done, in words.

    Letters and wishes are stopped every night, so that one a worker was handing over is not
    missed; people are erased once ``retention.AFTER_CLOSING`` is over, and every night from then.
    """
    closing, day = Closing.current(), closed_on()
    if closing is None or day is None:
        return "not closed"
    note(day)
    stopped = add(closing.stopped, stop(now))
    Closing.objects.filter(pk=1).update(stopped=stopped)
    if timezone.localdate(now) < day + retention.AFTER_CLOSING:
        return f"stopped: {stopped}"
    erased = add(closing.erased, erase(now))
    Closing.objects.filter(pk=1).update(erased=erased, erased_at=closing.erased_at or now)
    return f"erased: {erased}"


def stop(now: dt.datetime) -> Figures:
    """Tell whoever still waits for something, and end it; return how many of each kind."""
    told = wishes.night(now)
    return letters.close() | add(told, wishes.end_all())


def erase(now: dt.datetime) -> Figures:
    """Let every period of retention end at once; return how much was erased of each kind.

    The purge of each room runs, but for those of staff, as if ten years had passed.
    """
    erased, errors = personal_data.run_purges(now + PAST_EVERYTHING, of_staff=False)
    if errors:
        raise errors[0]
    return {kind: number for kind, number in erased.items() if number}


@transaction.atomic
def set_day(day: dt.date, by: str) -> None:
    """Set or move the day, and note it if it has come. Raises ValueError once a day has come."""
    Closing.set_day(day, by)
    if day <= today():
        note(day)


def note(day: dt.date) -> None:
    """Write in the ledger that the campaign has closed, so that no older backup opens it again."""
    ledger.note(ledger.Kind.CLOSED, day.isoformat())


def close_again(hashes: set[str]) -> int:
    """Close the campaign, restored from an older backup, on the day that the ledger names.

    If people's data had been erased, it is erased again. Return 1 if there is such a day, or 0.
    """
    for ago in range(LONGEST_AGO):
        day = today() - dt.timedelta(days=ago)
        if ledger.is_named(ledger.Kind.CLOSED, day.isoformat(), hashes):
            Closing.objects.update_or_create(
                pk=1,
                defaults={"day": day},
                create_defaults={"day": day, "decided_by": "the ledger"},
            )
            if ago >= retention.AFTER_CLOSING.days:
                erase(timezone.now())
            return 1
    return 0


def rehearse(now: dt.datetime) -> dict[str, Figures]:
    """Return what closing now would stop and erase. Nothing is changed and nobody is told."""
    stops = {
        "letters to councils that have not left": Letter.objects.filter(state__in=WAITING).count(),
        "letters nobody has confirmed": Letter.objects.filter(state=State.AWAITING).count(),
        "letters being handed over: they go": Letter.objects.filter(state=State.SENDING).count(),
        "wishes that get a last email": Wish.objects.exclude(confirmed_at=None).count(),
        "wishes nobody has confirmed": Wish.objects.filter(confirmed_at=None).count(),
        "complaints to be answered first": Task.objects.open().complaints().count(),
    }
    with keep_files(), transaction.atomic():
        erases = erase(now)
        transaction.set_rollback(True)
    return {"stops": stops, "erases": erases}


def add(before: dict[str, Any], more: Figures) -> Figures:
    """Return the sums of two sets of figures, without those that are nothing."""
    return dict(Counter(before) + Counter(more))
