"""When a council's address fails, and what is noted on its contact for staff."""

import datetime as dt

from django.utils import timezone

from campaign.inbox.bounces import NO_SUCH_ADDRESS, bad_address
from campaign.outbox.models import OutgoingMessage
from councils.email_addresses import is_address
from councils.models import Channel, Contact, DeliveryProblem

WEEK = dt.timedelta(days=7)
MIN_REFUSED = 2
"""Letters that must be refused within a week before an address counts as failing.

One forged bounce must not close a council's mailbox. Nor may words that a filter refuses, however
many letters have them: such refusals are not counted.
"""
UNKNOWN = frozenset({"1.1", "1.10"})
"""Subject and detail of the enhanced codes (RFC 3463) that mean that there is no such mailbox."""


def note_refusal(council_id: int, message: OutgoingMessage) -> None:
    """Note on the contact that its address fails, if what its server said of a letter shows it."""
    enhanced_code = bad_address(message.server_said)
    if enhanced_code is None:  # it refused something else than the address
        return
    if is_address_failing(message, enhanced_code, message.server_said):
        note_failing_address(council_id, message, enhanced_code)


def is_address_failing(
    message: OutgoingMessage, enhanced_code: str, server_said: str, *, is_named: bool = True
) -> bool:
    """Return whether a refusal of the address shows that letters to it do not arrive.

    It does if it is the second within a week, or if it names the address as unknown.
    ``enhanced_code`` is the refusal's (RFC 3463), such as "5.1.1", or "" if it has none;
    ``is_named`` says that the refusal identifies this message.
    """
    has_code_of_unknown = enhanced_code[2:] in UNKNOWN  # without the class: "1.1" of "5.1.1"
    is_unknown = has_code_of_unknown or NO_SUCH_ADDRESS.search(server_said) is not None
    if is_unknown and is_named:
        return True
    return refusals_in_a_week(message) >= MIN_REFUSED


def refusals_in_a_week(message: OutgoingMessage) -> int:
    """Return how many letters within a week failed because of the address of this one.

    It refused them at once, or they came back later.
    """
    since = timezone.now() - WEEK
    letters = OutgoingMessage.objects.filter(purpose=message.purpose, recipient=message.recipient)
    came_back = letters.came_back().filter(bounced_at__gte=since, address_is_gone=True)
    number = came_back.count()
    refused = letters.failed().filter(outcome_at__gte=since, bounced_at=None)
    for server_said in refused.values_list("server_said", flat=True):
        if bad_address(server_said) is not None:
            number += 1
    return number


def note_failing_address(council_id: int, message: OutgoingMessage, enhanced_code: str) -> None:
    """Note on the contact, for staff and the next writer, that email there does not arrive."""
    why = "the address does not work"
    if enhanced_code:
        why += f", {enhanced_code}"
    note_for_staff(council_id, message, why, DeliveryProblem.FAILS)


def note_for_staff(
    council_id: int,
    message: OutgoingMessage,
    why: str,
    problem: DeliveryProblem = DeliveryProblem.OTHER,
) -> None:
    """Note a problem on each contact of the council with the address of ``message``."""
    contacts = Contact.objects.filter(council_id=council_id, channel=Channel.EMAIL)
    for contact in contacts.filter(is_address("email", message.recipient)):
        contact.record_delivery_problem(problem, why)
