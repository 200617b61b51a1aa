"""Whoever writes through the site's own forms, each with a mailbox of their own."""

from django.core.management import call_command
from django.test import Client

from campaign.letters.models import Letter, State
from campaign.outbox.models import OutgoingMessage
from tests.campaign.letters.conftest import Browser
from tests.seen import words

LONG = (
    "My sister ran away when she was fourteen and slept at the bus station for two nights before"
    " anybody asked where she was. I would like to know what happens now when a child does not"
    " come home, who goes to look, and who sits down with that child afterwards to listen."
)


def write(slug, email, text=None, network="203.0.113", **typed):
    """Write a letter to a council and confirm it by the code; return the letter.

    Whoever means harm goes on past the helplines too. ``network`` is the beginning of an address,
    or the whole of one in IPv6.
    """
    address = network if ":" in network else f"{network}.7"
    browser = Browser(Client(REMOTE_ADDR=address))
    browser.go(f"/councils/{slug}/write/")
    own_line = typed.pop("own_line", "")
    browser.press("words", topics=["talk"], own_line=own_line, go_on="yes")
    if text:
        typed["text"] = text
    who = {"name": "Anna Smith", "email": email, "postal_address": "12 High Street"}
    browser.press("send", **who | typed, go_on="yes")
    if "your own name?" in words(browser.page):
        browser.press("send", go_on="yes")
    letter = Letter.objects.order_by("-pk").first()
    assert letter.state == State.AWAITING, words(browser.page)
    browser.press("code", code=letter.code)
    letter.refresh_from_db()
    return letter


def at_councils():
    """Let the worker send what is due; return the texts that councils got."""
    call_command("deliver", verbosity=0)
    sent = OutgoingMessage.objects.filter(purpose="letter", state="accepted")
    return sorted(sent.values_list("recipient", flat=True))


def seen(letter):
    return words(Client().get(letter.private_url))
