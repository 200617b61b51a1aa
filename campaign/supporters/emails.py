"""The mails of an alert: one function for each."""

import datetime as dt

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from campaign import retention
from campaign.outbox.mime import header_text
from campaign.pages.email_footer import who_runs_this
from campaign.supporters import consent
from campaign.supporters.models import Alert
from campaign.supporters.suppression import sealed
from councils.dates import format_date
from councils.record import CouncilOnDay

AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def confirm(alert: Alert, row: CouncilOnDay) -> EmailMessage:
    """Ask whether it was this person who asked."""
    return mail(
        alert,
        f"Please confirm: tell you when {row.short_name_in_sentence} signs?",
        f"""Somebody asked us on {settings.SITE_URL} to tell you when {row.short_name_in_sentence} signs the \
Runaways’ Charter. Was it you? Then open this page, and press the button there:

{link("supporters:confirm", alert.token)}

What was agreed to: “{consent.words(row.short_name_in_sentence, alert.wording)}”

If you do nothing, you get no more of these, and we delete your address after \
{retention.UNCONFIRMED.days} days.""",
    )


def known_already(alert: Alert, row: CouncilOnDay) -> EmailMessage:
    """Say that there is nothing to confirm: the alert stands."""
    return mail(
        alert,
        f"We will tell you when {row.short_name_in_sentence} signs",
        f"""You asked us once more to tell you when {row.short_name_in_sentence} signs the Runaways’ Charter. You \
need do nothing: you asked on {day(alert.confirmed_at)} already, and we will.

{keep_until(alert)}""",
    )


def has_signed(alert: Alert, row: CouncilOnDay) -> EmailMessage:
    """Tell it."""
    when = row.when.words if row.when and row.when.precision != "unknown" else ""
    return mail(
        alert,
        f"{capfirst(row.short_name_in_sentence)} has signed the Runaways’ Charter",
        f"""{capfirst(row.name_in_sentence)} is on record as having signed the \
Runaways’ Charter{f" {when}" if when else ""}. Here is how we know, and what you can do next:

{settings.SITE_URL}{row.url}

You asked us to tell you. This was the one mail you asked for, and we have deleted your address \
from our list.""",
        stops=True,
    )


def still_wanted(alert: Alert, row: CouncilOnDay) -> EmailMessage:
    """Ask, before an alert ends, whether to go on."""
    return mail(
        alert,
        f"Shall we still tell you when {row.short_name_in_sentence} signs?",
        f"""On {day(alert.confirmed_at)} you asked us to tell you when {row.short_name_in_sentence} signs the \
Runaways’ Charter. We have no signature on record from it.

We keep your address for half a year only. To go on, open this page, and press the button there:

{link("supporters:confirm", alert.token)}

If you do nothing, we delete your address on {day(alert.until)}.""",
        stops=True,
    )


def council_closed(alert: Alert, row: CouncilOnDay, successors: list[CouncilOnDay]) -> EmailMessage:
    """Say that the council is gone, and who follows."""
    lines = "\n".join(f"{one.name}: {settings.SITE_URL}{one.url}" for one in successors)
    follows = f" These councils run children’s services there now:\n\n{lines}" if lines else ""
    return mail(
        alert,
        f"{row.name} has closed",
        f"""You asked us to tell you when {row.short_name_in_sentence} signs the Runaways’ Charter. It has closed \
and cannot sign any more.{follows}

This was the last mail about it, and we have deleted your address from our list.""",
        stops=True,
    )


def mail(alert: Alert, subject: str, text: str, stops: bool = False) -> EmailMessage:
    """Return a mail with the foot that each has. ``stops``: programs show a button to stop it."""
    stop = link("supporters:stop", sealed(alert.known_by))
    headers = dict(AUTOMATIC)
    if stops:
        headers["List-Unsubscribe"] = f"<{stop}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return EmailMessage(
        subject=header_text(subject),
        body=f"{text}\n\n{'-' * 40}\nStop these emails, or never hear from us again:\n{stop}\n\n"
        f"{who_runs_this()}\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[alert.email],
        headers=headers,
    )


def link(name: str, token: str) -> str:
    return settings.SITE_URL + reverse(name, args=[token])


def day(moment: dt.datetime) -> str:
    return format_date(timezone.localdate(moment))


def keep_until(alert: Alert) -> str:
    return f"We keep your address until then, and not beyond {day(alert.until)}."
