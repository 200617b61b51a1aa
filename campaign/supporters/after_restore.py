"""Settle alerts after a restore: what may have been told since the backup is not told again."""

import datetime as dt

from campaign.ledger import Kind, is_named
from campaign.outbox.after_restore import not_left
from campaign.outbox.models import OutgoingMessage
from campaign.purposes import Purpose
from campaign.supporters.alerts import send_due
from campaign.supporters.models import Alert
from campaign.supporters.suppression import address_hashes, suppress_address, suppress_hash


def settle(now: dt.datetime, made_at: dt.datetime) -> dict[str, int]:
    """End unsent confirmations, and queue what is due, which the outbox marks as unsure."""
    ended = not_left().filter(purpose=Purpose.ALERT_CONFIRM).erase()
    send_due(now)
    return {"requests to confirm an alert: not sent": ended}


# What the ledger says


def suppress_again(hashes: set[str]) -> int:
    """Never write again to the addresses that have these hashes; return how many there are."""
    for hashed in hashes:
        suppress_hash(hashed)
    to_people = OutgoingMessage.objects.filter(to_council=False)
    addresses = set(to_people.values_list("recipient", flat=True))
    addresses.update(Alert.objects.values_list("email", flat=True))
    for address in addresses:
        if not hashes.isdisjoint(address_hashes(address)):
            suppress_address(address)
    return len(hashes)


def unsubscribe_again(hashes: set[str]) -> int:
    """Delete the alerts of the addresses that have these hashes; return how many alerts."""
    alerts = Alert.objects.values_list("pk", "email", "address_hash")
    ids = [
        pk
        for pk, email, stored in alerts
        if stored in hashes or not hashes.isdisjoint(address_hashes(email))
    ]
    return Alert.objects.filter(pk__in=ids).erase()


def end_told(hashes: set[str]) -> int:
    """Delete alerts that were told; return how many."""
    alerts = Alert.objects.values_list("pk", "token")
    ids = [pk for pk, token in alerts if is_named(Kind.ALERT, token, hashes)]
    return Alert.objects.filter(pk__in=ids).erase()
