"""One email a day with all letters, for a council that asks for it.

Each letter keeps the message that would carry it alone, which waits for the night. The night's job
puts those of a council into one digest. They take its outcome; if it never comes about, each letter
goes alone a day later, so that none is lost.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from campaign.inbox.parsed_mail import NOTICES, MailKind, ParsedMail
from campaign.letters import emails, incoming
from campaign.letters.models import Letter
from campaign.letters.recipient import Recipient, choose_recipient, contacts_by_council
from campaign.letters.references import throttle_key
from campaign.outbox.models import WAITING, MessageState, OutgoingMessage
from campaign.outbox.models.message import OutgoingMessageQuerySet
from campaign.purposes import Purpose
from councils.record import CouncilOnDay, record_on
from councils.record.paused_letters import read_pauses

FEWEST = 2
"""Letters from which a digest is made: one alone goes as it is."""
HANDLED = (MessageState.ACCEPTED, MessageState.FAILED, MessageState.UNSURE)


def queue_all(now: dt.datetime) -> dict[str, int]:
    """Queue the digest of each council that asks for one; return how many letters they carry.

    Safe to repeat. While letters to a council are paused, they go on waiting for its digest.
    """
    record, paused, carried = record_on(), read_pauses(), 0
    for council_id, contacts in contacts_by_council(record).items():
        row = record.by_id[council_id]
        to = choose_recipient(contacts, row)
        if not (to.email and to.one_a_day):
            continue
        if council_id in paused:
            waiting_for(row).update(due_at=to.due_alone(now))
        else:
            carried += queue_digest(row, to, now)
    return {"letters in digests": carried}


@transaction.atomic
def queue_digest(row: CouncilOnDay, to: Recipient, now: dt.datetime) -> int:
    """Put the letters that wait for a council into one email; return how many."""
    waiting = waiting_for(row).select_for_update(skip_locked=True).order_by("pk")
    by_key = {message.key: message for message in waiting}
    letters = [
        letter
        for message in by_key.values()
        if (letter := Letter.objects.for_message(message).first()) and letter.text
    ]
    keys = [letter.reference for letter in letters]
    messages = OutgoingMessage.objects.filter(key__in=keys)
    if len(letters) < FEWEST:
        messages.update(due_at=now)
        return 0
    digest = OutgoingMessage.objects.queue(
        Purpose.DIGEST,
        f"digest:{by_key[keys[0]].pk}:{by_key[keys[-1]].pk}:{now:%Y%m%d}",
        to.email,
        emails.digest(letters, to),
        throttle_key=throttle_key(row.code),
        safe_to_resend=False,
    )
    if digest.state != MessageState.QUEUED:
        return 0
    messages.update(digest=digest)
    return len(letters)


def waiting_for(row: CouncilOnDay) -> OutgoingMessageQuerySet:
    """Return the messages of letters that wait for a council, and are in no digest."""
    waiting = OutgoingMessage.objects.waiting().filter(purpose=Purpose.LETTER, digest=None)
    return waiting.filter(throttle_key=throttle_key(row.code)).exclude(content=b"")


def apply_outcome(digest: OutgoingMessage) -> None:
    """Give the letters of a digest its outcome. Registered in ``wiring.py``.

    A digest is handed over once: its text is deleted with the outcome, and staff send again what
    did not arrive letter by letter.
    """
    if digest.state == MessageState.CANCELLED:
        digest.carries.update(digest=None)
        return
    if digest.state not in HANDLED:
        return
    for message in digest.carries.select_for_update().order_by("pk"):
        taken = OutgoingMessage.objects.filter(
            pk=message.pk, state__in=[*WAITING, MessageState.UNSURE]
        )
        changed = taken.update(
            state=digest.state,
            outcome_at=digest.outcome_at,
            data_started_at=digest.outcome_at,
            server_said=digest.server_said,
            is_test=digest.is_test,
            attempts=1,
        )
        if changed:
            message.refresh_from_db()
            message.run_callback()
    OutgoingMessage.objects.filter(pk=digest.pk).update(content=b"")


def handle_arrival(digest: OutgoingMessage, arrival: ParsedMail) -> None:
    """Apply what came in about a digest to each letter in it. Registered in ``wiring.py``.

    If the mailbox is full, its letters wait, and go with the letters of the next night.
    """
    if arrival.kind == MailKind.MAILBOX_FULL:
        for message in digest.carries.select_for_update().order_by("pk"):
            message.retry_full_mailbox(timezone.now())
    digest.carries.update(
        taken_at=digest.taken_at,
        relayed_at=digest.relayed_at,
        notice_said=digest.notice_said,
        bounced_at=digest.bounced_at,
        bounce_kind=digest.bounce_kind,
    )
    found = (Letter.objects.for_message(message).first() for message in digest.carries.all())
    letters = [letter for letter in found if letter]
    for letter in letters:
        if arrival.kind in NOTICES:
            letter.record_notice(digest.taken_at, digest.relayed_at)
        elif arrival.is_bounce:
            incoming.handle_bounce(letter, digest, arrival)
    if letters and all(letter.text_deleted_at for letter in letters):
        incoming.handle_late_arrival(letters[0], digest, arrival)
    elif letters:
        incoming.handle_reply(letters, digest, arrival)
