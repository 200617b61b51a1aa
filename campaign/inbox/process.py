"""What becomes of an email that comes in. It has one way down: token, hear, sort, take in.

Whatever is said in it is heard before anybody asks what kind of email it is. What comes in about a
message of ours is applied once, in one transaction, and only to a live message.
"""

import datetime as dt
import hashlib
from collections.abc import Callable
from email.message import Message
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from campaign import retention
from campaign.inbox import mime
from campaign.inbox.classify import read_envelope, sort
from campaign.inbox.hearing import call_in, distinct_texts, texts_of_pdfs
from campaign.inbox.models import IncomingMessage
from campaign.inbox.parsed_mail import MailKind, ParsedMail
from campaign.inbox.unread import unread_in, with_file_names
from campaign.outbox.models import WAITING, MessageState, OutgoingMessage
from campaign.outbox.subjects import Subject
from campaign.purposes import ASKING, TO_COUNCILS

ON_CALL: list[Callable[[ParsedMail, OutgoingMessage | None, str, str], bool]] = []
"""Told of an email that may be a call for help: the email, the message of ours that it is about,
the words that were heard, and its fingerprint. Each returns whether anybody was alarmed."""
ON_ANSWER: list[Callable[[ParsedMail], bool]] = []
"""Asked to take in an email to us that is about no message: whether it answers a question."""
ON_STRANGER: list[Callable[[ParsedMail], bool]] = []
"""Asked to answer anybody else who wrote to us: whether they did."""
# The rooms above fill these three (campaign/apps.py).

LEFT_STATES = (MessageState.SENDING, MessageState.ACCEPTED, MessageState.UNSURE)
"""States of a message that may have reached somebody. A bounce can overtake our own server."""
REPLIES = (MailKind.PERSON, MailKind.AUTOMATIC)
"""Kinds that answer a message, and so may identify it by the Message-ID they reply to."""


def process(data: bytes, to: str | None = None) -> str:
    """Process one email; return what became of it, in words for the log without personal data.

    ``to`` is its envelope recipient; if None, it is read from the email's own fields. Raises
    DatabaseError if nothing could be stored: the mail server must then offer the email again.
    """
    email = mime.parse(data)
    envelope = read_envelope(email, to, settings.BOUNCE_DOMAIN)
    message = with_token(envelope)
    of_pdfs = texts_of_pdfs(email)
    texts = distinct_texts(email, of_pdfs)
    heard = call_in(texts, envelope, message)
    mail = sort(email, envelope)
    message = message or replied_to(mail)
    if heard:
        words = with_file_names(heard, mail)
    else:
        words = unread_in(email, texts, of_pdfs, mail, message)
    fingerprint = fingerprint_of(mail, data)
    is_call = bool(words) and tell_of_call(mail, message, words, of_a_call(fingerprint, words))
    if message:
        return apply(email, mail, message, fingerprint)
    return take_in(mail, is_call=is_call)


def tell_of_call(
    mail: ParsedMail, message: OutgoingMessage | None, words: str, fingerprint: str
) -> bool:
    """Tell the rooms above of a call; return whether any of them took it for one."""
    is_call = False
    for hear in ON_CALL:
        if hear(mail, message, words, fingerprint):
            is_call = True
    return is_call


def of_a_call(fingerprint: str, words: str) -> str:
    """Return the fingerprint of a call: some web forms give all their emails one Message-ID."""
    return hashlib.sha256(f"{fingerprint}\n{words}".encode()).hexdigest()


# About no message of ours


def take_in(mail: ParsedMail, *, is_call: bool) -> str:
    """Take in an email that is about no message; return what became of it, in words."""
    what = hand_on(mail, is_call=is_call)
    if is_call:
        return "may be a call for help: staff were told"
    return what


def hand_on(mail: ParsedMail, *, is_call: bool) -> str:
    """Hand an email to the rooms above, as an answer to a question or a stranger's; return which.

    What may be a call is not answered here: whoever it alarms does that.
    """
    if mail.token or mail.answers_token:
        return "for no message we know: nothing changed"
    if not is_to_us_by_a_person(mail):
        return "not about a message of ours: nothing changed"
    for take in ON_ANSWER:
        if take(mail):
            return "written to us: an answer"
    if not is_call:
        for answer in ON_STRANGER:
            if answer(mail):
                return "written to us: answered"
    return "written to us: not answered again"


def is_to_us_by_a_person(mail: ParsedMail) -> bool:
    """Whether a person wrote to the address our emails are sent from, which nobody reads."""
    return mail.kind == MailKind.PERSON and mail.may_be_answered and is_to_us(mail)


# About one


def with_token(envelope: ParsedMail) -> OutgoingMessage | None:
    """Return the message of ours whose token an email came to, or None.

    What a writer forwards to us comes under a different token from what mail servers send, so it
    can never pass for a bounce.
    """
    if envelope.answers_token:
        return OutgoingMessage.objects.for_answers_token(envelope.answers_token)
    return OutgoingMessage.objects.for_token(envelope.token)


def replied_to(mail: ParsedMail) -> OutgoingMessage | None:
    """Return the letter or question that a reply to our own address is about, or None.

    An email program that ignores Reply-To writes there: the Message-ID it replies to, which nobody
    else can know, says to what. A bounce there is about nothing.
    """
    has_token = bool(mail.token or mail.answers_token)
    may_reply = mail.kind in REPLIES and is_to_us(mail)
    if has_token or not may_reply:
        return None
    ids = [f"<{message_id}>" for message_id in mail.replied_ids[:20]]
    to_councils = OutgoingMessage.objects.filter(purpose__in=TO_COUNCILS)
    return to_councils.filter(message_id__in=ids).order_by("-id").first()


def apply(email: Message, mail: ParsedMail, message: OutgoingMessage, fingerprint: str) -> str:
    """Apply a sorted email to the message it is about; return what became of it, in words."""
    if mail.bounced_recipients:
        mail = sort(email, mail, about=message.recipient)
    why_not = why_unfit(mail, message)
    if why_not:
        return f"{why_not}: nothing changed"
    with transaction.atomic():
        message = OutgoingMessage.objects.select_for_update().get(pk=message.pk)
        if not is_live(message, timezone.now()):
            return "about a message that is over: nothing changed"
        if not store(mail, message, fingerprint):
            return "received before: nothing changed"
        record(mail, message)
    return f"{mail.kind} for {message}"


def why_unfit(mail: ParsedMail, message: OutgoingMessage) -> str:
    """Return why an email cannot be about a message; "" if it can."""
    if not mail.fits(message.recipient, message.message_id):
        return "about another message"
    if mail.kind == MailKind.RECEIPT and not message.has_envelope_id(mail.envelope_id):
        return "a notice that may be forged"
    if not may_change(message, mail):
        return "from its writer, and no answer"
    return ""


def is_from_writer(message: OutgoingMessage, mail: ParsedMail) -> bool:
    """Whether an email is from the person on whose behalf we wrote, or came where they forward."""
    by_writer = message.purpose in TO_COUNCILS and mail.is_from(message.on_behalf)
    return by_writer or bool(mail.answers_token)


def may_change(message: OutgoingMessage, mail: ParsedMail) -> bool:
    """Whether an email may change a message: one from its writer may only forward an answer.

    A writer must not be able to report a bounce of their own letter.
    """
    return mail.kind in REPLIES or not is_from_writer(message, mail)


def is_reply(message: OutgoingMessage, mail: ParsedMail) -> bool:
    """Whether an email is a reply by the person or machine we wrote to: our message arrived."""
    return mail.kind in REPLIES and not is_from_writer(message, mail)


def is_to_us(mail: ParsedMail) -> bool:
    """Whether an email came to the address our emails are sent from."""
    return mail.recipient.lower() == parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower()


def is_live(message: OutgoingMessage, now: dt.datetime) -> bool:
    """Whether email about a message can still change it: it has left, and its text is kept."""
    if not has_left(message):
        return False
    if message.purpose in ASKING:
        return True
    since_outcome = now - (message.outcome_at or now)
    if since_outcome >= retention.TEXTS_AFTER_OUTCOME:
        return False
    return now - message.created_at < retention.TEXTS_AT_MOST


def has_left(message: OutgoingMessage) -> bool:
    """Whether a copy of it may have reached somebody."""
    if message.state in LEFT_STATES or message.was_resent:
        return True
    return message.state in WAITING and message.attempts > 0


def store(mail: ParsedMail, message: OutgoingMessage, fingerprint: str) -> bool:
    """Store an email about a locked message; return False if it was received before."""
    _, is_new = IncomingMessage.objects.get_or_create(
        fingerprint=fingerprint,
        defaults={
            "message": message,
            "kind": mail.kind,
            "status": mail.status,
            "diagnostic": mail.diagnostic,
            "sender": mail.sender[:254],
            "subject": mail.subject,
            "text": mail.text,
            "wants_form": mail.wants_form,
            "received_at": timezone.now(),
        },
    )
    return is_new


def record(mail: ParsedMail, message: OutgoingMessage) -> None:
    """Note on a message what came in about it, and tell its subject."""
    now = timezone.now()
    if mail.is_bounce and message.bounced_at is None:
        message.bounced_at = now
        message.address_is_gone = mail.address_is_gone
        message.save(update_fields=["bounced_at", "address_is_gone"])
    if mail.kind == MailKind.RECEIPT:
        message.record_notice(mail.is_delivered, mail.diagnostic.replace("\0", ""), now)
    elif mail.is_bounce or is_reply(message, mail):
        message.infer_sent()
    about = message.subject_class
    if about and issubclass(about, Subject):
        about.on_arrival(message, mail)


def fingerprint_of(mail: ParsedMail, data: bytes) -> str:
    """Return a hash that is the same however often a server delivers this email.

    Servers add header fields of their own each time, so the hash is of its sender, its Message-ID,
    or else its body, and its token.
    """
    body = data.replace(b"\r\n", b"\n").partition(b"\n\n")[2]
    identity = mail.message_id.encode("utf-8", "replace") or body
    token = (mail.token or mail.answers_token).lower().encode()
    sender = mail.sender.encode("utf-8", "replace")
    return hashlib.sha256(b"\n".join([token, sender, identity])).hexdigest()
