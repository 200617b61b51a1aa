"""Addresses this site never writes to. Only a keyed hash of each is kept.

Every email to a person asks ``may_email`` first, which also knows where email came back for good.
"This was not me", "never write to me" and staff lead to ``suppress_address``. Spellings of one
mailbox (capitals, ``+tags``) count as one. Staff can also list a whole domain.
"""

import base64
from email.utils import parseaddr
from typing import Self

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from campaign import ledger
from campaign.inbox.bounces import mailbox_refusal
from campaign.inbox.parsed_mail import MailKind, ParsedMail
from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.personal import Personal
from campaign.purposes import TO_COUNCILS, TO_SUPPORTERS, Purpose
from campaign.subjects import Subject
from councils.dates import format_date
from councils.email_addresses import canonical, is_address, mailbox

SALT = "campaign.supporters.suppression"


class SuppressionReason(models.TextChoices):
    """Why we must not write to an address."""

    NOT_ME = "not_me", "said: this was not me"
    ASKED = "asked", "asked us never to write"
    COMPLAINED = "complained", "reported our email as spam"
    STAFF = "staff", "added by staff"


class SuppressedQuerySet(models.QuerySet["SuppressedAddress"]):
    """Addresses never to write to."""

    def for_email(self, email: str) -> Self:
        return self.filter(address_hash__in=address_hashes(email))


class SuppressedAddress(Subject, models.Model):
    """An address we never write to, kept only as a keyed hash."""

    address_hash = models.CharField(max_length=26, unique=True, editable=False)
    reason = models.CharField(
        max_length=10, choices=SuppressionReason, default=SuppressionReason.ASKED
    )
    since = models.DateTimeField(default=timezone.now)

    objects = SuppressedQuerySet.as_manager()
    personal = Personal(
        "on the list of addresses we never write to",
        names=("address_hash",),
        shown={"since": "since", "why": "get_reason_display"},
        erase=None,  # it holds no address
    )

    class Meta:
        ordering = ["-since"]
        verbose_name = "suppressed address"
        verbose_name_plural = "suppressed addresses"

    def __str__(self) -> str:
        return f"an address, since {format_date(timezone.localdate(self.since))}"

    @classmethod
    def on_arrival(cls, message: OutgoingMessage, mail: ParsedMail) -> None:
        """Take in what comes back of an email to an address that is about nothing else."""
        arrived(message, mail)


# Hashes


def address_hash(email: str, secret: str | None = None) -> str:
    """Return a keyed hash that stands for an address where the address itself is not kept.

    ``@example.org`` stands for every address there. Without SECRET_KEY nobody can make one, or tell
    whose it is.
    """
    whose = mailbox(email) or next(iter(domains_above(email)), "")
    digest = salted_hmac(SALT, whose, secret=secret, algorithm="sha256").digest()
    return base64.b32encode(digest[:16]).decode().rstrip("=").lower()


def address_hashes(email: str) -> list[str]:
    """Return the hash of an address under today's SECRET_KEY and under SECRET_KEY_FALLBACKS."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [address_hash(email, key) for key in keys]


def domains_above(address: str) -> list[str]:
    """Return the domain of an address and those above it: ``@a.example.org``, ``@example.org``."""
    labels = canonical(f"x@{address.rpartition('@')[2]}").removeprefix("x@").split(".")
    return [f"@{'.'.join(labels[start:])}" for start in range(len(labels) - 1)]


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
    """Whether this site writes to an address: it was not asked not to, and email arrives there.

    It never writes to itself.
    """
    return not (mailbox(email) in our_mailboxes() or is_suppressed(email) or has_bounced(email))


def our_mailboxes() -> set[str]:
    """Return the mailboxes that this site's own emails come from and come back to."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    returns = (f"{name}@{settings.BOUNCE_DOMAIN}" for name in ("bounces", "answers"))
    return {mailbox(sender), *map(mailbox, returns)}


def is_suppressed(email: str) -> bool:
    """Whether an address, or everybody at its domain, is on the list of those never to write to."""
    hashes = [
        hashed for whose in (email, *domains_above(email)) for hashed in address_hashes(whose)
    ]
    return SuppressedAddress.objects.filter(address_hash__in=hashes).exists()


def has_bounced(email: str) -> bool:
    """Whether email to a person came back because there is no such mailbox, as far as we know.

    As long as that email is on record, nothing more is sent there: the person must give another
    address.
    """
    to_person = OutgoingMessage.objects.filter(is_address("recipient", email), to_council=False)
    if to_person.came_back().filter(bounce_kind=MailKind.BAD_ADDRESS).exists():
        return True
    return any(map(is_bad_address, to_person.failed().values_list("server_said", flat=True)))


def is_bad_address(response: str) -> bool:
    """Whether a mail server's refusal says that there is no such mailbox."""
    refusal = mailbox_refusal(response)
    return refusal is not None and refusal[0] == MailKind.BAD_ADDRESS


# Never again


def suppress_address(email: str, reason: str = SuppressionReason.ASKED) -> None:
    """Never write to an address again: delete what it asked for, and emails that wait for it."""
    with transaction.atomic():
        suppress_hash(address_hash(email), reason)
        forget_wishes(email)
        theirs = OutgoingMessage.objects.for_email(email)
        cancel(theirs)
        theirs.filter(purpose__in=TO_SUPPORTERS).erase()


def suppress_domain(domain: str) -> None:
    """Never write to anybody at a domain. What people there asked for stays theirs to stop."""
    with transaction.atomic():
        suppress_hash(address_hash(domain), SuppressionReason.STAFF)
        (domain, *_) = domains_above(domain)
        there = Q(recipient__iendswith=domain) | Q(recipient__iendswith=f".{domain[1:]}")
        cancel(OutgoingMessage.objects.filter(there))


def suppress_hash(hashed: str, reason: str = SuppressionReason.ASKED) -> None:
    """Never write again to the address that has this hash."""
    if not SuppressedAddress.objects.filter(address_hash=hashed).exists():
        ledger.record(ledger.Kind.SUPPRESSED, hashed)
        SuppressedAddress.objects.get_or_create(address_hash=hashed, defaults={"reason": reason})


def cancel(messages: models.QuerySet[OutgoingMessage]) -> None:
    """Cancel emails to people that have not left, but for what tells of a call for help."""
    others = messages.exclude(purpose__in={*TO_COUNCILS, Purpose.SAFEGUARDING})
    for message in others.filter(pk__in=OutgoingMessage.objects.waiting().values("pk")):
        message.cancel()


# What comes back


def refused(message: OutgoingMessage) -> None:
    """Delete what a mailbox asked for that the server says does not exist, as after a bounce."""
    if message.state == MessageState.FAILED and is_bad_address(message.server_said):
        forget_wishes(message.recipient)


def arrived(message: OutgoingMessage, mail: ParsedMail) -> None:
    """Delete wishes of a mailbox that is gone; never write again to whoever reports us as spam."""
    if mail.kind == MailKind.COMPLAINT:
        suppress_address(message.recipient, SuppressionReason.COMPLAINED)
    elif mail.kind == MailKind.BAD_ADDRESS:
        forget_wishes(message.recipient)


def forget_wishes(email: str) -> None:
    from campaign.supporters.models import Wish  # it knows the addresses as well

    Wish.objects.for_email(email).stop()
