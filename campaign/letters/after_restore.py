"""Letters after a restore: what may have happened to them since the backup is not done again."""

import datetime as dt

from django.utils import timezone

from campaign.ledger.ledger import Hashes, Noted, day_of, is_named
from campaign.letters import nightly
from campaign.letters.models import Letter
from campaign.letters.recipient import recipient_for
from campaign.letters.row import ledger_name
from campaign.letters.states import State
from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.purposes import Purpose
from councils.record import record_on

STAY_BEHIND = (Purpose.CONFIRM, Purpose.REMINDER, Purpose.LINKS, Purpose.TO_STRANGER)
"""Purposes of emails that do not leave after a restore: their links may lead nowhere any more, or
nobody may have asked for them."""


def settle(now: dt.datetime, made_at: dt.datetime) -> dict[str, int]:
    """Delete what awaited its writer, and queue what may have gone.

    What is queued here does not go: the outbox, settled last, calls all that waits unsure. A letter
    that awaited confirmation may have been confirmed and sent since, so its link and its code lead
    nowhere; its writer has the words in the copy, or writes again. Return how many were deleted.
    ``made_at``, when the backup was made, is for other rooms.
    """
    OutgoingMessage.objects.not_left().filter(purpose__in=STAY_BEHIND).erase()
    ended = Letter.objects.filter(state=State.AWAITING).erase()
    for letter in Letter.objects.to_read():
        queue_or_turn_down(letter)
    # Or the next night would ask people who were asked since the backup. These emails stay here,
    # too: they are queued before the outbox calls all that waits unsure.
    nightly.ask_whether_answered(now)
    return {"letters that awaited confirmation, deleted": ended}


def queue_or_turn_down(letter: Letter) -> None:
    """Queue a letter that waited to be read: it may have gone since, so that becomes unsure.

    Its writer's copy does not say that we have read it, as perhaps nobody has.
    """
    letter.change_in([State.HELD], held_for="")
    if not letter.let_go(recipient_for(record_on().by_id[letter.council_id])):
        letter.turn_down("we had to restore a backup, and do not know whether it has gone since")


# What the ledger says


def anonymise_again(hashes: Hashes) -> int:
    """Delete once more the text and the writer of letters that were anonymised; return how many."""
    anonymised = 0
    for letter in named(Noted.ERASED, hashes):
        if letter.cancel_and_anonymise():
            anonymised += 1
    return anonymised


def cancel_again(hashes: Hashes) -> int:
    """Cancel letters that had been stopped, by their writers or by staff; return how many.

    So staff send none of them, and each says the day on which it was stopped.
    """
    cancelled = 0
    for letter in named(Noted.CANCELLED, hashes):
        day = day_of(Noted.CANCELLED, ledger_name(letter.pk, letter.created_at), hashes)
        if day and cancel_if_unsure(letter, day):
            cancelled += 1
    return cancelled


def cancel_if_unsure(letter: Letter, day: dt.date) -> bool:
    """Cancel a letter if the outbox is unsure whether it was sent; return whether that was so.

    ``day``: when it was stopped, as the ledger knows; not who did it, so its email gives no reason.
    """
    end_of_day = timezone.make_aware(dt.datetime.combine(day, dt.time.max))
    stopped_at = min(end_of_day, timezone.now())
    about_it = OutgoingMessage.objects.for_subject(letter)
    unsure = about_it.filter(purpose=Purpose.LETTER, state=MessageState.UNSURE)
    if not unsure.update(state=MessageState.CANCELLED, outcome_at=stopped_at):
        return False
    return letter.take_state(State.CANCELLED, at=stopped_at, is_test=letter.is_test)


def named(kind: Noted, hashes: Hashes) -> list[Letter]:
    """Return the letters whose names in the ledger have these hashes."""
    ids = []
    for pk, created_at in Letter.objects.values_list("pk", "created_at"):
        if is_named(kind, ledger_name(pk, created_at), hashes):
            ids.append(pk)
    return list(Letter.objects.filter(pk__in=ids))
