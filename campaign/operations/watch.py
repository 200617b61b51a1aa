"""What is unwell is told: to administrators, once a day at most, and to a monitor outside.

A timer of the machine looks every five minutes (docs/deploy/watch-site, which writes to root as
well). Where there is none, as on a platform, the worker does it in its own minute.
"""

import datetime as dt
import logging
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from email.utils import parseaddr
from http.client import HTTPException
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from campaign.operations.health import parts
from campaign.operations.models import CompletedJob
from campaign.outbox.server import send_at_once
from campaign.pages.our_emails import AUTO_GENERATED, email_to
from campaign.purposes import Purpose
from campaign.staff import accounts, emails

logger = logging.getLogger(__name__)

Name = CompletedJob.Name
EVERY = dt.timedelta(minutes=5)
TIMER_GONE = dt.timedelta(minutes=15)
"""The worker stands in for a timer that has not looked for so long."""
TELL_AGAIN = dt.timedelta(days=1)
PATIENCE = 10
"""Seconds for which the monitor outside may think."""
MEANS = {
    "database": "Nothing can be written: no letter, no signature. Public pages stay for a day.",
    "outbox": "Email waits: letters to councils, and the links and codes that people wait for.",
    "worker": "No email leaves: no letter to a council, and no code that somebody waits for.",
    "night": "Nobody is reminded or told, and nothing is deleted on its day.",
    "backup": "If the machine is lost now, so is what came in since the last backup.",
    "mailbox": "We hear of no bounce and no answer, and nobody answers a call for help there.",
    "space": "Once the disk is full nothing can be written, and nobody can unsubscribe.",
    "safeguarding": "A child who asks us for help may be heard by nobody.",
    "ledger": "A backup that is put back now could bring back people who asked to be erased.",
    "queue": "Email that we sent has not left this machine: some of it may never arrive.",
    "certificate": "Browsers will soon refuse the whole site, as not safe.",
}
"""By the name of a part, what it means for people while it is unwell."""
ANYBODY = (
    "whoever runs the server. Two people hold it: the paper of what must never lapse names them"
)


class Trouble(NamedTuple):
    """A part that is unwell, and a sentence about it."""

    name: str
    problem: str

    def __str__(self) -> str:
        return " ".join(filter(None, (f"{self.name}: {self.problem}", MEANS.get(self.name))))


def look(also: Sequence[Trouble] = (), *, by: str = Name.LOOK) -> list[Trouble]:
    """Look at every part, tell whom it concerns, and return what is unwell.

    ``also`` is what only root of the machine can see. A monitor outside is asked only while all is
    well: its silence tells it of everything, also that the machine itself is gone.
    """
    now = timezone.now()
    found = list(also)
    for part in parts():
        if part.problem:
            found.append(Trouble(part.name, part.problem))
    with suppress(DatabaseError):  # it is among what is found
        CompletedJob.objects.record(by, now)
        if found:
            tell_administrators(found, now)
    if not found:
        ask_monitor()
    return found


def stand_in() -> None:
    """Look in the worker's own minute, if no timer of the machine does."""
    if not settings.SERVES:
        return
    done = dict(CompletedJob.objects.values_list("name", "at"))
    now = timezone.now()
    has_timer = Name.LOOK in done and done[Name.LOOK] > now - TIMER_GONE
    has_looked = Name.STAND_IN in done and done[Name.STAND_IN] > now - EVERY
    if not has_timer and not has_looked:
        look(by=Name.STAND_IN)


def tell_administrators(found: Sequence[Trouble], now: dt.datetime) -> None:
    """Email the administrators, unless they were told within a day."""
    if CompletedJob.objects.filter(name=Name.TOLD, at__gt=now - TELL_AGAIN).exists():
        return
    CompletedJob.objects.record(Name.TOLD, now)
    subject = f"The site is unwell: {', '.join(trouble.name for trouble in found)}"
    text = words(found)
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    try:
        for user in accounts.administrators():
            to = user.email or user.get_username()
            email = email_to(to, subject=subject, text=text, headers=AUTO_GENERATED)
            # Past the outbox, which may be what is unwell, or paused.
            send_at_once(settings.SMTP, settings.BOUNCE_DOMAIN, sender, email)
    except OSError:
        logger.warning("Administrators could not be told at once: their email waits in the outbox.")
        key = f"unwell:{now:%Y%m%d%H%M}"
        emails.to_staff(accounts.administrators(), subject, text, key, purpose=Purpose.SITE)


def words(found: Sequence[Trouble]) -> str:
    """Return the email: each part with what it means, and whom to call."""
    lines = "\n\n".join(f"- {trouble}" for trouble in found)
    return f"""Something of {settings.SITE_URL} does not work as it should:

{lines}

Please call {settings.ON_CALL or ANYBODY}. What stands on the desk you can mend yourself: \
{settings.SITE_URL}/admin/

We write this once a day at most, as long as something is unwell."""


def ask_monitor() -> None:
    """Ask ALERT_URL, whose address is a secret: it is in no log."""
    if not settings.ALERT_URL:
        return
    try:
        urllib.request.urlopen(settings.ALERT_URL, timeout=PATIENCE).close()
    except (OSError, HTTPException):
        logger.warning("The monitor of ALERT_URL did not answer.")
