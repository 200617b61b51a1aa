"""What to do with email that comes in about a letter: bounces and replies.

``handle_arrival`` is called in the transaction that stores what came in.
"""

from django.utils import timezone

from campaign import rate_limits, retention
from campaign.confirmation import new_token
from campaign.inbox.parsed_mail import MailKind, ParsedMail
from campaign.letters import emails
from campaign.letters.delivery import WithDelivery
from campaign.letters.failing_addresses import (
    is_address_failing,
    note_failing_address,
    note_for_staff,
)
from campaign.outbox.models import OutgoingMessage
from campaign.purposes import Purpose
from campaign.supporters.models import SuppressedAddress
from campaign.supporters.suppression import may_email
from campaign.tasks.models import WORDS_GONE, Task
from councils.email_addresses import ascii_address

MAX_AUTOMATIC_REPLIES = 3
"""Automatic replies passed on for one letter: a broken machine can send them all day."""
MAX_ANSWERS = 20
"""Answers of people passed on for one letter. Staff see all of them."""
NOT_PASSED_ON = f"[Its writer has not got this: we pass on {MAX_ANSWERS} answers at most.]"


def handle_arrival(letter: WithDelivery, message: OutgoingMessage, mail: ParsedMail) -> None:
    """Apply what came in to the letter that ``message`` carried.

    Of an answer to a letter whose text is deleted only that it came is kept.
    """
    if mail.kind == MailKind.RECEIPT:
        letter.as_rows().update(taken_at=message.taken_at)
        return
    if mail.is_bounce:
        handle_bounce(letter, message, mail)
    elif mail.kind in (MailKind.PERSON, MailKind.AUTOMATIC):
        handle_reply(letter, message, mail)
    if letter.text_deleted_at:
        message.incoming_messages.erase_words()


# Bounces


def handle_bounce(letter: WithDelivery, message: OutgoingMessage, mail: ParsedMail) -> None:
    """Record that a letter came back, and tell its writer once.

    When it did has been noted on the message (inbox/process.py).
    """
    if message.bounced_at is None or not letter.mark_bounced(message.bounced_at):
        return
    council_id = letter.council_id
    is_named = mail.names(message.recipient, message.message_id)
    if not mail.address_is_gone:
        note_for_staff(council_id, message, "a letter came back: refused, or not taken for days")
    elif is_address_failing(message, mail.status, mail.diagnostic, is_named=is_named):
        note_failing_address(council_id, message, mail.status)
    letter.tell("bounced", address_is_gone=mail.address_is_gone)


# Replies


def handle_reply(letter: WithDelivery, message: OutgoingMessage, mail: ParsedMail) -> None:
    """Pass a reply on to the letter's writer, and show it to staff.

    It may be one that the writer got themselves, and forwards.
    """
    if letter.text_deleted_at:
        if mail.kind == MailKind.PERSON:
            Task.objects.add_answer(letter.council_id, WORDS_GONE, keep_until=None)
        return

    is_automatic = is_surely_automatic(letter, mail)
    # What only seems to be automatic counts among what is, but as many are passed on as answers.
    most = MAX_ANSWERS
    if is_automatic:
        most = MAX_AUTOMATIC_REPLIES
    of_its_kind = message.incoming_messages.filter(kind=mail.kind)  # itself included
    are_too_many = of_its_kind.count() > most
    # Its writer has what they forward already.
    if not are_too_many and not is_forwarded(letter, mail):
        # Passed on once for each fingerprint. Not for each number: once staff erase a reply, the
        # next one would have the number of one that was passed on.
        just_stored = of_its_kind.latest("pk")
        pass_on_reply(letter, mail, occasion=just_stored.fingerprint)
    # Staff read whatever a person may have written, however many came before.
    if not is_automatic:
        show_staff(letter, mail, is_left_with_us=are_too_many)
    elif mail.wants_form and not are_too_many:
        note_for_staff(letter.council_id, message, "it answers that people should use a form")


def is_surely_automatic(letter: WithDelivery, mail: ParsedMail) -> bool:
    """Whether a machine wrote it, and said so in its headers."""
    if mail.kind == MailKind.PERSON:
        return False
    # Its words alone look automatic: it may be a person's.
    if mail.is_guess:
        return False
    return not is_forwarded(letter, mail)


def is_forwarded(letter: WithDelivery, mail: ParsedMail) -> bool:
    """Whether the letter's writer sends it: to the address for answers, or to ours for bounces.

    They may know that one, the letter's envelope sender, from the council's reply.
    """
    return bool(mail.answers_token) or mail.is_from(letter.email)


def pass_on_reply(letter: WithDelivery, mail: ParsedMail, occasion: str) -> None:
    """Pass a reply on to the writer, once for each ``occasion``."""
    name = "auto"
    if mail.kind == MailKind.PERSON:
        name = "answer"
        letter.as_rows().filter(answer_received_at=None).update(answer_received_at=timezone.now())
    letter.pass_on(name, occasion, emails.reply(name, letter, mail))


def show_staff(letter: WithDelivery, mail: ParsedMail, *, is_left_with_us: bool) -> None:
    """Add a task with an answer's words, for as long as the letter's own text is kept.

    ``is_left_with_us`` says that too many came before for this one to be passed on.
    """
    keep_until = letter.text_deleted_by or timezone.now() + retention.TEXTS_AFTER_OUTCOME
    words = text_for_staff(mail)
    if is_left_with_us and not is_forwarded(letter, mail):
        words = f"{NOT_PASSED_ON}\n\n{words}"
    Task.objects.add_answer(letter.council_id, words, keep_until, letter.email, letter)


def text_for_staff(mail: ParsedMail) -> str:
    """Return a reply as staff read it, with the names of its files."""
    said = mail.text or "[An answer without text.]"
    if mail.is_guess:
        said = f"[It seems to be automatic.]\n\n{said}"
    files = ", ".join(mail.attachment_names)
    if files:
        said += f"\n\n[Left out: {files}. Read them in the original: we keep no files.]"
    return said


# Email to the address that ours comes from


def reply_to_stranger(mail: ParsedMail) -> bool:
    """Tell somebody who replied to our email how to confirm a letter; return whether we did.

    The sender may be forged, or a machine that answers us: so few a day go to one mailbox.
    """
    try:
        sender = ascii_address(mail.sender)
    except ValueError:
        return False
    if not may_email(sender) or rate_limits.consume("reply", email=sender).refused:
        return False
    key = f"lost_link:{new_token()}"
    email = emails.to_stranger(sender, mail)
    # About no row: this class is told if it comes back.
    OutgoingMessage.objects.queue(Purpose.TO_STRANGER, key, sender, email, told=SuppressedAddress)
    return True
