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
        f"""Someone asked us on {settings.SITE_URL} for emails about {council}. If it was you, \
open this page and select the button:

{link("supporters:confirm", subscription.token)}

You agreed to this:
{agreed}

If you do nothing, we’ll delete your address after {retention.UNCONFIRMED.days} days.""",
        stop_name=STOP,
    )


def already_confirmed(subscription: Subscription, row: CouncilOnDay) -> EmailMessage:
    """Say that there is nothing to confirm: the subscription stands."""
    return compose(
        subscription,
        f"You’ll get our emails about {row.short_name_in_sentence}",
        f"You’d already asked us, on {confirmed_on(subscription)}, so you don’t need to do"
        " anything. You’ll get them.",
        stop_name=STOP,
    )


def still_wanted(subscription: Subscription, row: CouncilOnDay) -> EmailMessage:
    """Ask after a year whether to go on."""
    return compose(
        subscription,
        f"Do you still want our emails about {row.short_name_in_sentence}?",
        f"""On {confirmed_on(subscription)} you agreed to this:

“{agreed_to(subscription, row)}”

That was a year ago. If you still want these emails, open this page and select the button:

{link("supporters:confirm", subscription.token)}

If you do nothing, you’ll get no more, and we’ll delete your address on \
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
        f"""You asked us for emails about {row.short_name_in_sentence}. It’s closed, so these \
emails end, and we’ve deleted your address. If you’d like emails about a council that took over, \
ask here:

{lines}""",
        one_click_stop=True,
        stop_name=STOP,
    )


def campaign_closed(subscription: Subscription) -> EmailMessage:
    """Say that the campaign has closed: the last email of a subscription."""
    day = format_date(closed_on() or today())
    return compose(
        subscription,
        "This campaign has closed",
        f"""You asked us for emails about children who run away. This campaign closed on {day}. \
The list of councils is still here:

{settings.SITE_URL}/councils/

This is the last email, and we’ve deleted your address.""",
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
        f"{written.text.replace('{council}', council).strip()}\n\nYou’re getting this because you"
        f" agreed{since}: “{agreed_to(subscription, row)}”",
        one_click_stop=True,
        stop_name=STOP,
    )
