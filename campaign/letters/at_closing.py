"""Settle the letters that wait when the campaign closes, and tell their writers."""

import datetime as dt

from django.db import transaction

from campaign.letters.models import Letter, LetterQuerySet, State
from campaign.letters.pending import lock_pending

CLOSED = "this campaign has closed and sends no more letters"
"""Why a letter that waited to be read was not sent, as its writer is told."""


def unconfirmed() -> LetterQuerySet:
    """Return letters that wait for their writers to confirm them."""
    return Letter.objects.filter(state=State.AWAITING)


def waiting() -> LetterQuerySet:
    """Return confirmed letters that have not left."""
    return Letter.objects.filter(state__in=[State.HELD, State.QUEUED, State.DEFERRED])


def settle(now: dt.datetime) -> dict[str, int]:
    """Cancel letters that have not left, expire those nobody confirmed; tell the writers of both.

    One that a worker has already taken goes, and is settled by its outcome. Safe to repeat. Return
    how many of each.
    """
    councils = set(waiting().order_by().values_list("council_id", flat=True))
    cancelled = sum(cancel(council) for council in sorted(councils))
    cancelled += sum(letter.turn_down(CLOSED) for letter in Letter.objects.to_read())
    expired = sum(expire(pk) for pk in list(unconfirmed().values_list("pk", flat=True)))
    return {"letters cancelled, their writers told": cancelled,
            "letters never confirmed, their writers told": expired}  # fmt: skip


@transaction.atomic
def cancel(council_id: int) -> int:
    """Cancel the letters to a council that have not left; the outbox's callback tells writers."""
    cancelled = 0
    for _, message in lock_pending(council_id=council_id):
        if message.cancel():
            message.tell()
            cancelled += 1
    return cancelled


@transaction.atomic
def expire(pk: int) -> bool:
    """Expire a letter nobody confirmed and tell the address it was to be confirmed from."""
    letter = Letter.objects.select_related("council").filter(pk=pk).first()
    if letter is None or not unconfirmed().filter(pk=pk).update(state=State.EXPIRED):
        return False
    letter.tell("closed")
    return True
