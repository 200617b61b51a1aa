"""Whoever writes through the site's own forms, each with a mailbox of their own."""

import random
import re

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
THREAT = (
    "Dear colleague,\n\nThe council's payroll is moved to a new system on Friday. Every director"
    " must send the staff number and the date of birth to the desk before noon, or the salary of"
    " this month cannot be paid and the pension is stopped. Whoever does not answer is reported to"
    " the auditors, and the press will learn which of you let children down to save your own job."
)
OTHER_WORDS = (
    "swift", "plain", "clear", "broad", "keen", "brisk", "firm", "grand", "solid", "stark",
    "quiet", "rapid", "stern", "vivid", "tidy", "amber", "lunar", "noble", "rural", "civil",
)  # fmt: skip
CHANGED = ("today", "soon", "quickly", "kindly", "again", "really", "plainly", "surely")


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


def changed(text, number, every=6):
    """Return a text in which one word in so many is another, each time others."""
    dice = random.Random(number)
    said = text.split(" ")
    for at in range(number % every, len(said), every):
        said[at] = dice.choice(CHANGED) + str(dice.choice("abcdefgh"))
    return " ".join(said)


def ours_for(slug):
    """Return the text of ours that a letter to a council has."""
    browser = Browser(Client())
    browser.go(f"/councils/{slug}/write/")
    browser.press("", topics=["help", "count", "talk"])
    return Letter.objects.order_by("-pk").first().text


def states(letters):
    return [letter.state for letter in letters]


def held_for(letters):
    return [letter.held_for for letter in letters]


def another_text(number, length=80):
    """Return words in an order that no other text has."""
    vocabulary = sorted(set(re.findall(r"[a-z]{4,}", f"{THREAT} {LONG}".lower())))
    return " ".join(random.Random(number).choices(vocabulary, k=length)) + "."


def any_words(number, length):
    """Return words in an order that no other text has."""
    dice = random.Random(number)
    return " ".join(dice.choice(OTHER_WORDS) + dice.choice("abcdefghij") for _ in range(length))


def from_many_networks(slugs, text=None, **typed):
    """Write to each council from a network of its own; what is typed may depend on the number."""
    letters = []
    for number, slug in enumerate(slugs):
        now = {name: value(number) for name, value in typed.items()}
        said = text(number) if text else None
        letters.append(write(slug, f"x{number}@gmail.com", said, f"203.0.{number}", **now))
    return letters
