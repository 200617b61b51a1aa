"""Recovery codes of staff, and the audit log of sign-ins, refusals and exports."""

import datetime as dt
import hashlib
import re
import secrets
from typing import Self

from django.contrib.auth.models import AnonymousUser, User
from django.db import models, transaction
from django.utils import timezone
from django_otp.models import Device

from campaign import retention
from campaign.personal import Kept, Personal
from councils.dates import midnight, today

CODES = 10
"""Recovery codes made at a time."""


class RecoveryDevice(Device):
    """Recovery codes that replace a lost phone, each of which works once.

    They are not django-otp's static tokens, which are plain text in the database and in every
    backup. Ours are 80 random bits, which nobody can guess, so a fast hash is enough. The hash is
    not keyed with SECRET_KEY: a changed key would lock people out.
    """

    digests = models.JSONField(default=list)
    """The hashes of the codes that nobody has used."""

    def renew(self) -> list[str]:
        """Replace any old codes with new ones; return them, as they cannot be read again."""
        codes = [secrets.token_hex(10) for _ in range(CODES)]
        self.digests = [digest_of(code) for code in codes]
        self.save()
        return ["-".join(re.findall(".{5}", code)) for code in codes]

    @transaction.atomic
    def verify_token(self, token: str) -> bool:
        """Use up a recovery code; return whether it was valid."""
        locked = RecoveryDevice.objects.select_for_update().get(pk=self.pk)
        digest = digest_of(token)
        if digest not in locked.digests:
            return False
        locked.digests.remove(digest)
        locked.save()
        return True


def digest_of(code: str) -> str:
    """Return the hash of a typed code, ignoring spaces, dashes and capitals."""
    plain = re.sub(r"[^0-9a-z]", "", code.lower())
    return hashlib.sha256(plain.encode()).hexdigest()


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Entries of the audit log."""

    def record(self, kind: str, user: User | AnonymousUser | None, text: str = "") -> "AuditEntry":
        """Add an entry about a member of staff, or about nobody who has an account."""
        name = user.get_username() if user else ""
        # An address that was refused may hold a NUL, which PostgreSQL cannot store.
        return self.create(kind=kind, account=name, text=text[:200].replace("\0", "\ufffd"))

    def failed_today(self, user: User) -> int:
        """Return how often signing in as somebody has failed since midnight in London."""
        failed = self.filter(kind=AuditEntry.Kind.FAILED, account=user.get_username())
        return failed.filter(at__gte=midnight(today())).count()

    def past_keeping(self, now: dt.datetime) -> Self:
        return self.filter(at__lte=now - retention.AUDIT)

    def for_email(self, email: str) -> Self:
        return self.filter(account__iexact=email)

    def erase(self) -> int:
        """Delete these entries, but for those of whoever can sign in: nobody erases their trail."""
        active = User.objects.filter(is_active=True)
        return self.exclude(account__in=active.values("username")).delete()[0]


class AuditEntry(models.Model):
    """What no row's history says: a sign-in, a failed one, a refusal, data taken out."""

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", "signed in"
        FAILED = "failed", "sign-in failed"
        REFUSED = "refused", "refused a page or an action"
        FACTOR = "factor", "set up a second factor"
        EXPORT = "export", "took data out"
        ERASED = "erased", "erased a person"
        REDACTED = "redacted", "took words out"

    at = models.DateTimeField("day and time", default=timezone.now, db_index=True)
    kind = models.CharField("what", max_length=12, choices=Kind)
    account = models.CharField("account", max_length=150, blank=True)
    """The name of an existing account. Other names typed are not stored: one may be a password in
    the wrong field."""
    text = models.CharField("more", max_length=200, blank=True)

    objects = AuditQuerySet.as_manager()
    personal = Personal(
        "entries of the audit log",
        addresses=("account",),
        words=("text",),
        shown={"at": "at", "what": "get_kind_display", "more": "text"},
        kept=(Kept("entries of the audit log", "past_keeping", "delete"),),
        is_of_staff=True,
    )

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "audit log entry"
        verbose_name_plural = "audit log"

    def __str__(self) -> str:
        return f"{self.account or 'somebody'}: {self.get_kind_display()}"
