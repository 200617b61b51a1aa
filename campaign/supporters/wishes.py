"""A wish's life: asked for, confirmed, told, asked about again, ended."""

import datetime as dt
from collections.abc import Callable, Iterable
from itertools import batched

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from campaign.ledger import ledger
from campaign.outbox.models import MessageState, OutgoingMessage, WhyCancelled
from campaign.pages.our_emails import Frame
from campaign.purposes import TO_COUNCILS, Purpose
from campaign.supporters import consent, emails
from campaign.supporters.models import Update, Wish, WishKind, WishQuerySet
from campaign.supporters.suppression import (
    Unwanted,
    address_hash,
    may_email,
    suppress_hash,
    unwanted,
)
from councils.record import CouncilOnDay, Record, Status, record_on
from councils.record.snapshot import is_quiet

BATCH = 200
"""Wishes dealt with in one transaction: one writing to the ledger, one of their emails."""
type LastEmail = Callable[[Wish, CouncilOnDay], EmailMessage | None]
"""Returns the email that ends a wish; None if its owner gets another one."""


def request(
    row: CouncilOnDay, email: str, *, updates: bool = False, due_at: dt.datetime | None = None
) -> None:
    """Note what somebody wants to be told, and email the address. Safe to repeat.

    With ``updates``, they ticked that choice as well. The email waits until ``due_at``. Returns
    nothing: the page says the same to everyone.
    """
    email = email.strip()
    if not may_email(email):
        return
    Wish.objects.expired(timezone.now()).for_email(email).erase()
    with transaction.atomic():
        wishes = [wish_for(kind, row, email) for kind in kinds_asked_for(row, updates)]
        ask_to_confirm(wishes, row, due_at or timezone.now())


def kinds_asked_for(row: CouncilOnDay, updates: bool) -> list[WishKind]:
    """Return what there is to ask for: once a council has signed, only updates."""
    kinds = []
    if row.status != Status.SIGNED:
        kinds.append(WishKind.SIGNING)
    if updates:
        kinds.append(WishKind.UPDATES)
    return kinds


def ask_to_confirm(wishes: list[Wish], row: CouncilOnDay, due_at: dt.datetime) -> None:
    """Queue one email about all of somebody's wishes that are not confirmed yet.

    If all of them are, it says so of the last. No more than ``MOST_EMAILS`` go for one wish.
    """
    unconfirmed = [wish for wish in wishes if not wish.is_confirmed]
    if unconfirmed:
        name = "confirm"
        *also, asked = unconfirmed
    elif wishes:
        name = "already confirmed"
        also = []
        asked = wishes[-1]
    else:
        return
    if not asked.count_confirmation():
        return
    message = emails.compose(name, asked, row, *also)
    key = f"wish:{asked.pk}:{asked.confirmations_sent}"
    row_of_email = composed(asked, Purpose.WISH_CONFIRM, key, message, due_at)
    OutgoingMessage.objects.queue_all([row_of_email])


def wish_for(kind: WishKind, row: CouncilOnDay, email: str) -> Wish:
    """Return the wish of this kind by an address about a council, made or asked for again."""
    found, _ = Wish.objects.update_or_create(
        kind=kind,
        council_id=row.id,
        address_hash=address_hash(email),
        defaults={"asked_at": timezone.now()},
        create_defaults={"email": email, "wording": consent.current(kind)},
    )
    return found


def composed(
    asked: Wish,
    purpose: Purpose,
    key: str,
    message: EmailMessage,
    due_at: dt.datetime | None = None,
) -> OutgoingMessage:
    """Return the row of an email to a wish's owner, to be queued with others."""
    return OutgoingMessage.objects.compose(
        purpose, key, asked.email, message, on_behalf=asked.email, subject=asked, due_at=due_at
    )


# Every night


def night(now: dt.datetime | None = None) -> dict[str, int]:
    """Tell everyone whose council has signed or closed; send updates; ask who still wants it.

    What is about a council that is kept quiet waits until it no longer is. It may run twice at
    once: each wish is told and ended in one transaction. Returns how many there were of each.
    """
    now = now or timezone.now()
    numbers = tell_what_came_true(now)
    copies = 0
    for update in Update.objects.leaving():
        copies += send_update(update.pk, now)
    numbers["copies of updates"] = copies
    numbers["asked whether to go on"] = ask_who_still_wants_it(record_on(), now)
    return {what: number for what, number in numbers.items() if number}


def tell_what_came_true(now: dt.datetime) -> dict[str, int]:
    """Tell everyone whose council has signed or closed; return how many of each."""
    record = record_on()
    return {
        "told that it closed": tell_that_councils_closed(record, now),
        "told that it signed": tell_that_councils_signed(record, now),
    }


def tell_that_councils_closed(record: Record, now: dt.datetime) -> int:
    within = Frame()

    def last_email(wish: Wish, row: CouncilOnDay) -> EmailMessage:
        followers = emails.of_followers(wish, record.followers_of(row))
        return emails.compose("council closed", wish, row, followers=followers, within=within)

    return end(about(record, Status.FORMER), last_email, now)


def tell_that_councils_signed(record: Record, now: dt.datetime) -> int:
    within = Frame()

    def last_email(wish: Wish, row: CouncilOnDay) -> EmailMessage:
        return emails.compose("has signed", wish, row, within=within)

    return end(about(record, Status.SIGNED).filter(kind=WishKind.SIGNING), last_email, now)


def about(record: Record, status: Status) -> WishQuerySet:
    """Return the wishes about councils with a status, but for those that are kept quiet."""
    councils = []
    for row in record.all_councils:
        if row.status == status and not is_quiet(record, row):
            councils.append(row.id)
    return Wish.objects.filter(council__in=councils)


def end(wishes: WishQuerySet, last_email: LastEmail, now: dt.datetime) -> int:
    """End wishes, with a last email to each who confirmed theirs; return how many were told."""
    record = record_on()
    never = unwanted()
    told = 0
    for batch in batched(wishes.values_list("pk", "token"), BATCH):
        # In the ledger first: whoever it names is not told again after a restore.
        ledger.note(ledger.Noted.SENT, *(token for _, token in batch))
        told += end_batch([pk for pk, _ in batch], record, never, last_email, now)
    return told


@transaction.atomic
def end_batch(
    pks: list[int], record: Record, never: Unwanted, last_email: LastEmail, now: dt.datetime
) -> int:
    """End those of these wishes that no other run has locked; return how many were told."""
    wishes = Wish.objects.lock(pks)
    over = Wish.objects.filter(pk__in=[wish.pk for wish in wishes])
    OutgoingMessage.objects.for_subjects(over).erase()
    last_emails = []
    for wish in wishes:
        is_live = wish.is_confirmed and wish.expires_at > now
        if not is_live or never.includes(wish.email):
            continue
        message = last_email(wish, record.by_id[wish.council_id])
        if message:
            last_emails.append(composed(wish, Purpose.ALERT, f"wish:{wish.pk}:end", message))
    OutgoingMessage.objects.queue_all(last_emails)
    over.delete()
    return len(last_emails)


def ask_who_still_wants_it(record: Record, now: dt.datetime) -> int:
    """Ask the owner of each wish that ends soon whether to go on, once; return how many."""
    never = unwanted()
    asked = 0
    for pks in batched(Wish.objects.to_ask_again(now).values_list("pk", flat=True), BATCH):
        asked += ask_batch(pks, record, never, now)
    return asked


@transaction.atomic
def ask_batch(pks: Iterable[int], record: Record, never: Unwanted, now: dt.datetime) -> int:
    wishes = Wish.objects.filter(renewal_asked_at=None).lock(pks)
    able = [wish for wish in wishes if not never.includes(wish.email)]
    questions = []
    for wish in able:
        message = emails.compose("still wanted", wish, record.by_id[wish.council_id])
        key = f"wish:{wish.pk}:renew:{timezone.localdate(wish.expires_at)}"
        questions.append(composed(wish, Purpose.WISH_RENEW, key, message))
    Wish.objects.filter(pk__in=[wish.pk for wish in able]).update(renewal_asked_at=now)
    OutgoingMessage.objects.queue_all(questions)
    return len(able)


@transaction.atomic
def send_update(pk: int, now: dt.datetime) -> int:
    """Queue an update's copies, one for each mailbox; return how many. All of them, or none."""
    update = Update.objects.select_for_update(skip_locked=True).leaving().filter(pk=pk).first()
    readers = Wish.objects.may_get_updates(now).order_by("pk")
    if update is None or not readers.exists():
        return 0
    record = record_on()
    never = unwanted()
    within = Frame()
    reached: set[str] = set()
    for batch in batched(readers, BATCH):
        copies = []
        for wish in batch:
            if wish.address_hash in reached or never.includes(wish.email):
                continue
            reached.add(wish.address_hash)
            message = emails.update(update, wish, record.by_id[wish.council_id], within)
            copies.append(composed(wish, Purpose.UPDATE, f"update:{pk}:{wish.pk}", message))
        OutgoingMessage.objects.queue_all(copies)
    update.sent_at = now
    update.copies = len(reached)
    update.save(update_fields=["sent_at", "copies"])
    return update.copies


def end_all() -> dict[str, int]:
    """Tell everyone, once, that the campaign has closed, and end every wish.

    Who waits for a council that has signed is told that first: call ``tell_what_came_true`` before.
    """
    reached: set[str] = set()
    within = Frame()

    def last_email(wish: Wish, row: CouncilOnDay) -> EmailMessage | None:
        if wish.address_hash in reached:
            return None
        reached.add(wish.address_hash)
        return emails.compose("campaign closed", wish, row, within=within)

    told = end(Wish.objects.order_by("kind", "pk"), last_email, timezone.now())
    if not told:
        return {}
    return {"wishes ended with a last email": told}


# After a restore


def settle(now: dt.datetime, made_at: dt.datetime) -> dict[str, int]:
    """Delete what nobody had confirmed, and queue what is due, which the outbox marks as unsure.

    Updates that had not left may have left since: staff look at them again. Call it once the
    wishes that the ledger names are gone: nobody is told again, and no email waits for who stopped.
    """
    unconfirmed = Wish.objects.filter(confirmed_at=None).erase()
    not_left = Update.objects.filter(sent_at=None, tested_at__isnull=False)
    taken_back = not_left.update(tested_at=None, approved_at=None, approved_by=None)
    night(now)
    return {
        "unconfirmed wishes: deleted": unconfirmed,
        "updates that had not left: to be tested and agreed to again": taken_back,
    }


def suppress_again(hashes: ledger.Hashes) -> int:
    """Never write again to the addresses that have these hashes; return how many there are.

    What waits for them is cancelled, before it becomes unsure and somebody sends it again.
    """
    for hashed in hashes:
        suppress_hash(hashed)
    Wish.objects.filter(address_hash__in=list(hashes)).erase()
    never = unwanted()
    others = {*TO_COUNCILS, Purpose.SAFEGUARDING}
    for message in OutgoingMessage.objects.not_left().exclude(purpose__in=others):
        if never.includes(message.recipient):
            message.as_rows().update(
                state=MessageState.CANCELLED,
                outcome_at=timezone.now(),
                cancelled_because=WhyCancelled.OWNER,
            )
    return len(hashes)


def end_again(kind: ledger.Noted, hashes: ledger.Hashes) -> int:
    """Delete the wishes that lines of a kind say were stopped or told; return how many."""
    ids = []
    for pk, token in Wish.objects.values_list("pk", "token"):
        if ledger.is_named(kind, token, hashes):
            ids.append(pk)
    return Wish.objects.filter(pk__in=ids).erase()
