"""Which confirmed letters a person reads before they go: those with which a stranger could use us.

``Letter.confirm()`` asks ``look_at``; staff read them on /admin/letters/read/ (staff/screens.py).

A letter goes out from our address to a director of our choosing, so nobody may send many of them a
text of their own unread, or sign it as somebody else. Letters that are mostly in our wording may be
as many as they like: ``HeldFor.MANY`` is for those in their writers' own words of which one
network, or one domain of email addresses, sent many. One wholly in our wording, and signed by a
person, never waits. The reasons are ``HeldFor``; the pages *For councils*, *How we count* and
*Privacy* name them, and another would need a line there.
"""

import datetime as dt
from collections.abc import Iterable
from functools import cached_property

from django.db import connection
from django.utils import timezone

from campaign import rate_limits
from campaign.confirmation import domain_of_few
from campaign.letters.accounts import accounts
from campaign.letters.composition import originality
from campaign.letters.composition.originality import length_of
from campaign.letters.links import as_read, unknown_links
from campaign.letters.lookalikes import as_it_looks
from campaign.letters.offices import has_office, is_no_person
from campaign.letters.row import LetterRow
from campaign.letters.states import HeldFor
from campaign.letters.telephones import telephones
from campaign.letters.threats import is_read_first
from campaign.letters.traces import (
    IN_COMMON,
    MOST_LINKS,
    SHORT_IN_COMMON,
    Trace,
    TraceKind,
    hash_of,
    hashes_of_pairs,
    keep_traces,
)
from campaign.outbox.models import MailSettings
from campaign.staff.emails import ask_to_hold_letters
from councils.dates import today

OWN_ENOUGH = 200
"""Characters of somebody's own words, with spaces, that no two people write alike by chance."""
COUNCILS_FOR_FEW_WORDS = 10
"""Councils that may get the same few words unread: a class may share a line, and no more."""
HARDLY_OURS = 300
"""Characters of our wording, without spaces, below which a text is almost wholly its writer's own;
so is one of which our wording is less than a tenth."""
OURS_AT_MOST = 750
"""Characters of ours that count at most: as many as a letter of ours has. Or somebody could add all
that we ever wrote."""
COUNCILS_A_DAY = 5
"""Councils to which letters mostly in their writers' own words, or with a link, go unread in a day,
from one network and from one mail domain."""
LETTERS_A_DAY = 30
"""Such letters from there that one council gets unread in a day: a class writes as many. Somebody
who harasses one officer writes more."""
MANY_LETTERS = 20
MANY_COUNCILS = 10
"""Such letters an hour, and the councils they go to, above which staff are asked whether to read
them all."""
HOUR = dt.timedelta(hours=1)
LOOKING = 0x6C65_7474
"""The lock of PostgreSQL that lets one letter be looked at after another."""


class Look:
    """A look at a letter that was just confirmed, in the transaction that confirms it.

    ``ours`` are the paragraphs and subjects of ours that it could have; ``network`` is the one from
    which it was confirmed, if that is known. ``busy_factor`` raises the limits on a day on which
    staff expect many letters.
    """

    def __init__(self, letter: LetterRow, network: str, ours: Iterable[str]) -> None:
        self.letter = letter
        self.network = network
        # Not ``as_read``: in our own words nothing is hidden.
        self.ours = [as_it_looks(each) for each in ours]
        self.text = as_it_looks(as_read(letter.text))
        self.around = [letter.subject, letter.name, letter.postal_address]
        self.mail = MailSettings.current()
        self.busy_factor = rate_limits.busy_factor()

    # What is in it

    @cached_property
    def own(self) -> str:
        """What of its text is in its writer's own words."""
        return originality.own_words(self.text, self.ours).strip()

    @cached_property
    def length_of_ours(self) -> int:
        return originality.length_of_ours(self.text, self.ours)

    @property
    def is_mostly_own(self) -> bool:
        return length_of(self.own) > min(self.length_of_ours, OURS_AT_MOST)

    @property
    def counts_among_many(self) -> bool:
        """Whether it counts among the many of one network, one domain of email or one hour.

        Those do that are mostly in their writers' own words, or have a link.
        """
        return self.is_mostly_own or bool(self.links)

    @property
    def has_hardly_ours(self) -> bool:
        return self.length_of_ours < max(HARDLY_OURS, length_of(self.text) // 10)

    @cached_property
    def links_around(self) -> set[str]:
        """Where its subject, name and address lead, of which none has wording of ours."""
        return unknown_links(self.around, self.letter.email)

    @cached_property
    def links(self) -> set[str]:
        return unknown_links([self.letter.text], self.letter.email) | self.links_around

    @property
    def has_very_many_links(self) -> bool:
        """Whether it has more than are compared: one could hide among them."""
        return len(self.links) > MOST_LINKS

    # What it is compared by

    @cached_property
    def words_hashed(self) -> list[int]:
        around = [as_it_looks(as_read(each)) for each in self.around]
        return hashes_of_pairs(self.own, around, self.ours)

    @cached_property
    def links_hashed(self) -> list[int]:
        """The hashes of its links and, as far as there is room, of its numbers and accounts."""
        texts = [self.letter.text, *self.around]
        numbers = (telephones(texts) | accounts(texts)) - self.links
        hashed = sorted(hash_of(f"link {each}") for each in self.links)
        # Last, so that no number takes the place of a link.
        hashed += sorted(hash_of(f"link {each}") for each in numbers)
        return hashed[:MOST_LINKS]

    @cached_property
    def whence(self) -> list[tuple[TraceKind, int]]:
        """Where it comes from: its network, and the domain of an address that few can have."""
        day = today()
        found = []
        if self.network:
            found.append((TraceKind.NETWORK, hash_of(f"network {day} {self.network}")))
        domain = domain_of_few(self.letter.email)
        if domain:
            found.append((TraceKind.DOMAIN, hash_of(f"domain {day} {domain}")))
        return found

    def traces(self, *, goes: bool) -> list[tuple[TraceKind, int]]:
        """Return the hashes that are kept of it, with their kinds."""
        found = [(TraceKind.WORDS, hashed) for hashed in self.words_hashed]
        found += [(TraceKind.LINK, hashed) for hashed in self.links_hashed]
        if goes and self.counts_among_many:
            # That it went is one row, with nothing to hash.
            found.append((TraceKind.WENT, 0))
            found += self.whence
        return found

    # Why a person reads it first

    def why(self) -> HeldFor | None:
        """Return the first reason there is, the plainest to its writer first."""
        if self.links_around:
            return HeldFor.AROUND
        if self.links and (self.has_hardly_ours or self.has_very_many_links):
            return HeldFor.LINK
        if is_no_person(self.letter.name) or has_office(self.letter.postal_address):
            return HeldFor.NAME
        if is_read_first("\n".join([self.letter.text, *self.around])):
            return HeldFor.WORDS
        if self.leads_where_another_does():
            return HeldFor.SAME_LINK
        if self.says_what_another_does():
            return HeldFor.SAME_WORDS
        if not self.counts_among_many:
            return None
        if self.mail.reads_own_words:
            return HeldFor.TODAY
        if self.is_from_where_many_came():
            return HeldFor.MANY
        return None

    def leads_where_another_does(self) -> bool:
        elsewhere = Trace.objects.exclude(council=self.letter.council)
        same = elsewhere.filter(kind=TraceKind.LINK, hashed__in=self.links_hashed)
        return same.exists()

    def says_what_another_does(self) -> bool:
        """Whether its own words are nearly those of a letter to another council.

        Of a few words only whether many other councils got them: two people may write them alike.
        """
        elsewhere = Trace.objects.exclude(council=self.letter.council)
        pairs_enough = IN_COMMON
        councils_enough = 1
        if len(self.own) < OWN_ENOUGH:
            pairs_enough = SHORT_IN_COMMON
            councils_enough = COUNCILS_FOR_FEW_WORDS
        councils = elsewhere.count_councils_told_nearly_the_same(self.words_hashed, pairs_enough)
        return councils >= councils_enough

    def is_from_where_many_came(self) -> bool:
        """Whether others from there have reached enough councils today, or this one too often."""
        enough = COUNCILS_A_DAY * self.busy_factor
        enough_here = LETTERS_A_DAY * self.busy_factor
        for kind, hashed in self.whence:
            from_there = Trace.objects.filter(kind=kind, hashed=hashed)
            if from_there.count_councils() >= enough:
                return True
            if from_there.filter(council=self.letter.council).count() >= enough_here:
                return True
        return False

    # When it has gone

    def ask_staff_if_many(self) -> None:
        """Ask staff, once a day, whether to read all such letters, if an hour had many."""
        lately = Trace.objects.filter(kind=TraceKind.WENT, at__gt=timezone.now() - HOUR)
        letters = lately.count()
        councils = lately.count_councils()
        are_many = letters > MANY_LETTERS * self.busy_factor
        if are_many and councils > MANY_COUNCILS * self.busy_factor:
            ask_to_hold_letters(letters, councils)


def look_at(letter: LetterRow, network: str, ours: Iterable[str]) -> HeldFor | None:
    """Return why a person reads a letter first, None if it goes; keep what others are compared by.

    Call it in the transaction that confirms the letter.
    """
    wait_for_others()
    Trace.objects.filter(of_letter=letter.pk).delete()  # if it was asked again
    look = Look(letter, network, ours)
    why = look.why()
    keep_traces(letter, look.traces(goes=why is None))
    if why is None and look.counts_among_many:
        look.ask_staff_if_many()
    return why


def wait_for_others() -> None:
    """Let others look only once this transaction has ended: of thirty at once each would see none.

    SQLite has one writer at a time by itself.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOOKING])
