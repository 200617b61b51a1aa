"""Called by campaign/arrivals.py: apply what an incoming email says to the message it is about.

Once, in one transaction, and only to a live message.
"""

import datetime as dt
import hashlib
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from campaign import retention
from campaign.inbox.classify import classify
from campaign.inbox.models import IncomingMessage
from campaign.inbox.parsed_mail import MailKind, ParsedMail
from campaign.outbox.models import WAITING, MessageState, OutgoingMessage
from campaign.purposes import ASKING, TO_COUNCILS
from campaign.subjects import Subject

LEFT_STATES = (MessageState.SENDING, MessageState.ACCEPTED, MessageState.UNSURE)
"""States of a message that may have reached somebody. A bounce can overtake our own server."""
REPLIES = (MailKind.PERSON, MailKind.AUTOMATIC)
"""Kinds that answer a message, and so may identify it by the Message-ID they reply to."""


def apply(mail: ParsedMail, message: OutgoingMessage, data: bytes, to: str | None) -> str:
    """Apply a classified email to the message it is about; return what became of it, in words."""
    if mail.bounced_recipients:
        mail = classify(data, to, settings.BOUNCE_DOMAIN, about=message.recipient)
    if not mail.fits(message.recipient, message.message_id):
        return "about another message: nothing changed"
    if mail.kind == MailKind.RECEIPT and not message.has_envelope_id(mail.envelope_id):
        return "a notice that may be forged: nothing changed"
    if not may_change(message, mail):
        return "from its writer, and no answer: nothing changed"
    with transaction.atomic():
        return record(mail, message, fingerprint(mail, data))


def find_message(mail: ParsedMail) -> OutgoingMessage | None:
    """Return the message of ours that an email is about, or None.

    The token in its envelope recipient identifies it. What a writer forwards to us comes under a
    different token from what mail servers send, so it can never pass for a bounce. An email program
    that ignores Reply-To writes to our sender address instead: a reply there is matched by the
    Message-ID it replies to, which nobody else can know. A bounce there is not.
    """
    if mail.answers_token:
        return OutgoingMessage.objects.for_answers_token(mail.answers_token)
    if mail.token:
        return OutgoingMessage.objects.for_token(mail.token)
    if mail.kind in REPLIES and mail.replied_ids and is_to_us(mail):
        ids = [f"<{message_id}>" for message_id in mail.replied_ids[:20]]
        to_councils = OutgoingMessage.objects.filter(purpose__in=TO_COUNCILS)
        return to_councils.filter(message_id__in=ids).order_by("-id").first()
    return None


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
    has_left = (
        message.state in LEFT_STATES
        or (message.state in WAITING and message.attempts)
        or message.was_resent
    )
    if message.purpose in ASKING:
        return bool(has_left)
    since_outcome = now - (message.outcome_at or now)
    return bool(
        has_left
        and since_outcome < retention.TEXTS_AFTER_OUTCOME
        and now - message.created_at < retention.TEXTS_AT_MOST
    )


def record(mail: ParsedMail, message: OutgoingMessage, mail_fingerprint: str) -> str:
    """Store an email and apply it to its message. Call it in a transaction."""
    now = timezone.now()
    message = OutgoingMessage.objects.select_for_update().get(pk=message.pk)
    if not is_live(message, now):
        return "about a message that is over: nothing changed"
    _, is_new = IncomingMessage.objects.get_or_create(
        fingerprint=mail_fingerprint,
        defaults={
            "message": message,
            "kind": mail.kind,
            "status": mail.status,
            "diagnostic": mail.diagnostic,
            "sender": mail.sender[:254],
            "subject": mail.subject,
            "text": mail.text,
            "wants_form": mail.wants_form,
            "received_at": now,
        },
    )
    if not is_new:
        return "received before: nothing changed"
    if mail.is_bounce and message.bounced_at is None:
        message.bounced_at, message.address_is_gone = now, mail.is_gone
        message.save(update_fields=["bounced_at", "address_is_gone"])
    if mail.kind == MailKind.RECEIPT:
        message.record_notice(mail.is_delivered, mail.diagnostic.replace("\0", ""), now)
    elif mail.is_bounce or is_reply(message, mail):
        message.infer_sent()
    about = message.subject_class
    if about and issubclass(about, Subject):
        about.on_arrival(message, mail)
    return f"{mail.kind} for {message}"


def fingerprint(mail: ParsedMail, data: bytes) -> str:
    """Return a hash that is the same however often a server delivers this email.

    Servers add header fields of their own each time, so the hash is of its sender, its Message-ID,
    or else its body, and its token.
    """
    body = data.replace(b"\r\n", b"\n").partition(b"\n\n")[2]
    identity = mail.message_id.encode("utf-8", "replace") or body
    token = (mail.token or mail.answers_token).lower().encode()
    sender = mail.sender.encode("utf-8", "replace")
    return hashlib.sha256(b"\n".join([token, sender, identity])).hexdigest()
