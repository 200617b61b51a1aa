"""Settle alerts after a restore: what may have been told since the backup is not told again."""

import datetime as dt

from django.utils import timezone

from campaign.ledger import Kind, is_named
from campaign.outbox.after_restore import not_left
from campaign.outbox.models import OutgoingMessage
from campaign.purposes import Purpose
from campaign.supporters import updates
from campaign.supporters.alerts import send_due
from campaign.supporters.models import Alert, OptIn, Subscription, Update
from campaign.supporters.suppression import address_hashes, suppress_address, suppress_hash


def settle(now: dt.datetime, made_at: dt.datetime) -> dict[str, int]:
    """End unsent confirmations, and queue what is due, which the outbox marks as unsure.

    Updates that were about to leave may have left: staff look at them again.
    """
    confirmations = (Purpose.ALERT_CONFIRM, Purpose.UPDATE_CONFIRM)
    ended = not_left().filter(purpose__in=confirmations).erase()
    unconfirmed = sum(
        kind.rows().filter(confirmed_at=None).erase() for kind in (Alert, Subscription)
    )
    taken_back = Update.objects.released().update(
        released_at=None, tested_at=None, approved_at=None, approved_by=None
    )
    send_due(now)
    updates.run(now)
    return {
        "requests to confirm an alert or updates: not sent": ended,
        "unconfirmed wishes: deleted": unconfirmed,
        "updates that were to leave that night: taken back": taken_back,
    }


# What the ledger says


def suppress_again(hashes: set[str]) -> int:
    """Never write again to the addresses that have these hashes; return how many there are."""
    for hashed in hashes:
        suppress_hash(hashed)
    to_people = OutgoingMessage.objects.filter(to_council=False)
    addresses = set(to_people.values_list("recipient", flat=True))
    for wishes in (Alert.rows(), Subscription.rows()):
        addresses.update(wishes.values_list("email", flat=True))
    for address in addresses:
        if not hashes.isdisjoint(address_hashes(address)):
            suppress_address(address)
    return len(hashes)


def erase_again(hashes: set[str]) -> int:
    """Delete the wishes that their addresses had stopped; return how many."""
    return sum(
        wishes.filter(pk__in=[wish.pk for wish in wishes if was_stopped(wish, hashes)]).erase()
        for wishes in (Alert.rows(), Subscription.rows())
    )


def was_stopped(wish: OptIn, hashes: set[str]) -> bool:
    """Whether the ledger says that the wishes of this kind by this address were deleted."""
    forms = {wish.address_hash, *address_hashes(wish.email)}
    return any(is_named(Kind.UNSUBSCRIBED, wish.ledger_name(form), hashes) for form in forms)


def mark_updates_sent(hashes: set[str]) -> int:
    """Mark updates as sent that were sent since the backup; return how many."""
    unsent = Update.objects.filter(sent_at=None).values_list("pk", flat=True)
    ids = [pk for pk in unsent if is_named(Kind.SENT, f"update {pk}", hashes)]
    now = timezone.now()
    return Update.objects.filter(pk__in=ids).update(sent_at=now, released_at=now, tested_at=now)


def end_told(hashes: set[str]) -> int:
    """Delete alerts that were told; return how many."""
    alerts = Alert.objects.values_list("pk", "token")
    ids = [pk for pk, token in alerts if is_named(Kind.SENT, token, hashes)]
    return Alert.objects.filter(pk__in=ids).erase()
