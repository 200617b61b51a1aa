"""What the pages of an alert say: sentences that depend on how things stand."""

from typing import NamedTuple

from django.utils import timezone
from django.utils.text import capfirst

from campaign.retention import SUBSCRIPTION
from campaign.supporters.models import Alert, Subscription
from councils.dates import format_local_date
from councils.record import CouncilOnDay


class PageText(NamedTuple):
    """A page's heading, the sentence below it, and the words of its main button, or ""."""

    heading: str
    lead: str
    button: str = ""


def confirm_text(alert: Alert, row: CouncilOnDay) -> PageText:
    council = row.short_name_in_sentence
    if alert.is_settled and row.status == "signed":
        lead = "It is on record as having signed. Our email to you is on its way."
        return PageText(f"We will tell you when {council} signs", lead)
    if alert.is_settled:
        lead = (
            "You do not need to do anything more. We delete your address after that email, and on"
            f" {format_local_date(alert.expires_at)} at the latest."
        )
        return PageText(f"We will tell you when {council} signs", lead)
    if alert.is_confirmed:
        return PageText(
            f"Shall we still tell you when {council} signs?",
            "It has no signature of its own on record.",
            "Yes, still tell me",
        )
    return PageText(
        f"Tell you when {council} signs?", "Select the button, and it is set.", "Yes, tell me"
    )


def stop_text(count: int, *, updates: bool, is_suppressed: bool, is_stopped: bool) -> PageText:
    """Return what the page to stop emails says to who has ``count`` alerts, or ``updates``."""
    if is_suppressed:
        return PageText(
            "We will never write to you again",
            "This address is on the list of those this site never writes to. The list keeps a code"
            " made from your address, not the address.",
        )
    if is_stopped:
        return PageText(
            "Stopped",
            "We have deleted your address from our list of people to tell. You get no more of these"
            " emails.",
        )
    if count:
        signing = "a council signs" if count == 1 else f"{count} councils sign"
        asked = f"to tell you when {signing} the Runaways’ Charter."
        if updates:
            councils = "one council" if count == 1 else f"{count} councils"
            asked = (
                f"for emails about children who run away in the area of {councils}, at most six"
                " times a year."
            )
        return PageText("Stop these emails", f"You asked us {asked}", "Stop these emails")
    return PageText(
        "There is nothing to stop",
        "You are not on our list of people to tell. We have deleted your address, or you asked for"
        " nothing.",
    )


def updates_text(subscription: Subscription, row: CouncilOnDay) -> PageText:
    council = row.short_name_in_sentence
    if subscription.is_settled:
        year = format_local_date((subscription.confirmed_at or timezone.now()) + SUBSCRIPTION)
        return PageText(
            f"You get our emails about {council}",
            f"You do not need to do anything more. On {year} we ask whether to go on. Each email"
            " has a link that stops them.",
        )
    if subscription.is_confirmed:
        return PageText(
            f"Shall we go on writing to you about {council}?",
            "You agreed a year ago, so we ask again.",
            "Yes, go on",
        )
    return PageText(
        f"Get emails about {council}?", "Select the button, and it is set.", "Yes, I agree"
    )


def other_list_text(count: int, *, updates: bool) -> str:
    """Return a sentence on the other list that an address is on, or "" if it is not on it."""
    if not count:
        return ""
    if updates:
        return "You also asked us to tell you when a council signs. That goes on."
    return "You also get our emails about what there is to do or to know. They go on."


def signed_text(row: CouncilOnDay) -> PageText:
    """Return what the page says of a council that nobody needs to wait for."""
    when = f" {row.when.words}" if row.when and row.when.precision != "unknown" else ""
    return PageText(
        f"{capfirst(row.short_name_in_sentence)} is on record as having signed",
        f"There is nothing to wait for: {row.name_in_sentence} is on record as having signed the"
        f" Runaways’ Charter{when}.",
    )
