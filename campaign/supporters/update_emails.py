"""The emails of updates: one function for each."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.text import capfirst

from campaign import retention
from campaign.supporters import consent
from campaign.supporters.emails import compose, confirmed_on, expires_on, link
from campaign.supporters.models import Alert, Subscription, Update
from councils.dates import format_date, today
from councils.record import CouncilOnDay, closed_on

STOP = "supporters:stop_updates"


def agreed_to(subscription: Subscription, row: CouncilOnDay) -> str:
    return consent.update_words(row.short_name_in_sentence, subscription.wording)


def confirm(subscription: Subscription, alert: Alert | None, row: CouncilOnDay) -> EmailMessage:
    """Ask whether it was this person who asked, in one email for all that was ticked."""
    council = row.short_name_in_sentence
    words = []
    if alert and not alert.is_confirmed:
        words.append(consent.words(council, alert.wording))
    words.append(agreed_to(subscription, row))
    agreed = "\n".join(f"“{sentence}”" for sentence in words)
    return compose(
        subscription,
        f"Please confirm: emails about {council}?",
        f"""Somebody asked us on {settings.SITE_URL} for emails about {council}. Was it you? Then \
open this page and select the button there:

{link("supporters:confirm", subscription.token)}

What was agreed to:
{agreed}

If you do nothing, you get no more of these emails, and we delete your address after \
{retention.UNCONFIRMED.days} days.""",
        stop_name=STOP,
    )


def already_confirmed(subscription: Subscription, row: CouncilOnDay) -> EmailMessage:
    """Say that there is nothing to confirm: the subscription stands."""
    return compose(
        subscription,
        f"You get our emails about {row.short_name_in_sentence}",
        f"You asked us again for emails about {row.short_name_in_sentence}. You do not need to do"
        f" anything: you asked on {confirmed_on(subscription)} already.",
        stop_name=STOP,
    )


def still_wanted(subscription: Subscription, row: CouncilOnDay) -> EmailMessage:
    """Ask after a year whether to go on."""
    return compose(
        subscription,
        f"Shall we go on writing to you about {row.short_name_in_sentence}?",
        f"""On {confirmed_on(subscription)} you agreed to this:

“{agreed_to(subscription, row)}”

That is a year ago, so we ask again. If you still want these emails, open this page and select \
the button there:

{link("supporters:confirm", subscription.token)}

If you do nothing, nothing more comes, and we delete your address on \
{expires_on(subscription)}.""",
        one_click_stop=True,
        stop_name=STOP,
    )


def council_closed(
    subscription: Subscription, row: CouncilOnDay, successors: list[CouncilOnDay]
) -> EmailMessage:
    """Say that the council has closed, and where to ask about those that follow."""
    lines = "\n".join(
        f"{successor.name}: {settings.SITE_URL}/alerts/?council={successor.slug}"
        for successor in successors
    )
    return compose(
        subscription,
        f"{row.name} has closed",
        f"""You asked us for emails about {row.short_name_in_sentence}. It has closed, so these \
emails end, and we have deleted your address from our list. If you would like emails about a \
council that follows it, ask here:

{lines}""",
        one_click_stop=True,
        stop_name=STOP,
    )


def campaign_closed(subscription: Subscription) -> EmailMessage:
    """Say that the campaign has closed: the last email of a subscription."""
    day = format_date(closed_on() or today())
    return compose(
        subscription,
        "The campaign has closed",
        f"""You asked us for updates about children who run away. This campaign closed on \
{day}, and the record of councils stands as of that day:

{settings.SITE_URL}/councils/

This was the last email, and we have deleted your address from our list.""",
        one_click_stop=True,
        stop_name=STOP,
    )


def update(written: Update, subscription: Subscription, row: CouncilOnDay) -> EmailMessage:
    """Return what staff wrote, as one person gets it: why, and how to stop it, stand below it."""
    council = row.short_name_in_sentence
    since = f" on {confirmed_on(subscription)}" if subscription.confirmed_at else ""
    return compose(
        subscription,
        capfirst(written.subject.replace("{council}", council)),
        f"{written.text.replace('{council}', council).strip()}\n\nYou get this because you agreed"
        f"{since}: “{agreed_to(subscription, row)}”",
        one_click_stop=True,
        stop_name=STOP,
    )
