"""Somebody with a mailbox and a browser, of whom the site may keep something for a while."""

import random

from django.test import Client

from tests.campaign.year.kept import Kept

MAIL = ("gmail.com", "btinternet.com", "home.example", "outlook.com")
UNSAID = {"year", "chance", "client", "browser", "kept"}
"""What nobody reads of somebody in a failure."""


def word_of(number):
    """Return four letters that stand for a number."""
    letters = ""
    for _ in range(4):
        number, rest = divmod(number, 20)
        letters += "bcdfghjklmnpqrstvwxz"[rest]
    return letters


class Person:
    """Somebody with a mailbox, of which they read what has come since they last looked."""

    def __init__(self, year, number):
        self.year = year
        self.word = f"qyqy{word_of(number)}"
        """In their name and their address."""
        self.secret = f"zyzy{word_of(number)}"
        """In what they write."""
        self.kept = Kept()
        self.began_at = year.clock.now
        self.is_done = False
        self.chance = random.Random(number)
        self.email = f"{self.word}@{self.chance.choice(MAIL)}"
        self.network = f"198.51.{number % 250}.{number // 250 + 1}"
        self.client = Client(REMOTE_ADDR=self.network)
        self.is_read = 0

    @property
    def mails(self):
        return self.year.post.to(self.email)

    def __repr__(self):
        told = [(mail.kind, f"{mail.at:%d %b %H:%M}") for mail in self.mails]
        about = {name: value for name, value in vars(self).items() if name not in UNSAID}
        return f"{about} {vars(self.kept)} {told}"

    def new_mails(self):
        new = self.mails[self.is_read :]
        self.is_read += len(new)
        return new

    def has_a_day(self):
        """Whether they have something to do today that no email asks for."""
        return False

    def reads(self, address):
        """Open a page; note what it promises."""
        page = self.client.get(address)
        self.year.promises.read(self, address, page)
        return page
