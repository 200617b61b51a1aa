"""Counting in one table, in one statement that is atomic on SQLite and PostgreSQL.

A cache's ``incr`` loses counts when several processes add at once; this does not.
"""

import datetime as dt
import hashlib
import hmac
import logging
import math
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from campaign.email_addresses import mailbox
from campaign.rate_limits.addresses import address_of, line, network

logger = logging.getLogger(__name__)

UPSERT = """
INSERT INTO rate_limits_count (key, taken, ends_at) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET taken = rate_limits_count.taken + 1 WHERE rate_limits_count.taken < %s
RETURNING taken
"""
"""Returns no row where the limit is reached, and writes none then."""


HEADINGS = {
    "email": "No more emails to this address for now",
    "council": "Very many people are writing about this council now",
    "all": "Very many people are using this site now",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether there was room: read ``refused``."""

    retry_after: int = 0
    """Seconds until there is room again; 0 where there was room."""
    by: str = ""
    """What the limit that was reached counts by: a value of ``By``, or ""."""

    @property
    def refused(self) -> bool:
        return self.retry_after > 0

    @property
    def when(self) -> str:
        """When to try again, in words."""
        minutes = math.ceil(self.retry_after / 60)
        if minutes <= 1:
            return "in a minute"
        if minutes <= 90:
            return f"in about {minutes} minutes"
        hours = math.ceil(minutes / 60)
        return f"in about {hours} hours" if hours < 20 else "tomorrow"

    @property
    def heading(self) -> str:
        """What is too much, in words that blame nobody."""
        return HEADINGS.get(self.by, "Very many people are using your connection now")

    @property
    def explanation(self) -> str:
        if self.by == "email":
            return "We send only a few emails to one address."
        if self.by in HEADINGS:
            return ""
        return (
            "A school or a phone company can share one connection between many people. You have"
            " done nothing wrong."
        )

    def __bool__(self):
        raise TypeError("Ask a verdict whether it is .refused.")


ROOM = Verdict()


def taken(kind: str, who: str, most: int, within: dt.timedelta) -> Verdict:
    """Take one of ``most`` places that ``who`` has of ``kind`` in each window of ``within``.

    Windows stand side by side from the epoch on. What is refused is not counted.
    """
    now, length = timezone.now().timestamp(), within.total_seconds()
    window = math.floor(now / length)
    ends = dt.datetime.fromtimestamp((window + 1) * length, dt.UTC)
    full = Verdict(max(1, math.ceil(ends.timestamp() - now)))
    if most < 1:
        return full
    ends_at = connection.ops.adapt_datetimefield_value(ends)
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [key_of(kind, who, window, length), ends_at, most])
        return ROOM if cursor.fetchall() else full


def key_of(kind: str, who: str, window: int, length: float) -> str:
    """Return what a row is known by: nobody without SECRET_KEY can tell whose it is.

    The key of the hash is another one in each window, so that rows of one person cannot be put
    together, and is never stored.
    """
    key = salted_hmac("campaign.rate_limits", f"{window} {length}", algorithm="sha256").digest()
    return hmac.new(key, f"{kind}\n{who}".encode(), hashlib.sha256).hexdigest()[:40]


def ask(kind: str, request, email: str = "", council: str = "") -> Verdict:
    """Take a place under every limit of a kind, or under none where one of them is reached.

    ``email`` and ``council`` (its code) are counted where they are given; where the request comes
    from is counted where it can be told. Limits that staff have paused are left out.
    """
    from campaign.rate_limits.models import By, Limit  # models cannot be loaded with the app itself

    address = address_of(request)
    whose = {
        By.EMAIL: mailbox(email),
        By.LINE: line(address) if address else "",
        By.NETWORK: network(address) if address else "",
        By.COUNCIL: council,
        By.ALL: "all",
    }
    with transaction.atomic():
        for limit in Limit.objects.in_force(kind):
            if not whose[limit.by]:
                continue
            verdict = taken(f"{kind} {limit.by}", whose[limit.by], limit.most, limit.within)
            if verdict.refused:
                transaction.set_rollback(True)
                logger.info("A limit was reached: %s.", limit)
                return Verdict(verdict.retry_after, limit.by)
    return ROOM
