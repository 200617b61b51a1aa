"""Letters that wait while staff change something, in the transaction in which they change it.

It is how a council is reached, or the day on which the campaign closes.
"""

from contextlib import suppress
from typing import Any

from django.db import transaction

from campaign.letters import emails
from campaign.letters.models import Letter, State
from campaign.letters.recipient import choose_recipient
from campaign.outbox.models import OutgoingMessage
from campaign.purposes import Purpose
from councils.email_addresses import spellings
from councils.models import Contact
from councils.record import record_on

CLOSED = "this campaign has closed and sends no more letters"
"""Why a letter that waited to be read was not sent, as its writer is told."""


def readdress_pending(council_id: int) -> int:
    """Send waiting letters to the address that staff now have for a council.

    A letter whose address staff have removed, with none in its place, is cancelled, and its writer
    told. Returns how many were changed.
    """
    return sum(
        send_to_current_address(letter, message)
        for letter, message in lock_pending(council_id=council_id)
    )


def send_to_current_address(letter: Letter, message: OutgoingMessage) -> bool:
    """Give a waiting letter the current address of its council; return whether it changed."""
    contacts = list(Contact.objects.filter(council_id=letter.council_id))
    to = choose_recipient(contacts, record_on().by_id[letter.council_id])
    current = message.recipient.lower()
    if to.email and current not in spellings(to.email.lower()):
        with suppress(ValueError):  # an address that no email can be sent to is as good as none
            return message.rewrite(to.email, emails.letter(letter, to))
    is_known = any(current in spellings(contact.email.lower()) for contact in contacts)
    if to.email or is_known:
        return False
    cancelled = message.cancel()
    if cancelled:
        message.tell()
    return cancelled


def lock_pending(**filters: Any) -> list[tuple[Letter, OutgoingMessage]]:
    """Lock the emails of confirmed letters that have not left; return each with its letter.

    One that a worker has already taken is left to the worker.
    """
    letters = Letter.objects.filter(state__in=[State.QUEUED, State.DEFERRED], **filters)
    waiting = OutgoingMessage.objects.waiting().filter(purpose=Purpose.LETTER).exclude(content=b"")
    messages = waiting.for_subjects(letters).order_by("pk").select_for_update(skip_locked=True)
    by_id = letters.select_related("council").in_bulk()
    return [(by_id[each.subject_id], each) for each in messages if each.subject_id in by_id]


def close() -> dict[str, int]:
    """Stop the letters that wait when the campaign closes, and tell their writers; return how many.

    One that a worker has already taken goes, and is settled by its outcome. Safe to repeat.
    """
    with transaction.atomic():
        stopped = [message for _, message in lock_pending() if message.cancel()]
        for message in stopped:
            message.tell()
    given_back = sum(letter.turn_down(CLOSED) for letter in Letter.objects.to_read())
    unconfirmed = Letter.objects.filter(state=State.AWAITING).select_related("council")
    return {
        "letters cancelled, their writers told": len(stopped) + given_back,
        "letters never confirmed, their writers told": sum(
            each.tell("closed") for each in unconfirmed
        ),
    }
