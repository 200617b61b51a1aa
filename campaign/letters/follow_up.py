"""Four weeks on, one email asks whether the council answered; after six, a second letter."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from campaign.letters.draft_context import DraftContext
from campaign.letters.models import CONFIRMED, OPEN, Letter, LetterQuerySet, State
from campaign.letters.status_text import AGAIN_AFTER, ASK_AFTER
from councils.record import Record, closed_on, record_on
from councils.record.paused_letters import pauses

TOO_OLD = dt.timedelta(days=60)
"""How long after the outcome a writer may still be asked; later, the question would surprise."""


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
    if closed_on():
        return 0
    now = now or timezone.now()
    return sum(ask(pk, now) for pk in list(due(now).values_list("pk", flat=True)))


@transaction.atomic
def ask(pk: int, now: dt.datetime) -> bool:
    """Queue one email, unless another run did so first."""
    if not due(now).filter(pk=pk).update(followed_up_at=now):
        return False
    letter = Letter.objects.select_related("council").get(pk=pk)
    return letter.tell("followup")


def is_offered(letter: Letter) -> bool:
    """Return whether the writer of an unanswered letter may begin a second one: six weeks later.

    Only once: not when a second letter was confirmed, or sent by the writer. Not once the campaign
    has closed.
    """
    return (
        closed_on() is None
        and letter.state == State.ACCEPTED
        and letter.outcome_at is not None
        and letter.outcome_at <= timezone.now() - AGAIN_AFTER
        and letter.answered in ("no", "not_yet")
        and bool(letter.email)
        and letter.follows_id is None
        and not letter.followed_by.filter(
            Q(state__in=CONFIRMED) | Q(self_sent_at__isnull=False)
        ).exists()
    )


def begin(letter: Letter, record: Record) -> DraftContext:
    """Return a draft of a second letter; an earlier one, if it is still open."""
    open_draft = letter.followed_by.filter(state__in=OPEN).first()
    if open_draft:
        return DraftContext(open_draft, record, record.by_id[open_draft.council_id])
    row = record.responsible_for(record.by_id[letter.council_id]) or record.by_id[letter.council_id]
    second = Letter(
        council_id=row.id,
        follows=letter,
        name=letter.name,
        email=letter.email,
        postal_address=letter.postal_address,
    )
    draft = DraftContext(second, record, row)
    draft.save(**draft.composed())
    return draft
