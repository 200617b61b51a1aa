"""Limits on how often something may be asked for, so that nobody floods a council, a mailbox or us.

    verdict = rate_limits.consume("confirm", request, email=letter.email, council=row.code)

Read ``verdict.refused``. ``consume`` counts against every limit of a kind in ``settings.LIMITS``;
``hit`` counts once against a limit of the caller's own. Call neither for a GET. All hits are in one
table, with one statement that is atomic on SQLite and PostgreSQL: a cache's ``incr`` can lose some
when several processes add at once. No email or IP address is stored: the key of a row is a keyed
hash that changes with each window.
"""

import datetime as dt
import hashlib
import hmac
import logging
import math
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from campaign.rate_limits.addresses import client_address, connection_of, network_of
from councils.email_addresses import mailbox

logger = logging.getLogger(__name__)

UPSERT = """
INSERT INTO rate_limits_count (key, hits, ends_at) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET hits = rate_limits_count.hits + 1 WHERE rate_limits_count.hits < %s
RETURNING hits
"""
"""Returns no row, and writes none, if the limit is reached."""
GIVE_BACK = "UPDATE rate_limits_count SET hits = hits - 1 WHERE key = %s AND hits > 0"
WAS_HIT = "SELECT hits FROM rate_limits_count WHERE key = %s AND hits > 0"


WINDOWS_BEGAN = 0.0
"""When the first window began, in seconds since the Unix epoch."""

HEADINGS = {
    "email": "We’ve sent enough emails to this address for now",
    "council": "Lots of people are writing about this council right now",
    "all": "Lots of people are using this site right now",
}


class Verdict(NamedTuple):
    """The answer of a limit: read ``refused``."""

    retry_after: int = 0
    """Seconds until there is room again; 0 if there was room."""
    by: str = ""
    """What the limit that was reached counts by (``settings.LIMITS``); "" if there was room."""

    @property
    def refused(self) -> bool:
        return self.retry_after > 0

    @property
    def when(self) -> str:
        """When to try again, such as "in about 5 minutes"."""
        minutes = math.ceil(self.retry_after / 60)
        if minutes <= 1:
            return "in a minute"
        if minutes <= 90:
            return f"in about {minutes} minutes"
        hours = math.ceil(minutes / 60)
        return f"in about {hours} hours" if hours < 20 else "tomorrow"

    @property
    def heading(self) -> str:
        """The reason for the refusal, in words that blame nobody."""
        return HEADINGS.get(self.by, "Lots of people are using your connection right now")

    @property
    def explanation(self) -> str:
        if self.by in HEADINGS:
            return ""
        return (
            "A school or phone company can share one connection between many people, so you’ve"
            " done nothing wrong."
        )


ROOM = Verdict()


def hit(kind: str, who: str, most: int, within: dt.timedelta) -> Verdict:
    """Count one hit by ``who``; refuse above ``most`` in each window of length ``within``.

    Windows follow one another from ``WINDOWS_BEGAN``. A refused hit is not counted.
    """
    key, ends = row_of(kind, who, within)
    full = Verdict(max(1, math.ceil((ends - timezone.now()).total_seconds())))
    if most < 1:
        return full
    ends_at = connection.ops.adapt_datetimefield_value(ends)
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [key, ends_at, most])
        return ROOM if cursor.fetchall() else full


def give_back(kind: str, who: str, within: dt.timedelta) -> None:
    """Take one hit back: it was counted before anybody knew that it does not count."""
    key, _ = row_of(kind, who, within)
    with connection.cursor() as cursor:
        cursor.execute(GIVE_BACK, [key])


def was_hit(kind: str, who: str, within: dt.timedelta) -> bool:
    """Whether ``who`` was counted in the present window."""
    key, _ = row_of(kind, who, within)
    with connection.cursor() as cursor:
        cursor.execute(WAS_HIT, [key])
        return bool(cursor.fetchall())


def row_of(kind: str, who: str, within: dt.timedelta) -> tuple[str, dt.datetime]:
    """Return the key of the row of the present window, and when that window ends."""
    now, length = timezone.now().timestamp(), within.total_seconds()
    window = math.floor((now - WINDOWS_BEGAN) / length)
    ends = dt.datetime.fromtimestamp(WINDOWS_BEGAN + (window + 1) * length, dt.UTC)
    return key_of(kind, who, window, length), ends


def key_of(kind: str, who: str, window: int, length: float) -> str:
    """Return the key of a row, which does not reveal whose it is without SECRET_KEY.

    The hash has a different key for each window, which is never stored, so that one person's rows
    cannot be linked.
    """
    key = salted_hmac("campaign.rate_limits", f"{window} {length}", algorithm="sha256").digest()
    return hmac.new(key, f"{kind}\n{who}".encode(), hashlib.sha256).hexdigest()[:40]


def consume(
    kind: str, request: HttpRequest | None = None, email: str = "", council: str = ""
) -> Verdict:
    """Count one hit against every limit of a kind, or against none if one of them is reached.

    ``email`` and ``council`` (its code) are counted if they are given, and the visitor's IP address
    if it is known: it is not where nobody is visiting. The limits of a kind are always taken in
    the order of ``settings.LIMITS``, so that two requests that lock rows cannot deadlock.
    """
    from campaign.rate_limits.models import times  # not while the app itself is loading

    address = client_address(request) if request else None
    askers = {
        "email": mailbox(email),
        "connection": connection_of(address),
        "network": network_of(address),
        "council": council,
        "all": "all",
    }
    factor = times()
    with transaction.atomic():
        for by, most, within in settings.LIMITS[kind]:
            if not (who := askers[by]):
                continue
            room = most if by == "email" else most * factor  # a mailbox has no busy day
            verdict = hit(f"{kind} {by}", who, room, within)
            if verdict.refused:
                transaction.set_rollback(True)
                logger.info("A limit was reached: %s, counted by %s.", kind, by)
                return Verdict(verdict.retry_after, by)
    return ROOM
