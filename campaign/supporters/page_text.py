"""What the pages of an alert say: sentences that depend on how things stand."""

from typing import NamedTuple

from django.utils import timezone
from django.utils.text import capfirst

from campaign.http.papers import NEVER
from campaign.retention import SUBSCRIPTION
from campaign.supporters.models import Alert, Subscription
from councils.dates import format_local_date
from councils.record import CouncilOnDay


class PageText(NamedTuple):
    """A page's heading, the sentence below it, and the words of its main button, or ""."""

    heading: str
    lead: str = ""
    button: str = ""


def confirm_text(alert: Alert, row: CouncilOnDay) -> PageText:
    council = row.short_name_in_sentence
    if alert.is_settled and row.status == "signed":
        lead = "It’s listed as having signed, and our email to you is on its way."
        return PageText(f"We’ll tell you when {council} signs", lead)
    if alert.is_settled:
        lead = (
            "That’s it. We’ll delete your address after that email, and on"
            f" {format_local_date(alert.expires_at)} at the latest."
        )
        return PageText(f"We’ll tell you when {council} signs", lead)
    if alert.is_confirmed:
        return PageText(
            f"Do you still want to know when {council} signs?",
            "It hasn’t, as far as we know.",
            "Yes, keep my place",
        )
    return PageText(f"Shall we tell you when {council} signs?", button="Yes, tell me")


def updates_text(subscription: Subscription, row: CouncilOnDay) -> PageText:
    council = row.short_name_in_sentence
    if subscription.is_settled:
        year = format_local_date((subscription.confirmed_at or timezone.now()) + SUBSCRIPTION)
        lead = f"On {year} we’ll ask whether you still want them."
        return PageText(f"You’ll get our emails about {council}", lead)
    if subscription.is_confirmed:
        return PageText(
            f"Do you still want our emails about {council}?",
            "You agreed to this a year ago.",
            "Yes, keep them coming",
        )
    return PageText(f"Shall we email you about {council}?", button="Yes, email me")


def stop_text(count: int, *, updates: bool, is_suppressed: bool, is_stopped: bool) -> PageText:
    """Return what the page to stop emails says to who has ``count`` alerts, or ``updates``."""
    if is_suppressed:
        return PageText(*NEVER)
    if is_stopped:
        return PageText(
            "Done. No more of these emails", "We’ve deleted your address from our list."
        )
    if not count:
        return PageText(
            "You’re not on this list", "Either you stopped already, or we’ve deleted your address."
        )
    signing = "a council signs" if count == 1 else f"{count} councils sign"
    asked = f"You asked us to tell you when {signing} the Runaways’ Charter."
    if updates:
        councils = "one council" if count == 1 else f"{count} councils"
        asked = f"You asked for our emails about {councils}, six a year at most."
    return PageText("Stop these emails?", asked, "Stop")


def signed_text(row: CouncilOnDay) -> PageText:
    """Return what the page says of a council that nobody needs to wait for."""
    return PageText(
        f"{capfirst(row.short_name_in_sentence)} has signed already, as far as we know",
        "So there’s nothing to wait for. Would you still like to hear from us?",
        "Email me",
    )


def request_text(row: CouncilOnDay) -> PageText:
    return PageText(
        f"Tell me when {row.short_name_in_sentence} signs",
        "We’ll email you the night after the signature goes on our list. Then we’ll take your"
        " address off.",
        "Tell me",
    )
