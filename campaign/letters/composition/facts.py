"""What a letter says of its council: the facts that fill the braces of its wordings."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.utils.text import capfirst

from councils.dates import PartialDate, Precision, format_date
from councils.models import Event, EventKind, Role
from councils.names import in_place, join_names
from councils.record import CouncilOnDay, LineageLink, Record, cached_with_record
from councils.record.tallies import signed_words
from councils.sentences import CHARTER, ONE_OF_THE_FIRST, is_listed_only

CITY_OF_LONDON = "LND"
CHARTER_OF_2012 = f"{CHARTER} of 2012"


class FirstLetter(NamedTuple):
    """The letter that a second one follows: the day it was confirmed, and its council."""

    day: str
    council: CouncilOnDay


@cached_with_record
def reply_events(record: Record) -> dict[int, Event]:
    """Return the last reply of each council, read once for each version of the record."""
    replies = Event.objects.counting(record.on).filter(kind=EventKind.REPLY)
    return {event.council_id: event for event in replies.order_by("counted_from", "pk")}


@dataclass
class LetterFacts:
    """What is known of one letter's council on the record's day, in words."""

    record: Record
    row: CouncilOnDay
    role: str = Role.LEAD_MEMBER.label
    seed: str = ""
    """Draws the wordings of one letter, which stay the same for it."""
    first: FirstLetter | None = None
    """The letter that this one follows, if it is a second one."""

    @cached_property
    def reply(self) -> Event | None:
        """The council's last answer on record, which its writer should know of; None if none."""
        return reply_events(self.record).get(self.row.id)

    @property
    def next_successors(self) -> list[CouncilOnDay]:
        """The councils that take over from this one on the first such day after the record's."""
        return [link.new for link in self.takeovers]

    @cached_property
    def takeovers(self) -> list[LineageLink]:
        """The links from this council to its next successors.

        The day of a link counts: a council that takes over may itself have begun long before.
        """
        ahead = []
        for link in self.row.lines:
            if link.on > self.record.on and link.new in self.row.successors:
                ahead.append(link)
        first_day = min((link.on for link in ahead), default=None)
        return [link for link in ahead if link.on == first_day]

    @cached_property
    def values(self) -> dict[str, str]:
        row = self.row
        short = row.short_name_in_sentence
        return self.who_takes_over | {
            "greeted": self.greeted,
            "short": short,
            "Short": capfirst(short),
            "in_area": in_place(short),
            "In_area": capfirst(in_place(short)),
            "lead": self.led,
            "signed": self.how_signed,
            "old_signed": self.how_old_signed,
            "withdrew": self.how_withdrew,
            "refused_when": when_or_nothing(row.refusal),
            "begins": day_or_nothing(row.starts_on),
            "reply_when": when_or_nothing(self.reply),
            "first_day": self.first_day,
            "first_council": self.first_council,
        }

    @property
    def who_takes_over(self) -> dict[str, str]:
        """What is said of the successors; nothing without any."""
        heirs = self.next_successors
        if not heirs:
            return dict.fromkeys(("successors", "take", "them", "day"), "")
        is_one = len(heirs) == 1
        return {
            "successors": join_names([heir.short_name_in_sentence for heir in heirs]),
            "take": "takes" if is_one else "take",
            "them": "it" if is_one else "them",
            "day": day_or_nothing(self.takeovers[0].on),
        }

    @property
    def led(self) -> str:
        """What whoever is written to leads."""
        if self.role == Role.LEADER.label:
            return "the council"
        return "on children’s services"

    @property
    def first_day(self) -> str:
        """The day of the first letter, in a second one; "" in any other."""
        if self.first is None:
            return ""
        return self.first.day

    @property
    def first_council(self) -> str:
        """Whom the first letter was to, in a second one."""
        if self.first is None or not self.is_to_another_council:
            return "you"
        return self.first.council.short_name_in_sentence

    @property
    def is_to_another_council(self) -> bool:
        """Whether it is a second letter, and goes to whoever took over from the first's council."""
        return self.first is not None and self.first.council.id != self.row.id

    @property
    def greeted(self) -> str:
        """How the addressee is greeted: by law the Lead Member is a councillor."""
        if self.role == Role.DIRECTOR.label:
            return "Director"
        if self.row.code == CITY_OF_LONDON:
            return "Member"
        return "Councillor"

    @property
    def is_sure_of_signature(self) -> bool:
        """Whether its signature is confirmed, or its day, month or year is known.

        Of others we know only a day by which they were made.
        """
        if self.row.is_confirmed:
            return True
        signature = self.row.signature
        if signature is None:
            return False
        return signature.when.precision in (Precision.DAY, Precision.MONTH, Precision.YEAR)

    @property
    def how_withdrew(self) -> str:
        when = when_after_verb(self.row.when)
        if not when:
            return f"has withdrawn from {CHARTER_OF_2012}"
        return f"withdrew from {CHARTER_OF_2012}{when}"

    @property
    def how_old_signed(self) -> str:
        """How the signature of the council before it is known; "" if it inherited none."""
        old = self.row.inherited_from
        if old is None:
            return ""
        return how_known(old)

    @property
    def how_signed(self) -> str:
        """How the signature is known, after "the council"."""
        if is_listed_only(self.row):
            return signed_words([self.row], what=CHARTER_OF_2012)
        signature = self.row.signature
        if signature is None:
            return f"signed {CHARTER_OF_2012}"
        first = ", as one of the first" if ONE_OF_THE_FIRST in signature.note else ""
        return f"signed {CHARTER_OF_2012}{when_after_verb(signature.when)}{first}"


def when_after_verb(when: PartialDate | None) -> str:
    """Return a fact's day in words, with the space before them: " on 9 July 2012"; "" if unknown.

    Of a fact known only by some day just the month is named: " by July 2012".
    """
    if when is None or when.date is None or when.precision == Precision.UNKNOWN:
        return ""
    if when.precision == Precision.BY:
        return f" by {when.date:%B %Y}"
    return f" {when.words}"


def when_or_nothing(event: Event | None) -> str:
    if event is None:
        return ""
    return event.when.words


def day_or_nothing(day: dt.date | None) -> str:
    if day is None:
        return ""
    return format_date(day)


def how_known(row: CouncilOnDay) -> str:
    """Say at the start of a sentence that a council signed, and how that is known."""
    how = f"signed {CHARTER_OF_2012}"
    if is_listed_only(row):
        how = signed_words([row], what=CHARTER_OF_2012)
    return f"{capfirst(row.short_name_in_sentence)} {how}"
