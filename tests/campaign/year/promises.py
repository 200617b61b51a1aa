"""What people are promised by pages and emails, and whether it came; and that nobody is told two
things.

Each promise is noted with its words as it is read, and settled by what comes to that person.
"""

import datetime as dt
import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from councils.dates import format_date
from tests.campaign.year.clock import DAY
from tests.seen import words

A_DAY = re.compile(r"\b(?:by|until|until the end of|after) (\d{1,2} [A-Z][a-z]+ 20\d\d)\b")
IN_THE_PAST = ("worked until", "Signed by", "signed by")
ENDS = {"not sent", "given back"}
"""Emails that say that a letter has not gone and will not go."""
ASKS = {"code", "asked again", "reminder"}
HOUR = dt.timedelta(hours=1)
WEEKS = 7 * DAY
SENTENCES = {
    "we’ll ask you once, by email, whether it answered": ("question", 4 * WEEKS + 3 * DAY),
    "We’ll remind you once": ("reminder", 4 * DAY),
    "We remind you once": ("reminder", 4 * DAY),
    "You’ll get an email when it goes, or if we can’t send it": ("copy", 16 * DAY),
    "We email you when it goes, or if we can’t send it": ("copy", 16 * DAY),
    "We email you when it has gone": ("gone", 9 * WEEKS),
    "We’ll email you the night after": ("", 0 * DAY),
}
"""A sentence: the email that it promises, and how long that may take."""


@dataclass
class Promise:
    to: object
    letter: str
    comes: str
    made_at: dt.datetime
    by: dt.datetime
    where: str


def as_day(text):
    return dt.datetime.strptime(text, "%d %B %Y").date()


class Promises:
    """Every promise that was read, until it is kept."""

    def __init__(self, year):
        self.year = year
        self.open = {}
        self.made = Counter()
        self.kept = Counter()
        self.days_read = 0

    # What is promised

    def read(self, person, address, page):
        """Note what a page promises; it may name no day that is past."""
        said = words(page)
        self.no_day_is_past(said, address)
        letter = person.page.strip("/").partition("/")[2] if hasattr(person, "page") else ""
        if page.status_code == 200 and ("/letters/" in address or "/write/" in address):
            self.note(person, letter, said, address)

    def mail(self, person, mail):
        self.no_day_is_past(mail.words, mail.subject)
        if mail.letter:
            self.note(person, mail.letter, mail.words, mail.subject, mail.at)

    def note(self, person, letter, said, where, at=None):
        at = at or self.year.clock.now
        for sentence, (comes, within) in SENTENCES.items():
            if sentence in said and comes and letter:
                key = (person.email, letter, comes)
                if key not in self.open:
                    self.made[comes] += 1
                    self.open[key] = Promise(person, letter, comes, at, at + within, where)

    def no_day_is_past(self, said, where):
        for found in A_DAY.finditer(said):
            before = said[max(0, found.start() - 40) : found.end()]
            day = as_day(found[1])
            if day < self.year.first_day or any(each in before for each in IN_THE_PAST):
                continue
            self.days_read += 1
            assert day >= self.year.clock.today, (format_date(self.year.clock.today), where, before)

    # Whether it came

    def check(self):
        """Settle what has come; nothing may be late."""
        for key, promise in list(self.open.items()):
            person = promise.to
            if promise.comes == "question" and self.year.keeps_quiet(person):
                promise.by = max(promise.by, self.year.clock.now + 5 * WEEKS)
            # An email without a link, such as that of the closing, is about all of a person's.
            about = ("", promise.letter)
            came = {mail.kind for mail in person.mails if mail.letter in about}
            if promise.comes in came or self.is_no_more_expected(promise, came):
                self.kept[promise.comes] += 1
                del self.open[key]
                continue
            assert promise.by > self.year.clock.now or self.year.rests, (
                promise, came,
            )  # fmt: skip

    def is_no_more_expected(self, promise, came):
        """Whether its person did something else meanwhile, or was told something else."""
        person = promise.to
        was_told = came & {"not sent", "given back", "failed", "came back"}
        if was_told or person.is_done or self.year.was_forgotten(person):
            return True
        if promise.comes == "question":
            return bool(person.said) or self.year.is_closed
        if promise.comes == "reminder":
            return bool(person.confirmed_on) or not self.year.can_go(person.council)
        return False

    # Told once, and one thing

    def nobody_was_told_two_things(self, people):
        for person in people:
            seen = Counter((mail.subject, mail.text) for mail in person.mails)
            assert not [each for each, times in seen.items() if times > 1], (person.email, seen)
            about = defaultdict(list)
            for mail in person.mails:
                if mail.letter and mail.kind != "links":
                    about[mail.letter].append(mail)
            for mails in about.values():
                self.one_thing(person, mails)

    def one_thing(self, person, mails):
        kinds = [mail.kind for mail in mails]
        for at, mail in enumerate(mails):
            later = mails[at + 1 :]
            if mail.kind in ENDS:
                assert not later, (person.email, kinds)
            if mail.kind in ASKS:
                for other in later:
                    is_other = other.kind in ENDS | {"reminder"}
                    assert not is_other or other.at - mail.at > HOUR, (person.email, kinds)
            if mail.kind == "copy":
                assert not [each for each in later if each.kind in ASKS - {"asked again"}], kinds
