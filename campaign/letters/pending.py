"""Letters that wait to be sent while staff change who runs the site, or how a council is reached.

Both are done in the transaction in which staff make the change.
"""

from contextlib import suppress
from typing import Any

from campaign.letters import emails
from campaign.letters.models import Letter, State
from campaign.letters.recipient import choose_recipient
from campaign.outbox.models import OutgoingMessage
from campaign.purposes import Purpose
from councils.email_addresses import spellings
from councils.models import Contact
from councils.record import record_on


def rewrite_pending() -> int:
    """Write the text of waiting letters again, so that their footer says who runs the site now.

    Letters that await confirmation are locked too: whoever confirms one meanwhile waits, and its
    footer is written after this change. Returns how many were rewritten.
    """
    return sum(
        message.replace_text(emails.letter_body(letter)) for letter, message in lock_pending()
    )


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
            return message.redirect(to.email, emails.recipient_header(to))
    is_known = any(current in spellings(contact.email.lower()) for contact in contacts)
    if to.email or is_known:
        return False
    cancelled = message.cancel()
    if cancelled:
        message.tell()
    return cancelled


def lock_pending(**filters: Any) -> list[tuple[Letter, OutgoingMessage]]:
    """Lock the letters that have not left, and return those confirmed, each with its email.

    Emails are locked first, as everywhere. An email that was queued meanwhile, and that a worker
    has already taken, is left to the worker.
    """
    messages = OutgoingMessage.objects.waiting().filter(purpose=Purpose.LETTER).exclude(content=b"")
    states = [State.AWAITING, State.QUEUED, State.DEFERRED]
    letters = Letter.objects.filter(state__in=states, **filters).order_by("pk")
    carriers = messages.for_subjects(letters).order_by("pk")
    list(carriers.select_for_update().values_list("pk"))
    locked = letters.select_for_update(of=["self"]).select_related("council")
    by_id = {letter.pk: letter for letter in locked if letter.is_confirmed}
    if not by_id:
        return []
    unclaimed = carriers.filter(subject_id__in=by_id).select_for_update(skip_locked=True)
    return [(by_id[message.subject_id], message) for message in unclaimed if message.subject_id]
