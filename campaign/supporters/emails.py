"""The emails of an alert: one function for each."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.text import capfirst

from campaign import retention
from campaign.outbox.subjects import subject_line
from campaign.pages.email_footer import AUTO_GENERATED, RULE, organisation_lines
from campaign.supporters import consent
from campaign.supporters.models import Alert, OptIn
from campaign.supporters.suppression import stop_token
from councils.dates import format_date, format_local_date, today
from councils.record import CouncilOnDay, closed_on


def confirm(alert: Alert, row: CouncilOnDay) -> EmailMessage:
    """Ask whether it was this person who asked."""
    council = row.short_name_in_sentence
    return compose(
        alert,
        f"Please confirm: tell you when {council} signs?",
        f"""Someone asked us on {settings.SITE_URL} to tell you when {council} signs the \
Runaways’ Charter. If it was you, open this page and select the button:

{link("supporters:confirm", alert.token)}

You agreed to this: “{consent.words(council, alert.wording)}”

If you do nothing, we’ll delete your address after {retention.UNCONFIRMED.days} days.""",
    )


def already_confirmed(alert: Alert, row: CouncilOnDay) -> EmailMessage:
    """Say that there is nothing to confirm: the alert stands."""
    council = row.short_name_in_sentence
    return compose(
        alert,
        f"We’ll tell you when {council} signs",
        f"You’d already asked us, on {confirmed_on(alert)}, so you don’t need to do anything. We’ll"
        f" tell you. We keep your address until then, and until {expires_on(alert)} at the latest.",
    )


def has_signed(alert: Alert, row: CouncilOnDay) -> EmailMessage:
    when = f" {row.when.words}" if row.when and row.when.precision != "unknown" else ""
    return compose(
        alert,
        f"{capfirst(row.short_name_in_sentence)} is now listed as having signed",
        f"""{capfirst(row.name_in_sentence)} is now listed as having signed the Runaways’ \
Charter{when}. See how we know, and what you can do next:

{settings.SITE_URL}{row.url}

That’s the email you asked for, so we’ve deleted your address from our list.""",
        one_click_stop=True,
    )


def still_wanted(alert: Alert, row: CouncilOnDay) -> EmailMessage:
    """Ask, before an alert expires, whether to keep it."""
    return compose(
        alert,
        f"Do you still want to know when {row.short_name_in_sentence} signs?",
        f"""You asked us on {confirmed_on(alert)}. We haven’t found a signature yet, and we only \
keep addresses for {retention.in_months(retention.PEOPLE)} months. If you still want to know, \
open this page and select the button:

{link("supporters:confirm", alert.token)}

If you do nothing, we’ll delete your address on {expires_on(alert)}.""",
        one_click_stop=True,
    )


LAST = "This is the last email about it, and we’ve deleted your address."


def council_closed(alert: Alert, row: CouncilOnDay, successors: list[CouncilOnDay]) -> EmailMessage:
    """Say that the council has closed, and which councils follow."""
    lines = "\n".join(
        f"{successor.name}: {settings.SITE_URL}{successor.url}" for successor in successors
    )
    follows = f" These councils run children’s services there now:\n\n{lines}" if lines else ""
    return compose(
        alert,
        f"{row.name} has closed",
        f"You asked us to tell you when {row.short_name_in_sentence} signs. It’s closed, so it"
        f" can’t.{follows}\n\n{LAST}",
        one_click_stop=True,
    )


def campaign_closed(alert: Alert, row: CouncilOnDay) -> EmailMessage:
    """Say that the campaign has closed: the last email about an alert."""
    day = format_date(closed_on() or today())
    return compose(
        alert,
        "This campaign has closed",
        f"""You asked us to tell you when {row.short_name_in_sentence} signs. This campaign closed \
on {day}, and we hadn’t found a signature. The list is still here:

{settings.SITE_URL}{row.url}

{LAST}""",
        one_click_stop=True,
    )


def compose(
    asked: OptIn,
    subject: str,
    text: str,
    *,
    one_click_stop: bool = False,
    stop_name: str = "supporters:stop",
) -> EmailMessage:
    """Return an email with the footer that each has.

    With ``one_click_stop``, email programs show a button of their own to stop it (RFC 8058).
    ``stop_name`` is the page that the link to stop leads to.
    """
    stop = link(stop_name, stop_token(asked.address_hash))
    headers = dict(AUTO_GENERATED)
    if one_click_stop:
        headers["List-Unsubscribe"] = f"<{stop}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return EmailMessage(
        subject=subject_line(subject),
        body=f"{text}\n\n{RULE}\nStop these emails, or never hear from us again:\n{stop}\n\n"
        f"{organisation_lines()}\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[asked.email],
        headers=headers,
    )


def link(name: str, token: str) -> str:
    return settings.SITE_URL + reverse(name, args=[token])


def confirmed_on(asked: OptIn) -> str:
    assert asked.confirmed_at is not None
    return format_local_date(asked.confirmed_at)


def expires_on(asked: OptIn) -> str:
    return format_local_date(asked.expires_at)
