"""Addresses this site never writes to. Only a keyed hash of each is kept.

Every email to a person asks ``may_email`` first, which also knows where email came back for good.
"This was not me", "never write to me" and staff lead to ``suppress_address``. Spellings of one
mailbox (capitals, ``+tags``) count as one. Staff can also list a whole domain.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from campaign import ledger
from campaign.inbox.bounces import mailbox_refusal
from campaign.inbox.parsed_mail import MailKind
from campaign.outbox.models import OutgoingMessage
from campaign.purposes import TO_COUNCILS, Purpose
from campaign.supporters.models import (
    Alert,
    OptIn,
    Subscription,
    SuppressedAddress,
    SuppressionReason,
)
from councils.email_addresses import canonical, is_address, mailbox, spellings

SALT = "campaign.supporters.suppression"
HASH_LENGTH = 26
"""Characters of an address hash: 128 bits in base 32."""


def address_hash(email: str, secret: str | None = None) -> str:
    """Return a keyed hash that stands for an address where the address itself is not kept.

    ``@example.org`` stands for every address there. Without SECRET_KEY nobody can make one, or tell
    whose it is.
    """
    whose = mailbox(email) or next(iter(domains_above(email)), "")
    digest = salted_hmac(SALT, whose, secret=secret, algorithm="sha256").digest()
    return _base32(digest[:16])


def address_hashes(email: str) -> list[str]:
    """Return the hash of an address under today's SECRET_KEY and under SECRET_KEY_FALLBACKS."""
    return [address_hash(email, key) for key in _secret_keys()]


def domains_above(address: str) -> list[str]:
    """Return the domain of an address and those above it: ``@a.example.org``, ``@example.org``."""
    labels = canonical(f"x@{address.rpartition('@')[2]}").removeprefix("x@").split(".")
    return [f"@{'.'.join(labels[start:])}" for start in range(len(labels) - 1)]


def listed_hashes(email: str) -> list[str]:
    """Return every hash under which an address may be on the list: its own, and its domains'."""
    return [hashed for whose in (email, *domains_above(email)) for hashed in address_hashes(whose)]


def may_email(email: str) -> bool:
    """Whether this site writes to an address: it was not asked not to, and email arrives there.

    It never writes to itself.
    """
    return not (mailbox(email) in our_mailboxes() or is_suppressed(email) or has_bounced(email))


def our_mailboxes() -> set[str]:
    """Return the mailboxes that this site's own emails come from and come back to."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    returns = (f"{name}@{settings.BOUNCE_DOMAIN}" for name in ("bounces", "answers"))
    return {mailbox(sender), *map(mailbox, returns)}


def mailable(emails: Iterable[str]) -> set[str]:
    """Return those of many addresses that this site writes to (``may_email``), in three queries."""
    by_email = {email: set(listed_hashes(email)) for email in emails}
    hashes = set[str]().union(*by_email.values())
    listed = SuppressedAddress.objects.filter(address_hash__in=hashes)
    suppressed = set(listed.values_list("address_hash", flat=True))
    to_people = OutgoingMessage.objects.filter(to_council=False)
    came_back = to_people.came_back().filter(bounce_kind=MailKind.BAD_ADDRESS)
    bad = {recipient.lower() for recipient in came_back.values_list("recipient", flat=True)}
    refused = to_people.failed().values_list("recipient", "server_said")
    bad |= {recipient.lower() for recipient, said in refused if is_bad_address(said)}
    return {
        email
        for email, own in by_email.items()
        if own.isdisjoint(suppressed)
        and bad.isdisjoint(spelling.lower() for spelling in spellings(email))
    }


def has_bounced(email: str) -> bool:
    """Whether email to a person came back because there is no such mailbox, as far as we know.

    As long as that email is on record, nothing more is sent there: the person must give another
    address.
    """
    to_person = OutgoingMessage.objects.filter(is_address("recipient", email), to_council=False)
    if to_person.came_back().filter(bounce_kind=MailKind.BAD_ADDRESS).exists():
        return True
    refusals = to_person.failed().values_list("server_said", flat=True)
    return any(is_bad_address(refusal) for refusal in refusals)


def is_bad_address(response: str) -> bool:
    """Whether a mail server's refusal says that there is no such mailbox."""
    refusal = mailbox_refusal(response)
    return refusal is not None and refusal[0] == MailKind.BAD_ADDRESS


def is_suppressed(email: str) -> bool:
    """Whether an address, or everybody at its domain, is on the list of those never to write to."""
    listed = SuppressedAddress.objects.filter(address_hash__in=listed_hashes(email))
    return listed.exists()


def suppress_address(email: str, reason: str = SuppressionReason.ASKED) -> None:
    """Never write to an address again: delete what it asked for, and emails that wait for it."""
    with transaction.atomic():
        suppress_hash(address_hash(email), reason)
        delete_wishes_of(email)
        cancel_pending(email)
        to_supporter = Q(purpose__startswith="alert") | Q(purpose__startswith="update")
        OutgoingMessage.objects.for_email(email).filter(to_supporter).erase()


def unconfirmed_at(domain: str) -> list[OptIn]:
    """Return the wishes that nobody has confirmed, by addresses of a domain or of one below it."""
    (domain, *_) = domains_above(domain)
    wishes = [
        *Alert.rows().filter(confirmed_at=None),
        *Subscription.rows().filter(confirmed_at=None),
    ]
    return [wish for wish in wishes if domain in domains_above(wish.email)]


def suppress_domain(domain: str) -> int:
    """Never write to anybody at a domain; delete what nobody there confirmed, and return how much.

    What somebody there confirmed stays, for its owner to stop, but no email goes there.
    """
    with transaction.atomic():
        suppress_hash(address_hash(domain), SuppressionReason.STAFF)
        wishes = unconfirmed_at(domain)
        for wish in wishes:
            wish.rows().filter(pk=wish.pk).erase()
        (domain, *_) = domains_above(domain)
        pending = OutgoingMessage.objects.waiting().exclude(purpose__in=TO_COUNCILS)
        there = Q(recipient__iendswith=domain) | Q(recipient__iendswith=f".{domain[1:]}")
        for message in pending.exclude(purpose=Purpose.SAFEGUARDING).filter(there):
            message.cancel()
    return len(wishes)


def suppress_hash(hashed: str, reason: str = SuppressionReason.ASKED) -> None:
    """Never write again to the address that has this hash."""
    if not SuppressedAddress.objects.filter(address_hash=hashed).exists():
        ledger.record(ledger.Kind.SUPPRESSED, hashed)
        SuppressedAddress.objects.get_or_create(address_hash=hashed, defaults={"reason": reason})


def unsuppress(email: str) -> bool:
    """Allow emails to an address again, as its owner has asked; return whether any changed."""
    deleted, _ = SuppressedAddress.objects.filter(address_hash__in=address_hashes(email)).delete()
    return bool(deleted)


def delete_wishes_of(email: str) -> None:
    """Delete the alerts and subscriptions of an address, and every email about them."""
    for hashed in address_hashes(email):
        delete_alerts(hashed)
        delete_subscriptions(hashed)


def delete_alerts(hashed: str) -> int:
    """Delete every alert of the address that has this hash; return the number of alerts."""
    alerts = Alert.rows().filter(address_hash=hashed)
    if alerts.exists():
        ledger.note(ledger.Kind.UNSUBSCRIBED, Alert.ledger_name(hashed))
    return alerts.erase()


def delete_subscriptions(hashed: str) -> int:
    """Delete the subscriptions of the address that has this hash; return how many."""
    subscriptions = Subscription.rows().filter(address_hash=hashed)
    if subscriptions.exists():
        ledger.note(ledger.Kind.UNSUBSCRIBED, Subscription.ledger_name(hashed))
    return subscriptions.erase()


def cancel_pending(email: str) -> None:
    """Cancel emails to a person that have not left.

    Letters to councils are left alone, and what tells of a call for help.
    """
    pending = OutgoingMessage.objects.for_email(email).waiting()
    for message in pending.exclude(purpose__in={*TO_COUNCILS, Purpose.SAFEGUARDING}):
        message.cancel()


# Links that stop emails: they name no address, and nobody can make one up.


def stop_token(hashed: str) -> str:
    """Return the signed token that a link to stop emails carries for an address hash."""
    return hashed + _signature(hashed, settings.SECRET_KEY)


def hash_in_stop_token(token: str) -> str:
    """Return the address hash in a token of ours, or "" for any other."""
    hashed, signature = token[:HASH_LENGTH], token[HASH_LENGTH:]
    for key in _secret_keys():
        if constant_time_compare(signature, _signature(hashed, key)):
            return hashed
    return ""


def _signature(hashed: str, secret: str) -> str:
    key = salted_hmac(f"{SALT}.link", "", secret=secret, algorithm="sha256").digest()
    return _base32(hmac.new(key, hashed.encode(), hashlib.sha256).digest()[:8])


def _base32(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=").lower()


def _secret_keys() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
