"""A letter on its way: what became of it, and what staff change while it waits.

They change how a council is reached, or the day on which the campaign closes: letters that wait
follow in the same transaction.
"""

import datetime as dt
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaign.inbox.bounces import NO_SUCH_ADDRESS, bad_address
from campaign.letters import emails
from campaign.letters.models import ON_THE_WAY, Letter, State
from campaign.letters.recipient import choose_recipient
from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.purposes import Purpose
from councils.email_addresses import is_address, spellings
from councils.models import Channel, Contact, DeliveryProblem
from councils.record import record_on

WEEK = dt.timedelta(days=7)
MIN_REFUSED = 2
"""Letters that must be refused within a week before an address counts as failing.

One forged bounce must not close a council's mailbox; and no letters at all with the right words in
them, so what a filter refuses is not counted.
"""
UNKNOWN = frozenset({"1.1", "1.10"})
"""Subject and detail of the enhanced codes (RFC 3463) that mean that there is no such mailbox."""


def apply_outcome(message: OutgoingMessage) -> None:
    """Give the letter that ``message`` carries its new state, and tell its writer if needed."""
    letter = Letter.objects.for_message(message).first()
    if letter is None:
        return
    if message.state == MessageState.QUEUED and send_to_current_address(letter, message):
        message.refresh_from_db()
    before = letter.state
    changed = letter.apply_delivery_state(  # the states of a letter have the names of an email's
        State(message.state), at=message.outcome_at, is_test=message.is_test
    )
    if not changed:
        return
    if message.state == MessageState.FAILED:
        code = bad_address(message.server_said)
        if code is not None and is_address_failing(message, code, message.server_said):
            note_failing_address(letter, message, code)
    is_sent_again = (before, letter.state) == (State.FAILED, State.QUEUED)
    if letter.state != before and (
        letter.state in (State.FAILED, State.CANCELLED) or is_sent_again
    ):
        # Once more if it is refused again after staff sent it again: attempts only ever rise.
        letter.tell(letter.state, message.attempts)


# When an address fails, and what is noted on its contact


def is_address_failing(
    message: OutgoingMessage, status: str, response: str, *, is_named: bool = True
) -> bool:
    """Return whether a refusal of the address shows that letters to it do not arrive.

    It does if it is the second within a week, or if it names the address as unknown. ``response``
    is the mail server's text; ``is_named`` says that the refusal identifies this message.
    """
    is_unknown = status[2:] in UNKNOWN or NO_SUCH_ADDRESS.search(response) is not None
    return (is_unknown and is_named) or refusals_in_a_week(message) >= MIN_REFUSED


def refusals_in_a_week(message: OutgoingMessage) -> int:
    """Return how many letters within a week came back because of the address of this one."""
    since = timezone.now() - WEEK
    letters = OutgoingMessage.objects.filter(purpose=message.purpose, recipient=message.recipient)
    came_back = letters.came_back().filter(bounced_at__gte=since)
    refused = letters.failed().filter(outcome_at__gte=since, bounced_at=None)
    answers = map(bad_address, refused.values_list("server_said", flat=True))
    named = sum(code is not None for code in answers)
    return came_back.filter(address_is_gone=True).count() + named


def note_failing_address(letter: Letter, message: OutgoingMessage, status: str) -> None:
    """Note on the contact, for staff and the next writer, that email there does not arrive."""
    why = f"the address does not work{f', {status}' if status else ''}"
    note_for_staff(letter, message, why, DeliveryProblem.FAILS)


def note_for_staff(
    letter: Letter,
    message: OutgoingMessage,
    why: str,
    problem: DeliveryProblem = DeliveryProblem.OTHER,
) -> None:
    """Note a problem on each contact of the council with the address of ``message``."""
    contacts = Contact.objects.filter(council_id=letter.council_id, channel=Channel.EMAIL)
    for contact in contacts.filter(is_address("email", message.recipient)):
        contact.record_delivery_problem(problem, why)


# Letters that wait while staff change something

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
        message.tell_subject()
    return cancelled


def lock_pending(**filters: Any) -> list[tuple[Letter, OutgoingMessage]]:
    """Lock the emails of confirmed letters that have not left; return each with its letter.

    One that a worker has already taken is left to the worker.
    """
    letters = Letter.objects.filter(state__in=ON_THE_WAY, **filters)
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
            message.tell_subject()
    given_back = sum(letter.turn_down(CLOSED) for letter in Letter.objects.to_read())
    unconfirmed = Letter.objects.filter(state=State.AWAITING).select_related("council")
    return {
        "letters cancelled, their writers told": len(stopped) + given_back,
        "letters never confirmed, their writers told": sum(
            each.tell("closed") for each in unconfirmed
        ),
    }
