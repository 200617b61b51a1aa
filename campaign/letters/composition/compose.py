"""Compose a letter: the supporter's own words first, then what is asked of their council today.

Of several wordings one is drawn by the token of the draft, so that no two councillors open the same
letter twice, and one draft stays the same.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from django.utils.text import capfirst

from campaign.letters.composition import wordings
from campaign.letters.composition.originality import without_unfinished
from campaign.letters.composition.wordings import ALL_PATTERNS, PATTERNS, QUESTIONS, Pattern
from councils.dates import PartialDate, Precision, format_date
from councils.map.areas import neighbours
from councils.models import Event, EventKind, Role
from councils.names import in_place, join_names
from councils.record import CouncilOnDay, Record, cached_with_record
from councils.record.missing_from_care import newest_figures
from councils.record.status import Status
from councils.record.tallies import signed_words
from councils.sentences import (
    CHARTER,
    ONE_OF_THE_FIRST,
    is_listed_only,
    several,
    signed_next_door,
    times_in_all,
)

PARAGRAPH = "\n\n"
FIGURE_YEARS = 5
"""A figure more years old than this is not quoted in a letter."""
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
class LetterComposer:
    """The wordings of one letter to a council, as the record has it on its day."""

    record: Record
    row: CouncilOnDay
    role: str = Role.LEAD_MEMBER.label
    seed: str = ""
    first: FirstLetter | None = None
    """The letter that this one follows, if it is a second one."""

    @cached_property
    def pattern(self) -> Pattern:
        if self.row.status == Status.SIGNED and self.row.disputed:
            return wordings.DISPUTED
        if self.row.refusal:
            return wordings.REFUSED
        return PATTERNS.get(self.row.status, PATTERNS[Status.NOT_SIGNED])

    def draw(self, part: str, texts: tuple[str, ...]) -> str:
        """Return this letter's wording of a part."""
        digest = hashlib.blake2b(f"{self.seed} {part}".encode(), digest_size=4).digest()
        return texts[int.from_bytes(digest) % len(texts)]

    def fill(self, text: str) -> str:
        return text.format_map(self.values)

    # Its parts, in order

    @property
    def subject(self) -> str:
        if self.first:
            return self.fill(wordings.SECOND_SUBJECT)
        return self.fill(self.pattern.subject)

    @property
    def subjects(self) -> set[str]:
        """Every subject of ours for a letter to this council, whatever its status."""
        return {self.fill(pattern.subject) for pattern in ALL_PATTERNS} | {self.subject}

    @property
    def greeting(self) -> str:
        return self.fill(wordings.GREETING)

    @property
    def ask(self) -> str:
        """What the letter asks of the council; before that, it takes up the council's answer."""
        ask = self.fill(self.draw("ask", self.pattern.asks))
        if not self.takes_up_reply:
            return ask
        return f"{self.fill(wordings.REPLIED)} {ask}"

    @property
    def where_i_live(self) -> str:
        """The words in which the letter says that its writer lives there."""
        for words in ("where I live", "I live here"):
            if words in self.ask:
                return words
        return self.fill("I live {in_area}")

    @cached_property
    def reply(self) -> Event | None:
        """The council's last answer on record, which its writer should know of; None if none."""
        return reply_events(self.record).get(self.row.id)

    @property
    def takes_up_reply(self) -> bool:
        """Whether the letter takes up the answer: it came after what the status rests on."""
        if self.reply is None or self.row.refusal:
            return False
        row = self.row
        fact = row.status_event if row.status.rests_on_an_event else row.signature
        return fact is None or self.reply.counts_from >= fact.counts_from

    @property
    def before_the_questions(self) -> list[str]:
        """The paragraphs from what is asked to who takes over, without the empty ones."""
        parts = [self.ask]
        has_signed = self.pattern is PATTERNS[Status.SIGNED]
        if has_signed and self.successors:
            parts.append(wordings.WHAT_IT_ASKS)
        elif has_signed:
            parts.append(wordings.PUBLISH)
        parts.append(self.found)
        if self.successors:
            parts.append(self.fill(wordings.HANDOVER))
        return [part for part in parts if part]

    @property
    def found(self) -> str:
        """The figure and, where no signature was found, who signed next door."""
        if not self.pattern.finds:
            return self.figure
        sentences = (self.figure, self.next_door, wordings.NOT_FOUND)
        return " ".join(sentence for sentence in sentences if sentence)

    @cached_property
    def figure(self) -> str:
        """The newest figure of children missing from its care; "" if none is published."""
        newest = newest_figures(self.record, self.row)
        if newest is None or newest.year < self.record.on.year - FIGURE_YEARS:
            return ""
        numbers = newest.numbers
        return (
            f"{numbers.children:,} of the {numbers.looked_after:,} children"
            f" {self.row.short_name_in_sentence} looked after in the year to March {newest.year}"
            f" went missing{times_in_all(newest)} (Department for Education)."
        )

    @property
    def next_door(self) -> str:
        """Name the neighbours that signed, in one sentence: those on the list, or else the others.

        The letter has named the charter already.
        """
        listed, others = signed_next_door(neighbours(self.record, self.row))
        if listed:
            return f"{several(listed)} {signed_words(listed)}."
        if len(others) == 1:
            when = known(others[0].when) or " too"
            return f"{several(others)} signed{when}."
        if others:
            return f"{several(others)} have signed."
        return ""

    def asked(self, keys: Iterable[str]) -> str:
        """Return the paragraph with the questions that were ticked; "" for none."""
        lines = [wordings.ASKED]
        for question in QUESTIONS:
            if question.key in keys:
                lines.append(f"- {question.words}")
        if len(lines) == 1:
            return ""
        return "\n".join(lines)

    @property
    def after_the_questions(self) -> list[str]:
        """What follows the questions: that the record may be wrong, and how it asks to answer."""
        answer = self.fill(self.draw("answer", self.pattern.answers))
        if self.pattern is PATTERNS[Status.SIGNED] and not self.row.is_confirmed:
            return [wordings.IF_WRONG, answer]
        return [answer]

    def second(self) -> list[str]:
        """Return the paragraphs of a letter that follows one without an answer."""
        wrote, asks_again = map(self.fill, wordings.SECOND)
        between = ""
        if self.first and self.first.council.id != self.row.id:
            between = f"{self.fill(wordings.SECOND_TO_ANOTHER)} "
        return [f"{wrote} {between}{asks_again}", self.fill(wordings.SECOND_ASKS)]

    # The whole

    def text(self, topics: Iterable[str], own_line: str = "") -> str:
        """Return the letter without who signs it. Unknown topics are ignored."""
        if self.first:
            return PARAGRAPH.join([self.greeting, *self.second(), wordings.CLOSING])
        parts = (
            self.greeting,
            without_unfinished(own_line),
            *self.before_the_questions,
            self.asked(topics),
            *self.after_the_questions,
            wordings.CLOSING,
        )
        return PARAGRAPH.join(part for part in parts if part)

    @cached_property
    def paragraphs(self) -> set[str]:
        """Every paragraph and subject of ours that a letter to this council can have."""
        ours = {self.greeting, wordings.CLOSING, wordings.WHAT_IT_ASKS, wordings.PUBLISH}
        ours |= {wordings.NOT_FOUND, wordings.IF_WRONG}
        for pattern in ALL_PATTERNS:
            for text in (*pattern.asks, *pattern.answers):
                ours.add(self.fill(text))
        ours |= self.subjects
        ours |= all_that_is_asked(self)
        ours.update(self.before_the_questions)
        ours.add(self.figure)
        if self.first:
            ours.update(self.second())
        return ours - {""}

    # What fills the braces

    @cached_property
    def successors(self) -> list[CouncilOnDay]:
        """The councils that take over from this one on the first such day after the record's."""
        ahead = []
        for line in self.row.lines:
            if line.on > self.record.on and line.new in self.row.successors:
                ahead.append(line)
        return [line.new for line in ahead if line.on == ahead[0].on]

    @cached_property
    def values(self) -> dict[str, str]:
        row = self.row
        short = row.short_name_in_sentence
        old = row.inherited_from
        heirs = self.successors
        return {
            "greeted": self.greeted,
            "short": short,
            "Short": capfirst(short),
            "in_area": in_place(short),
            "In_area": capfirst(in_place(short)),
            "lead": self.led,
            "signed": self.how_signed,
            "old_signed": how_known(old) if old else "",
            "withdrew": self.how_withdrew,
            "answered": row.refusal.when.words if row.refusal else "",
            "begins": day_or_nothing(row.starts_on),
            "successors": join_names([heir.short_name_in_sentence for heir in heirs]),
            "take": "takes" if len(heirs) == 1 else "take",
            "them": "it" if len(heirs) == 1 else "them",
            "day": day_or_nothing(heirs[0].starts_on if heirs else None),
            "reply_when": self.reply.when.words if self.reply else "",
            "first_day": self.first.day if self.first else "",
            "first_council": self.first_council,
        }

    @property
    def led(self) -> str:
        """What whoever is written to leads."""
        if self.role == Role.LEADER.label:
            return "the council"
        return "on children’s services"

    @property
    def first_council(self) -> str:
        """Whom the first letter was to, in a second one."""
        if self.first is None or self.first.council.id == self.row.id:
            return "you"
        return self.first.council.short_name_in_sentence

    @property
    def greeted(self) -> str:
        """How the addressee is greeted: by law the Lead Member is a councillor."""
        if self.role == Role.DIRECTOR.label:
            return "Director"
        if self.row.code == CITY_OF_LONDON:
            return "Member"
        return "Councillor"

    @property
    def how_withdrew(self) -> str:
        when = known(self.row.when)
        if not when:
            return f"has withdrawn from {CHARTER_OF_2012}"
        return f"withdrew from {CHARTER_OF_2012}{when}"

    @property
    def how_signed(self) -> str:
        """How the signature is known, after "the council"."""
        if is_listed_only(self.row):
            return signed_words([self.row], what=CHARTER_OF_2012)
        signature = self.row.signature
        if signature is None:
            return f"signed {CHARTER_OF_2012}"
        first = ", as one of the first" if ONE_OF_THE_FIRST in signature.note else ""
        return f"signed {CHARTER_OF_2012}{known(signature.when)}{first}"


def known(when: PartialDate | None) -> str:
    """Return the day of a fact after a verb, "by" a day as "by" its month; "" if it is unknown."""
    if when is None or when.date is None or when.precision == Precision.UNKNOWN:
        return ""
    if when.precision == Precision.BY:
        return f" by {when.date:%B %Y}"
    return f" {when.words}"


def day_or_nothing(day: dt.date | None) -> str:
    if day is None:
        return ""
    return format_date(day)


def all_that_is_asked(composer: LetterComposer) -> set[str]:
    """Return the paragraph with the questions for each choice of them."""
    keys = [question.key for question in QUESTIONS]
    asked = set()
    for number in range(1, len(keys) + 1):
        for chosen in combinations(keys, number):
            asked.add(composer.asked(chosen))
    return asked


def how_known(row: CouncilOnDay) -> str:
    """Say at the start of a sentence that a council signed, and how that is known."""
    how = f"signed {CHARTER_OF_2012}"
    if is_listed_only(row):
        how = signed_words([row], what=CHARTER_OF_2012)
    return f"{capfirst(row.short_name_in_sentence)} {how}"
