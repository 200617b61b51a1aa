"""What the night asks of writers: to confirm a letter, and, later, whether the council answered."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from campaign.letters.models import ASK_AFTER, Letter, LetterQuerySet, State
from councils.record import closed_on, record_on
from councils.record.snapshot import pauses

TOO_OLD = dt.timedelta(days=60)
"""How long after the outcome a writer may still be asked; later, the question would surprise."""


def remind_all(now: dt.datetime | None = None) -> dict[str, int]:
    """Remind writers, once, of letters requested before yesterday.

    So a whole day passes between the request and the reminder. Safe to repeat.
    """
    now = now or timezone.now()
    letters = list(Letter.objects.to_remind(timezone.localdate(now)).select_related("council"))
    return {
        "reminded": sum(letter.remind() for letter in letters),
        "asked again": ask_again(),
    }


def ask_again() -> int:
    """Ask the writers of letters that wait whose council's status has changed; return how many."""
    record = record_on()
    paused = pauses(record)
    waiting = Letter.objects.filter(state__in=[State.HELD, State.QUEUED])
    return sum(
        letter.ask_again()
        for letter in waiting.select_related("council")
        if letter.status_at_drafting != record.by_id[letter.council_id].status
        and (letter.state == State.HELD or letter.council_id in paused)
    )


def due(now: dt.datetime) -> LetterQuerySet:
    """Return letters whose writers are to be asked now whether the council answered."""
    quiet = [council_id for council_id, pause in pauses(record_on()).items() if pause.is_quiet]
    return Letter.objects.filter(
        state=State.ACCEPTED,
        is_test=False,
        answered__in=["", "not_yet"],
        answer_received_at=None,
        followed_up_at=None,
        text_deleted_at=None,
        outcome_at__lte=now - ASK_AFTER,
        outcome_at__gt=now - TOO_OLD,
    ).exclude(Q(email="") | Q(council__in=quiet))


def ask_all(now: dt.datetime | None = None) -> int:
    """Queue the email for every letter that is due, once each; return how many.

    Once the campaign has closed nobody is asked any more.
    """
    now, asked = now or timezone.now(), 0
    for letter in due(now) if closed_on() is None else ():
        with transaction.atomic():
            if due(now).filter(pk=letter.pk).update(followed_up_at=now):  # unless another run did
                asked += letter.tell("followup")
    return asked
