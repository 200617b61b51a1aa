"""A wish's life: asked for, confirmed, told, asked about again, ended."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from itertools import batched

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from campaign import ledger
from campaign.confirmation import confirmation_slot
from campaign.outbox.models import OutgoingMessage
from campaign.purposes import Purpose
from campaign.supporters import consent, emails
from campaign.supporters.models import Kind, Update, Wish, WishQuerySet
from campaign.supporters.suppression import (
    address_hash,
    may_email,
    suppress_hash,
    whom_we_may_email,
)
from councils.record import CouncilOnDay, Record, record_on
from councils.record.snapshot import is_quiet

BATCH = 200
"""Wishes dealt with in one go: one look at whom we may write to, one writing to the ledger."""
type Write = Callable[[Wish, CouncilOnDay], EmailMessage | None]


def request(row: CouncilOnDay, email: str, *, updates: bool = False) -> None:
    """Note what somebody wants to be told, and email the address. Safe to repeat.

    With ``updates``, they ticked that choice as well. Once the council has signed there is nothing
    else to ask for. Returns nothing: the page says the same to everyone.
    """
    email = email.strip()
    if not may_email(email):
        return
    Wish.objects.expired(timezone.now()).for_email(email).erase()
    kinds = [Kind.SIGNING] * (row.status != "signed") + [Kind.UPDATES] * updates
    with transaction.atomic():
        wishes = [wish(kind, row, email) for kind in kinds]
        new = [each for each in wishes if not each.is_confirmed]
        # One email asks about both; one that is confirmed already is named only if no other is.
        for asked in (new or wishes)[-1:]:
            if asked.count_confirmation():
                name = "confirm" if new else "already confirmed"
                message = emails.compose(name, asked, row, *new[:-1])
                key = f"wish:{asked.pk}:{asked.confirmations_sent}"
                queue(asked, Purpose.WISH_CONFIRM, key, message, confirmation_slot())


def wish(kind: Kind, row: CouncilOnDay, email: str) -> Wish:
    """Return the wish of this kind by an address about a council, made or asked for again."""
    found, _ = Wish.objects.update_or_create(
        kind=kind,
        council_id=row.id,
        address_hash=address_hash(email),
        defaults={"asked_at": timezone.now()},
        create_defaults={"email": email, "wording": consent.current(kind)},
    )
    return found


def queue(
    asked: Wish,
    purpose: Purpose,
    key: str,
    message: EmailMessage,
    due_at: dt.datetime | None = None,
) -> None:
    OutgoingMessage.objects.queue(
        purpose, key, asked.email, message, on_behalf=asked.email, subject=asked, due_at=due_at
    )


# Every night


def night(now: dt.datetime | None = None) -> dict[str, int]:
    """Tell everyone whose council has signed or closed; send updates; ask who still wants it.

    What is about a council that is kept quiet waits until it no longer is. It may run twice at
    once: each wish is told and ended in one transaction. Returns how many there were of each.
    """
    now, record = now or timezone.now(), record_on()

    def council_closed(wish: Wish, row: CouncilOnDay) -> EmailMessage:
        lines = emails.of_followers(wish, record.followers_of(row))
        return emails.compose("council closed", wish, row, followers=lines)

    signed = about(record, "signed").filter(kind=Kind.SIGNING)
    outcomes = {
        "told that it closed": end(about(record, "former"), council_closed, now),
        "told that it signed": end(signed, partial(emails.compose, "has signed"), now),
        "copies of updates": sum(send(update.pk, now) for update in Update.objects.leaving()),
        "asked whether to go on": ask_who_still_wants_it(record, now),
    }
    return {outcome: count for outcome, count in outcomes.items() if count}


def about(record: Record, status: str) -> WishQuerySet:
    """Return the wishes about councils with a status, but for those that are kept quiet."""
    councils = [
        row.id for row in record.all_councils if row.status == status and not is_quiet(record, row)
    ]
    return Wish.objects.filter(council__in=councils)


def end(wishes: WishQuerySet, write: Write, now: dt.datetime) -> int:
    """End wishes, with a last email to each who confirmed theirs; return how many were told.

    ``write`` returns that email, or None if its owner gets another one.
    """
    record, told = record_on(), 0
    for batch in batched(wishes.values_list("pk", "token"), BATCH):
        ledger.note(ledger.Kind.SENT, *(token for _, token in batch))
        with transaction.atomic():
            rows = Wish.objects.lock(pk for pk, _ in batch)
            over = Wish.objects.filter(pk__in=[wish.pk for wish in rows])
            OutgoingMessage.objects.for_subjects(over).erase()
            able = whom_we_may_email([wish.email for wish in rows])
            for wish in rows:
                wanted = wish.is_confirmed and wish.expires_at > now and wish.email in able
                message = write(wish, record.by_id[wish.council_id]) if wanted else None
                if message:
                    queue(wish, Purpose.ALERT, f"wish:{wish.pk}:end", message)
                    told += 1
            over.delete()
    return told


def ask_who_still_wants_it(record: Record, now: dt.datetime) -> int:
    """Ask the owner of each wish that ends soon whether to go on, once; return how many."""
    asked = 0
    for batch in batched(Wish.objects.to_ask_again(now).values_list("pk", flat=True), BATCH):
        with transaction.atomic():
            rows = Wish.objects.filter(renewal_asked_at=None).lock(batch)
            able = whom_we_may_email([wish.email for wish in rows])
            for wish in [wish for wish in rows if wish.email in able]:
                Wish.objects.filter(pk=wish.pk).update(renewal_asked_at=now)
                message = emails.compose("still wanted", wish, record.by_id[wish.council_id])
                key = f"wish:{wish.pk}:renew:{timezone.localdate(wish.expires_at)}"
                queue(wish, Purpose.WISH_RENEW, key, message)
                asked += 1
    return asked


@transaction.atomic
def send(pk: int, now: dt.datetime) -> int:
    """Queue an update's copies, one for each mailbox; return how many. All of them, or none."""
    update = Update.objects.select_for_update(skip_locked=True).leaving().filter(pk=pk).first()
    theirs = Wish.objects.may_get_updates(now).order_by("pk")
    if update is None or not theirs.exists():
        return 0
    record, reached = record_on(), set[str]()
    for batch in batched(theirs, BATCH):
        able = whom_we_may_email([wish.email for wish in batch])
        for wish in batch:
            if wish.address_hash not in reached and wish.email in able:
                reached.add(wish.address_hash)
                message = emails.update(update, wish, record.by_id[wish.council_id])
                queue(wish, Purpose.UPDATE, f"update:{pk}:{wish.pk}", message)
    update.sent_at, update.copies = now, len(reached)
    update.save(update_fields=["sent_at", "copies"])
    return update.copies


def end_all() -> dict[str, int]:
    """Tell everyone, once, that the campaign has closed, and end every wish.

    Who waits for a council that has signed is told that first: call ``night`` before.
    """
    reached = set[str]()

    def write(wish: Wish, row: CouncilOnDay) -> EmailMessage | None:
        if wish.address_hash in reached:
            return None
        reached.add(wish.address_hash)
        return emails.compose("campaign closed", wish, row)

    told = end(Wish.objects.order_by("kind", "pk"), write, timezone.now())
    return {"wishes ended with a last email": told} if told else {}


# After a restore


def settle(now: dt.datetime, made_at: dt.datetime) -> dict[str, int]:
    """Delete what nobody had confirmed, and queue what is due, which the outbox marks as unsure.

    Updates that were about to leave may have left: staff look at them again.
    """
    unconfirmed = Wish.objects.filter(confirmed_at=None).erase()
    taken_back = Update.objects.leaving().update(tested_at=None, approved_at=None, approved_by=None)
    night(now)
    return {
        "unconfirmed wishes: deleted": unconfirmed,
        "updates that were to leave that night: taken back": taken_back,
    }


def suppress_again(hashes: set[str]) -> int:
    """Never write again to the addresses that have these hashes; return how many there are.

    Their emails that had not left are unsure by now: none goes by itself.
    """
    for hashed in hashes:
        suppress_hash(hashed)
    Wish.objects.filter(address_hash__in=hashes).erase()
    return len(hashes)


def end_again(kind: ledger.Kind, hashes: set[str]) -> int:
    """Delete the wishes that lines of a kind say were stopped or told; return how many."""
    wishes = Wish.objects.values_list("pk", "token")
    ids = [pk for pk, token in wishes if ledger.is_named(kind, token, hashes)]
    return Wish.objects.filter(pk__in=ids).erase()
