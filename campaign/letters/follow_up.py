"""Four weeks on: one mail that asks whether the council answered, and a second letter."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from campaign.letters import frames, mail
from campaign.letters.addressee import addressee
from campaign.letters.models import CONFIRMED, Letter, State
from campaign.letters.standing import ASK_AFTER
from campaign.letters.writing import Writing
from councils.dates import day_of
from councils.record import Record, Row

TOO_OLD = dt.timedelta(days=60)
"""After this nobody is asked any more: the words are gone, and the question would surprise."""


def due(now: dt.datetime):
    """Return letters whose writers are to be asked now whether the council answered."""
    return Letter.objects.filter(
        state=State.ACCEPTED,
        test=False,
        answered__in=["", "not_yet"],
        followed_up_at=None,
        forgotten_at=None,
        outcome_at__lte=now - ASK_AFTER,
        outcome_at__gt=now - TOO_OLD,
    ).exclude(email="")


def ask_all(now: dt.datetime | None = None) -> int:
    """Queue the mail for every letter that is due, once each; return how many."""
    now = now or timezone.now()
    return sum(ask(pk, now) for pk in list(due(now).values_list("pk", flat=True)))


@transaction.atomic
def ask(pk: int, now: dt.datetime) -> bool:
    """Queue one mail, unless another run was quicker."""
    if not due(now).filter(pk=pk).update(followed_up_at=now):
        return False
    letter = Letter.objects.select_related("council").get(pk=pk)
    return letter.mail_writer("followup", f"followup:{letter.pk}", mail.did_it_answer(letter))


def is_offered(letter: Letter, now: dt.datetime | None = None) -> bool:
    """Whether its writer may begin a second letter: the first one went, had its four weeks, and
    had no answer. Once: not when a second one has gone.
    """
    return (
        letter.state == State.ACCEPTED
        and letter.outcome_at <= (now or timezone.now()) - ASK_AFTER
        and letter.answered in ("no", "not_yet")
        and bool(letter.email)
        and letter.follows_id is None
        and not letter.followed_by.filter(
            Q(state__in=CONFIRMED) | Q(self_sent_at__isnull=False)
        ).exists()
    )


def begin(letter: Letter, record: Record) -> Letter:
    """Return the draft of a second letter; the one that was begun before, if it is still open."""
    begun = letter.followed_by.filter(state__in=[State.DRAFT, State.AWAITING]).first()
    if begun:
        return begun
    row = record.responsible_for(record.by_id[letter.council_id]) or record.by_id[letter.council_id]
    second = Letter(
        council_id=row.id,
        status_then=row.status,
        follows=letter,
        subject=subject(row, letter),
        text=compose(row, addressee(row).role, letter),
        name=letter.name,
        email=letter.email,
        home=letter.home,
    )
    second.own_share = Writing(second, record, row).share_of(second.text)
    second.save(force_insert=True)
    return second


def subject(row: Row, letter: Letter) -> str:
    return f"My letter of {day_of(letter.confirmed_at)} about children who run away in {row.said}"


def compose(row: Row, role: str, letter: Letter) -> str:
    """Return the text of a second letter to ``role``, which names the day of the first."""
    return "\n\n".join(
        [
            f"Dear {role},",
            f"I wrote to you on {day_of(letter.confirmed_at)} about children who run away in"
            f" {row.said}. {frames.SECOND_OPENING}",
            frames.SECOND_ASKS.get(row.status, frames.SECOND_ASK),
            frames.SECOND_CLOSING,
        ]
    )
