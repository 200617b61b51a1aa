"""Letters that wait, when staff change how a council is reached or close the campaign.

They follow in the transaction that makes the change.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from campaign.letters.models import Letter
from campaign.letters.states import WAITS_TO_GO, State
from campaign.outbox.models import OutgoingMessage, WhyCancelled
from campaign.purposes import Purpose

CAMPAIGN_HAS_CLOSED = "this campaign has closed and sends no more letters"
"""Why a letter that waited to be read was not sent, as its writer is told."""


def lock_pending(**filters: Any) -> list[tuple[Letter, OutgoingMessage]]:
    """Lock the emails of confirmed letters that have not left; return each with its letter.

    One that a worker has already taken is left to the worker.
    """
    letters = Letter.objects.filter(state__in=WAITS_TO_GO, **filters)
    # An email without content never leaves: its text is deleted.
    waiting = OutgoingMessage.objects.waiting().filter(purpose=Purpose.LETTER).exclude(content=b"")
    messages = waiting.for_subjects(letters).order_by("pk").select_for_update(skip_locked=True)
    by_id = letters.select_related("council").in_bulk()
    locked = []
    for message in messages:
        letter = by_id.get(message.subject_id)
        if letter:
            locked.append((letter, message))
    return locked


def readdress_pending(council_id: int) -> int:
    """Send waiting letters to the address that staff now have for a council.

    A letter whose address staff have removed, with none in its place, is cancelled, and its writer
    told. Returns how many were changed.
    """
    changed = 0
    for letter, message in lock_pending(council_id=council_id):
        if letter.readdress(message):
            changed += 1
    return changed


def close() -> dict[str, int]:
    """Stop the letters that wait when the campaign closes, and tell their writers; return how many.

    One that a worker has already taken goes, and is settled by its outcome. Safe to repeat.
    """
    unconfirmed = cancel_unconfirmed()
    waiting = cancel_waiting()
    unread = give_back_unread()
    return {
        "letters never confirmed, cancelled": unconfirmed,
        "letters cancelled, their writers told": waiting + unread,
    }


@transaction.atomic
def cancel_waiting() -> int:
    """Cancel the emails that wait, and then tell the letters of all of them; return how many."""
    stopped = []
    for letter, message in lock_pending():
        if message.cancel(WhyCancelled.CLOSED):
            letter.withdraw_emails()
            stopped.append(message)
    # Emails first and letters after them, as the worker locks them: neither waits for the other.
    for message in stopped:
        message.tell_subject()
    return len(stopped)


def give_back_unread() -> int:
    """Turn down what nobody has read yet, which gives its writer the text; return how many."""
    given_back = 0
    for letter in Letter.objects.to_read():
        with transaction.atomic():
            letter.withdraw_emails()
            if letter.turn_down(CAMPAIGN_HAS_CLOSED):
                given_back += 1
    return given_back


def cancel_unconfirmed() -> int:
    """Cancel what nobody has confirmed, with the emails that still ask to; tell its writer."""
    cancelled = 0
    for letter in Letter.objects.filter(state=State.AWAITING).select_related("council"):
        with transaction.atomic():
            if letter.transition([State.AWAITING], State.CANCELLED, cancelled_at=timezone.now()):
                letter.withdraw_emails()
                # Whoever has sent it themselves is not told that it was never sent.
                if letter.self_sent_at is None:
                    letter.tell("closed", why=WhyCancelled.CLOSED)
                cancelled += 1
    return cancelled
