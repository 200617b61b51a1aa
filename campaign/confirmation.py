"""What somebody confirms by a link in an email: a wish, a letter, a message from a council.

Anybody can type anybody's address, so nothing counts before its owner has confirmed it. The token
is sent to the address alone: whoever has it reads mail there.
"""

import datetime as dt
import re
import secrets
from base64 import b32encode
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone

from campaign import rate_limits, retention
from campaign.outbox.models import MailSettings, OutgoingMessage, OutgoingMessageQuerySet
from campaign.outbox.subjects import type_of
from campaign.purposes import CONFIRMING
from campaign.rate_limits.addresses import client_address, network_of
from campaign.staff import emails
from councils.dates import midnight
from councils.email_addresses import mailbox, registrable

TOKEN = re.compile(r"[a-z2-7]{26}")
"""What ``new_token`` returns."""
MOST_EMAILS = 4
"""Emails that ask to confirm one wish or message, however often it is asked for. A letter has a
limit on its writer's address instead."""


def new_token() -> str:
    """Return 128 random bits as 26 lower-case letters and digits, fit for a URL."""
    return b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()


def confirmation_cutoff(now: dt.datetime) -> dt.datetime:
    """Return the earliest time of a request that can still be confirmed ``now``.

    The last day to confirm is a whole day in London, as pages and emails say.
    """
    return midnight(timezone.localdate(now) - retention.UNCONFIRMED)


def confirmation_slot(email: str, request: HttpRequest | None = None) -> dt.datetime:
    """Return when one more email that asks to confirm may go: so many an hour, for everybody.

    To a domain that few people have so many an hour as well, from one network and from all: whoever
    owns a domain has as many addresses there as they like. Administrators are told once half of an
    hour's are used. Call it in a transaction.
    """
    most = MailSettings.current().confirmations_an_hour
    if OutgoingMessage.objects.confirmations_lately(timezone.now()) + 1 >= most / 2:
        emails.tell_of_confirmations(most)
    for_all = OutgoingMessage.objects.next_confirmation()
    domain = domain_of_few(email)
    if not domain or f".{domain}".endswith(settings.PUBLIC_BODIES):
        return for_all
    network = ""
    if request:
        network = network_of(client_address(request))
    from_there = ""
    if network:
        from_there = f"{domain} {network}"
    who = {"domain": domain, "domain and network": from_there}
    for_domain = rate_limits.first_room("mail to", **who)
    return max(for_all, for_domain)


def domain_of_few(email: str) -> str:
    """Return the domain of an address that few people can have; "" where anybody can have one.

    A customer of a provider may have every address below it that ends in a name of theirs, such as
    any@anna.plus.com.
    """
    host = mailbox(email).rpartition("@")[2]
    if host in settings.PUBLIC_MAIL:
        return ""
    domain = registrable(host)
    if domain not in settings.PUBLIC_MAIL:
        return domain
    customer = host.removesuffix(f".{domain}").rpartition(".")[2]
    return f"{customer}.{domain}"


class ConfirmableQuerySet[Row: models.Model](models.QuerySet[Row]):
    """What is confirmed by email, by whether it still can be."""

    def by_token(self, token: str) -> Row | None:
        """Return what the links in an email with this token lead to, or None."""
        if not TOKEN.fullmatch(token):
            return None
        return self.filter(token=token).first()

    def too_late(self, now: dt.datetime) -> Self:
        """Return what nobody confirmed in time.

        The time runs from when the email that asks has left: one whose email waits is not late.
        """
        was_asked = ~Exists(self.asking_emails_that_wait(now))
        asked_long_ago = Q(asked_at__lt=confirmation_cutoff(now))
        return self.filter(was_asked, asked_long_ago, confirmed_at=None)

    def asking_emails_that_wait(self, now: dt.datetime) -> OutgoingMessageQuerySet:
        """Return the emails that ask to confirm a row (the outer query's) and have not left."""
        return self.all_asking_emails_that_wait(now).filter(subject_id=OuterRef("pk"))

    def all_asking_emails_that_wait(self, now: dt.datetime) -> OutgoingMessageQuerySet:
        """Return the emails that ask to confirm any such row, without those too old to leave."""
        waiting = OutgoingMessage.objects.not_left().filter(purpose__in=CONFIRMING)
        of_such = waiting.filter(subject_type=type_of(self.model))
        return of_such.filter(created_at__gt=now - retention.TEXTS_AT_MOST)


class Confirmable(models.Model):
    """Something that counts once the owner of an address has confirmed it."""

    token = models.CharField(max_length=40, unique=True, default=new_token)
    asked_at = models.DateTimeField(default=timezone.now)
    """When it was last asked for; the time to confirm it runs from here."""
    confirmations_sent = models.PositiveSmallIntegerField(default=0)
    """Emails sent that ask to confirm it, each with a key of its own in the outbox."""
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def start_clock(self, left_at: dt.datetime) -> None:
        """Let the time to confirm it run from when the email that asks has left."""
        unconfirmed = type(self)._default_manager.filter(pk=self.pk, confirmed_at=None)
        unconfirmed.filter(asked_at__lt=left_at).update(asked_at=left_at)

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    def count_confirmation(self) -> bool:
        """Count one more email that asks to confirm it; return False once there were enough."""
        rows = type(self)._default_manager.filter(pk=self.pk, confirmations_sent__lt=MOST_EMAILS)
        if not rows.update(confirmations_sent=F("confirmations_sent") + 1):
            return False
        self.refresh_from_db(fields=["confirmations_sent"])
        return True
