"""Limits on how often something may be asked for, so that nobody floods a council, a mailbox or us.

    verdict = rate_limits.consume("confirm", request, email=letter.email, council=row.code)

Read ``verdict.refused``. ``consume`` counts against every limit of a name in ``settings.LIMITS``;
never call it for a GET. All counts are in one table, with one statement that is atomic on SQLite
and PostgreSQL: a cache's ``incr`` can lose some when several processes add at once. No email or IP
address is stored: the key of a row is a keyed hash that changes with each window, and the row goes
when the window has ended.
"""

import datetime as dt
import hashlib
import hmac
import logging
import math
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from campaign.rate_limits.addresses import client_address, network_of
from councils.email_addresses import mailbox

logger = logging.getLogger(__name__)

UPSERT = """
INSERT INTO rate_limits_count (key, hits, ends_at) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET hits = rate_limits_count.hits + 1 WHERE rate_limits_count.hits < %s
RETURNING hits
"""
"""Returns no row, and writes none, if the limit is reached."""

WINDOWS_BEGAN = 0.0
"""When the first window began, in seconds since the Unix epoch."""


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


ROOM = Verdict()
MOST_WINDOWS = 24
"""Full windows after which nobody is made to wait longer."""
SAME_EVERY_DAY = {"email", "mailbox", "account"}
"""What no busy day lets more through of: a mailbox and an account stay one."""
BY_ALL_NAMES = "mailbox"
"""What is counted under all names together: one mailbox gets so many emails, whoever asks where."""


HOW_BUSY: list[Callable[[], int]] = []
"""Asked how many times as much is let through now: filled by campaign/apps.py."""


def busy_factor() -> int:
    """Return how many times as much is let through now."""
    return max((ask() for ask in HOW_BUSY), default=1)


def consume(name: str, request: HttpRequest | None = None, **who: str) -> Verdict:
    """Count one against every limit of a name, or against none if one of them is reached.

    ``who`` says whom to count, by what the limits count: ``email``, ``council`` (its code) and so
    on; the visitor's network comes from the request, where it is known. The limits of a name are
    always taken in the order of ``settings.LIMITS``, so that two requests that lock rows cannot
    deadlock.
    """
    visitor = network_of(client_address(request)) if request else ""
    theirs = mailbox(who.get("email", ""))
    askers = {"network": visitor, "all": "all", **who, "email": theirs, "mailbox": theirs}
    factor = busy_factor()
    with transaction.atomic():
        for by, most, within in settings.LIMITS[name]:
            if not (asker := askers.get(by, "")):
                continue
            room = most if by in SAME_EVERY_DAY else most * factor
            what = by if by == BY_ALL_NAMES else f"{name} {by}"
            if retry_after := count(what, asker, room, within):
                transaction.set_rollback(True)
                logger.info("A limit was reached: %s, counted by %s.", name, by)
                return Verdict(retry_after, by)
    return ROOM


def consume_once(name: str, thing: str, request: HttpRequest) -> Verdict:
    """Count a thing against the limit by network of a name, unless it was counted in this window.

    So somebody who comes back to the same thing again and again is not counted again.
    """
    network = network_of(client_address(request))
    if not network:
        return ROOM
    ((_, _, within),) = settings.LIMITS[name]
    with transaction.atomic():
        was_counted = count(f"{name} known", f"{network} {thing}", 1, within)
        if was_counted:
            return ROOM
        verdict = consume(name, request)
        if verdict.refused:  # it is not known: another try is refused as well
            transaction.set_rollback(True)
    return verdict


def first_room(name: str, **who: str) -> dt.datetime:
    """Count one in the first window that has room by every limit of a name; return its beginning.

    It is now, if there is room now. The limits of such a name have windows of one length. After so
    many full ones the last is returned, whose number is not counted.
    """
    within = settings.LIMITS[name][0][2]
    now = timezone.now()
    for ahead in range(MOST_WINDOWS):
        at = now + ahead * within
        with transaction.atomic():
            has_room = all_count(name, who, at)
            if not has_room:
                transaction.set_rollback(True)
        if has_room:
            break
    return begins(at, within) if ahead else now


def all_count(name: str, who: dict[str, str], at: dt.datetime) -> bool:
    """Count one by each limit of a name, in its window ``at`` a time; return whether all could."""
    factor = busy_factor()
    for by, most, within in settings.LIMITS[name]:
        asker = who.get(by, "")
        if asker and count(f"{name} {by}", asker, most * factor, within, at):
            return False
    return True


def begins(at: dt.datetime, within: dt.timedelta) -> dt.datetime:
    """Return when the window of a time begins."""
    length = within.total_seconds()
    since = (at.timestamp() - WINDOWS_BEGAN) % length
    return at - dt.timedelta(seconds=since)


def count(
    what: str, who: str, most: int, within: dt.timedelta, at: dt.datetime | None = None
) -> int:
    """Count one by ``who``; above ``most``, only return the seconds until there is room again.

    Windows of the length ``within`` follow one another from ``WINDOWS_BEGAN``; it is counted in
    that of a time, which is now unless given.
    """
    key, ends = row_of(what, who, within, at or timezone.now())
    if most > 0:
        ends_at = connection.ops.adapt_datetimefield_value(ends)
        with connection.cursor() as cursor:
            cursor.execute(UPSERT, [key, ends_at, most])
            if cursor.fetchall():
                return 0
    return max(1, math.ceil((ends - timezone.now()).total_seconds()))


def row_of(what: str, who: str, within: dt.timedelta, at: dt.datetime) -> tuple[str, dt.datetime]:
    """Return the key of the row of the window of a time, and when that window ends.

    The key is a hash that nobody can make without SECRET_KEY, and that is another in each window,
    so that one person's rows cannot be linked.
    """
    length = within.total_seconds()
    window = math.floor((at.timestamp() - WINDOWS_BEGAN) / length)
    ends = dt.datetime.fromtimestamp(WINDOWS_BEGAN + (window + 1) * length, dt.UTC)
    secret = salted_hmac("campaign.rate_limits", f"{window} {length}", algorithm="sha256").digest()
    return hmac.new(secret, f"{what}\n{who}".encode(), hashlib.sha256).hexdigest()[:40], ends
