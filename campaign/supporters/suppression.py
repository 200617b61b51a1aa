"""Whom this site never writes to. Only a keyed hash of each address is kept.

Every mail to a person asks ``may_write_to`` first. "This was not me", "never write to me" and
staff lead to ``never_write_to``. Spellings of one mailbox (capitals, ``+tags``) are one.
"""

import base64
import hashlib
import hmac

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from campaign.email_addresses import mailbox
from campaign.outbox.models import OutgoingMessage
from campaign.outbox.registry import council_purposes
from campaign.supporters.models import Alert, SuppressedAddress, Why

SALT = "campaign.supporters.suppression"


def short(digest: bytes, length: int) -> str:
    return base64.b32encode(digest[:length]).decode().rstrip("=").lower()


def known_by(email: str, secret: str | None = None) -> str:
    """Return what an address is known by where the address itself is not kept.

    A keyed hash: without SECRET_KEY nobody can tell whose it is, or make one.
    """
    digest = salted_hmac(SALT, mailbox(email), secret=secret, algorithm="sha256").digest()
    return short(digest, 16)


def known_by_any_key(email: str) -> list[str]:
    """Return it under today's SECRET_KEY and under those before it (SECRET_KEY_FALLBACKS)."""
    return [known_by(email, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def may_write_to(email: str) -> bool:
    """Whether this site may send mail to an address."""
    return not SuppressedAddress.objects.filter(digest__in=known_by_any_key(email)).exists()


def never_write_to(email: str, why: str = Why.ASKED) -> None:
    """Put an address on the list, delete its alerts and what was mailed about them, and stop mail
    to it that waits.
    """
    with transaction.atomic():
        put_on_the_list(known_by(email), why)
        stop_alerts_to(email)
        stop_waiting(email)
        OutgoingMessage.objects.of(email).filter(purpose__startswith="alert").erase()


def stop_alerts_to(email: str) -> None:
    for digest in known_by_any_key(email):
        stop_alerts(digest)


def stop_alerts(digest: str) -> int:
    """Delete every alert of an address and every mail about them; return how many alerts."""
    return Alert.objects.filter(known_by=digest).erase()


def stop_waiting(email: str) -> None:
    """Cancel mail to a person that has not left. Letters to councils are left alone."""
    waiting = OutgoingMessage.objects.of(email).waiting()
    for message in waiting.exclude(purpose__in=council_purposes):
        message.cancel()


def put_on_the_list(digest: str, why: str = Why.ASKED) -> None:
    SuppressedAddress.objects.get_or_create(digest=digest, defaults={"why": why})


def may_be_written_to_again(email: str) -> bool:
    """Take an address off the list, as its owner has asked; return whether it was on it."""
    deleted, _ = SuppressedAddress.objects.filter(digest__in=known_by_any_key(email)).delete()
    return bool(deleted)


# Links in mails: they name no address, and nobody can make one up


def sealed(digest: str) -> str:
    """Return what a link to stop mail carries for an address known by ``digest``."""
    return f"{digest}{seal(digest, settings.SECRET_KEY)}"


def seal(digest: str, secret: str) -> str:
    key = salted_hmac(f"{SALT}.link", "", secret=secret, algorithm="sha256").digest()
    return short(hmac.new(key, digest.encode(), hashlib.sha256).digest(), 8)


def unsealed(token: str) -> str:
    """Return the digest in a link of ours, or "" for any other."""
    digest, given = token[:26], token[26:]
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if constant_time_compare(given, seal(digest, secret)):
            return digest
    return ""
