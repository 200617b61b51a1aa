"""Addresses this site never writes to. Only a keyed hash of each is kept.

Every email to a person asks ``may_email`` first, which also knows where email came back for good.
"This was not me", "never write to me" and staff lead to ``suppress_address``. Spellings of one
mailbox (capitals, ``+tags``) count as one.
"""

import base64
from collections.abc import Callable, Collection
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Self

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models, transaction
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.crypto import salted_hmac

from campaign.inbox.bounces import bad_address
from campaign.inbox.parsed_mail import ParsedMail
from campaign.ledger import ledger
from campaign.outbox.models import OutgoingMessage, WhyCancelled
from campaign.outbox.subjects import Subject
from campaign.personal import Personal
from campaign.purposes import TO_COUNCILS, TO_SUPPORTERS, Purpose
from councils.dates import format_date
from councils.email_addresses import canonical, mailbox, spellings

SALT = "campaign.supporters.suppression"

FORGET: list[Callable[[str], object]] = []
"""Each ends what an address asked for. Wishes are added by ``models.py``, which knows this file."""


class SuppressedQuerySet(models.QuerySet["SuppressedAddress"]):
    """Addresses never to write to."""

    def for_email(self, email: str) -> Self:
        return self.filter(address_hash__in=address_hashes(email))


class SuppressedAddress(Subject, models.Model):
    """An address we never write to, kept only as a keyed hash."""

    address_hash = models.CharField(max_length=26, unique=True, editable=False)
    since = models.DateTimeField(default=timezone.now)

    objects = SuppressedQuerySet.as_manager()
    personal = Personal(
        "on the list of addresses we never write to",
        names=("address_hash",),
        shown={"since": "since"},
        erase=None,  # it holds no address
    )

    class Meta:
        default_permissions = ()
        permissions = [("erase_person", "Can find, export and erase a person")]

    def __str__(self) -> str:
        return f"an address, since {format_date(timezone.localdate(self.since))}"

    @classmethod
    def on_arrival(cls, message: OutgoingMessage, mail: ParsedMail) -> None:
        """Take in what comes back of an email to an address that is about nothing else."""
        forget_if_gone(message, mail)


# Hashes


def address_hash(email: str, secret: str | None = None) -> str:
    """Return a keyed hash that stands for an address where the address itself is not kept.

    Without SECRET_KEY nobody can make one, or tell whose it is.
    """
    digest = salted_hmac(SALT, mailbox(email), secret=secret, algorithm="sha256").digest()
    return base64.b32encode(digest[:16]).decode().rstrip("=").lower()


def address_hashes(email: str) -> list[str]:
    """Return the hash of an address under today's SECRET_KEY and under SECRET_KEY_FALLBACKS."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [address_hash(email, key) for key in keys]


# Links that stop emails: they name no address, and nobody can make one up.


def stop_token(hashed: str, wish: int | None = None) -> str:
    """Return what a link to stop emails carries for an address hash, in an email about a wish."""
    return Signer(salt=SALT).sign(f"{hashed}.{wish or 0}")


def in_stop_token(token: str) -> tuple[str, int] | None:
    """Return the address hash and the wish that a token of ours names; None for any other."""
    try:
        hashed, _, wish = Signer(salt=SALT).unsign(token).partition(".")
    except BadSignature:
        return None
    return hashed, int(wish)


# May we write?


def may_email(email: str) -> bool:
    """Whether this site writes to an address: it was not asked not to, and email arrives there."""
    return not unwanted([email]).includes(email)


@dataclass(frozen=True)
class Unwanted:
    """The addresses that this site does not write to, as read at one moment."""

    hashes: set[str]
    """Of those whose owners asked us never to write."""
    dead: set[str]
    """Those to which email came back: there is no such mailbox."""
    ours: set[str]
    """Our own mailboxes: it never writes to itself."""

    def includes(self, email: str) -> bool:
        if mailbox(email) in self.ours:
            return True
        if self.dead and canonical(email) in self.dead:
            return True
        return bool(self.hashes) and not self.hashes.isdisjoint(address_hashes(email))


def unwanted(emails: Collection[str] | None = None) -> Unwanted:
    """Return what there is to know before writing to some addresses, or to any number of them.

    One look is enough for many: whoever asks us to stop meanwhile has their wishes deleted, and
    what waits for them cancelled.
    """
    never = SuppressedAddress.objects.all()
    if emails is not None:
        hashes: list[str] = []
        for email in emails:
            hashes += address_hashes(email)
        never = never.filter(address_hash__in=hashes)
    never_hashes = set(never.values_list("address_hash", flat=True))
    return Unwanted(never_hashes, dead_addresses(emails), our_mailboxes())


def our_mailboxes() -> set[str]:
    """Return the mailboxes that this site's own emails come from and come back to."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    returns = (f"{name}@{settings.BOUNCE_DOMAIN}" for name in ("bounces", "answers"))
    return {mailbox(sender), *map(mailbox, returns)}


def dead_addresses(emails: Collection[str] | None = None) -> set[str]:
    """Return the addresses, of some or of all, to which email came back: no such mailbox is there.

    As long as that email is on record, nothing more is sent there: the person must give another
    address.
    """
    to_people = OutgoingMessage.objects.filter(to_council=False)
    if emails is not None:
        spelt = {form.upper() for email in emails for form in spellings(email)}
        to_people = to_people.alias(to=Upper("recipient")).filter(to__in=spelt)
    came_back = to_people.came_back().filter(address_is_gone=True)
    found = {canonical(address) for address in came_back.values_list("recipient", flat=True)}
    for address, said in to_people.failed().values_list("recipient", "server_said"):
        if bad_address(said) is not None:
            found.add(canonical(address))
    return found


# Never again


def suppress_address(email: str) -> None:
    """Never write to an address again: delete what it asked for, and emails that wait for it."""
    with transaction.atomic():
        suppress_hash(address_hash(email))
        forget_wishes(email)
        theirs = OutgoingMessage.objects.for_email(email)
        # What tells of a call for help still goes, and so do letters to councils.
        others = theirs.exclude(purpose__in={*TO_COUNCILS, Purpose.SAFEGUARDING})
        for message in others.filter(pk__in=OutgoingMessage.objects.waiting().values("pk")):
            message.cancel(WhyCancelled.OWNER)
        theirs.filter(purpose__in=TO_SUPPORTERS).erase()


def suppress_hash(hashed: str) -> None:
    """Never write again to the address that has this hash."""
    if not SuppressedAddress.objects.filter(address_hash=hashed).exists():
        ledger.record(ledger.Noted.SUPPRESSED, hashed)
        SuppressedAddress.objects.get_or_create(address_hash=hashed)


# What comes back


def forget_if_gone(message: OutgoingMessage, mail: ParsedMail) -> None:
    """Delete the wishes of whom a message was to, if it came back as their mailbox is gone."""
    if mail.is_bounce and mail.address_is_gone:
        forget_wishes(message.recipient)


def forget_wishes(email: str) -> None:
    for forget in FORGET:
        forget(email)
