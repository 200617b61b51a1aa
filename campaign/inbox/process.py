"""What a mail that came in changes: once, in one transaction, and only for a live message."""

import datetime as dt
import hashlib
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from campaign import retention
from campaign.inbox import registry
from campaign.inbox.classify import read
from campaign.inbox.models import IncomingMessage
from campaign.inbox.parsed_mail import Arrival, Kind
from campaign.outbox.models import OutgoingMessage, State
from campaign.outbox.models.message import WAITING
from campaign.outbox.registry import council_purposes

MOST_BYTES = 10 * 1024 * 1024
"""Of a larger mail only the beginning is read, and none of its files are passed on."""

LEFT = (State.SENDING, State.ACCEPTED, State.UNSURE)
"""States of a message that may have reached somebody. A bounce can overtake our own server."""
WRITTEN = (Kind.ANSWER, Kind.AUTO_REPLY)
"""Kinds that answer a message, and so may name it by what they reply to."""


def receive(data: bytes, to: str | None = None) -> str:
    """Take in one mail; return what became of it, in words without anything personal.

    ``to`` is its envelope recipient, read from the mail's own fields where it is None. Raises
    DatabaseError when nothing could be stored: the mail must then be offered again.
    """
    arrival = read(data, to, settings.BOUNCE_DOMAIN)
    message = message_of(arrival)
    if message is None:
        return written_to_us(arrival)
    whole = len(data) < MOST_BYTES
    arrival = read(data, to, settings.BOUNCE_DOMAIN, about=message.recipient, whole=whole)
    if not arrival.fits(message.recipient, message.message_id):
        return "about another message: nothing changed"
    if not may_change(message, arrival):
        return "from its writer, and no answer: nothing changed"
    with transaction.atomic():
        return take_in(arrival, message, fingerprint(arrival, data))


def message_of(arrival: Arrival) -> OutgoingMessage | None:
    """Return our message that a mail is about, or None.

    By the token in its envelope recipient. What its writer shows us comes under another one than
    what mail servers send, and so can never pass for a bounce. A mail program that ignores
    Reply-To writes to our own address instead: what a person or a machine writes may then name the
    message it replies to, whose Message-ID nobody else can know. A bounce may not.
    """
    if arrival.answers_token:
        return OutgoingMessage.objects.for_answers_token(arrival.answers_token)
    if arrival.token:
        return OutgoingMessage.objects.for_token(arrival.token)
    if arrival.kind in WRITTEN and arrival.replies_to and is_to_us(arrival):
        names = [f"<{name}>" for name in arrival.replies_to[:20]]
        found = OutgoingMessage.objects.to_councils().filter(message_id__in=names)
        return found.order_by("-id").first()
    return None


def is_by_its_writer(message: OutgoingMessage, arrival: Arrival) -> bool:
    """Whether a mail comes from the person on whose behalf a message went to somebody else."""
    return message.purpose in council_purposes and arrival.is_from(message.on_behalf)


def may_change(message: OutgoingMessage, arrival: Arrival) -> bool:
    """Whether a mail can say anything of a message: its writer can show us answers, no more.

    Neither "it came back" nor "this is spam" is for the writer to say.
    """
    if arrival.answers_token:
        return arrival.kind == Kind.SHOWN
    return arrival.kind in WRITTEN or not is_by_its_writer(message, arrival)


def is_a_reply(message: OutgoingMessage, arrival: Arrival) -> bool:
    """Whether somebody to whom a message went, or a machine there, wrote this: so it arrived."""
    return arrival.kind in WRITTEN and not is_by_its_writer(message, arrival)


def our_address() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower()


def is_to_us(arrival: Arrival) -> bool:
    """Whether it came to the address our mail is from."""
    return arrival.recipient.lower() == our_address()


def written_to_us(arrival: Arrival) -> str:
    """Answer a person who wrote to the address our mail is from, which nobody reads."""
    if arrival.token or arrival.answers_token:
        return "for no message we know: nothing changed"
    by_a_person = arrival.kind == Kind.ANSWER and arrival.may_be_answered
    if not (by_a_person and is_to_us(arrival)) or arrival.sender == our_address():
        return "not about a message of ours: nothing changed"
    answered = any(handler(arrival) for handler in registry.stranger_handlers)
    return "written to us: answered" if answered else "written to us: not answered again"


def is_live(message: OutgoingMessage, now: dt.datetime) -> bool:
    """Whether anything can still come in about a message: it left, and its words are kept."""
    has_left = (
        message.state in LEFT
        or (message.state in WAITING and message.attempts)
        or message.was_sent_again
    )
    since_outcome = now - (message.outcome_at or now)
    return bool(
        has_left
        and since_outcome < retention.TEXTS_AFTER_OUTCOME
        and now - message.created_at < retention.TEXTS_AT_MOST
    )


def take_in(arrival: Arrival, message: OutgoingMessage, known_by: str) -> str:
    """Keep a mail and let it change what it is about. Runs in the caller's transaction."""
    now = timezone.now()
    message = OutgoingMessage.objects.select_for_update().get(pk=message.pk)
    if not is_live(message, now):
        return "about a message that is over: nothing changed"
    kept, is_new = IncomingMessage.objects.get_or_create(
        fingerprint=known_by,
        defaults={
            "message": message,
            "kind": arrival.kind,
            "status": arrival.status,
            "said": arrival.said,
            "sender": arrival.sender[:254],
            "subject": arrival.subject,
            "text": arrival.text,
            "wants_form": arrival.wants_form,
            "received_at": now,
        },
    )
    if not is_new:
        return "received before: nothing changed"
    if arrival.is_bounce and message.bounced_at is None:
        message.bounced_at, message.bounce_kind = now, arrival.kind
        message.save(update_fields=["bounced_at", "bounce_kind"])
    if arrival.is_bounce or is_a_reply(message, arrival):
        message.shown_to_have_gone()
    handler = registry.incoming_handlers.get(message.purpose)
    if handler:
        handler(message, arrival)
    return f"{arrival.kind} for {message}"


def fingerprint(arrival: Arrival, data: bytes) -> str:
    """Return what one mail is known by, however often a server hands it over.

    Servers put fields of their own on top each time, so its Message-ID counts, or else its body.
    """
    body = data.replace(b"\r\n", b"\n").partition(b"\n\n")[2]
    name = arrival.message_id.encode("utf-8", "replace") or body
    token = (arrival.token or arrival.answers_token).lower().encode()
    return hashlib.sha256(token + b"\n" + name).hexdigest()
