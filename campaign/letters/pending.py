"""Letters that wait to go: staff may change who runs the site, or how a council is reached, first.

Settings name both functions; they are called in the transaction in which staff make the change.
"""

from contextlib import suppress

from campaign.email_addresses import spellings
from campaign.letters import emails
from campaign.letters.models import Letter, State
from campaign.letters.recipient import chosen
from campaign.outbox.models import OutgoingMessage
from councils.models import Contact
from councils.record import record_on


def write_anew() -> int:
    """Write again the letters that have not left, so that their foot says who runs the site now.

    Letters to be confirmed are locked with them: whoever confirms one meanwhile waits, and its foot
    is written after this change, not beside it. Returns how many.
    """
    return sum(
        message.reword(emails.text_of_letter(letter)) for letter, message in letters_and_mails()
    )


def readdress(council_id: int) -> int:
    """Let the letters to a council that have not left go to the address that staff have for it now.

    One whose address staff have taken away, with none in its place, is stopped, and its writer
    told. Returns how many were changed.
    """
    return sum(
        send_to_present_address(letter, message)
        for letter, message in letters_and_mails(council_id=council_id)
    )


def send_to_present_address(letter: Letter, message: OutgoingMessage) -> bool:
    """Give one letter that waits the present address of its council; return whether it changed."""
    contacts = list(Contact.objects.filter(council_id=letter.council_id))
    to = chosen(contacts, record_on().by_id[letter.council_id])
    goes_to = message.recipient.lower()
    if to.email and goes_to not in spellings(to.email.lower()):
        with suppress(ValueError):  # an address that no mail can be sent to is as good as none
            return message.readdress(to.email, emails.header_to(to))
    if to.email or any(goes_to in spellings(one.email.lower()) for one in contacts):
        return False
    stopped = message.cancel()
    if stopped:
        message.tell()
    return stopped


def letters_and_mails(**which) -> list[tuple[Letter, OutgoingMessage]]:
    """Return the letters that wait, each with its mail, locked with those to be confirmed.

    The mails are locked first, as everywhere. One that was queued meanwhile and that a worker has
    already taken is left to the worker.
    """
    mails = OutgoingMessage.objects.waiting().filter(purpose="letter").exclude(content=b"")
    list(mails.select_for_update().order_by("pk").values_list("pk"))
    not_left = [State.AWAITING, State.QUEUED, State.DEFERRED]
    letters = Letter.objects.select_for_update(of=["self"]).filter(state__in=not_left, **which)
    letters = letters.select_related("council").order_by("pk")
    by_key = {letter.key: letter for letter in letters if letter.is_confirmed}
    if not by_key:
        return []
    waiting = mails.select_for_update(skip_locked=True).order_by("pk")
    return [(by_key[message.key], message) for message in waiting if message.key in by_key]
