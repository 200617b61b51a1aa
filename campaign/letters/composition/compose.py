"""Compose a letter: the supporter's own words first, then what is asked of their council today.

Of several wordings one is drawn by the token of the draft, so that no two councillors open the same
letter twice, and one draft stays the same.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.utils.text import capfirst

from campaign.letters.composition import wordings
from campaign.letters.composition.originality import without_unfinished
from campaign.letters.composition.wordings import PATTERNS, QUESTIONS, Pattern
from councils.dates import PartialDate, Precision, format_date
from councils.map.areas import neighbours
from councils.models import Event, EventKind, Role
from councils.names import in_place, join_names, lower_first, possessive
from councils.record import CouncilOnDay, Record, cached_with_record, record_on
from councils.record.charter_text import letter_line
from councils.record.missing_from_care import newest_figures
from councils.record.status import Status
from councils.record.tallies import signed_words
from councils.sentences import (
    CHARTER,
    ONE_OF_THE_FIRST,
    is_listed_only,
    missing_from_its_care,
    several,
    signed_next_door,
    times_in_all,
)

PARAGRAPH = "\n\n"
FIGURE_YEARS = 5
"""A figure more years old than this is not quoted in a letter."""
CITY_OF_LONDON = "LND"
MAX_MAILTO_LENGTH = 2000
"""Longest mailto address, in characters, that every email app takes; some cut off the rest."""
MAILTO_SAFE = "!$'()*,;:@"
"""Characters left unencoded (RFC 6068). Not "+", which some email apps read as a space."""


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
        return PATTERNS.get(self.row.status, PATTERNS[Status.NOT_SIGNED])

    def draw(self, part: str, texts: tuple[str, ...]) -> str:
        """Return this letter's wording of a part."""
        digest = hashlib.blake2b(f"{self.seed} {part}".encode(), digest_size=4).digest()
        return texts[int.from_bytes(digest) % len(texts)]

    def fill(self, text: str) -> str:
        return text.format_map(self.values)

    @property
    def subject(self) -> str:
        return self.fill(wordings.SECOND_SUBJECT if self.first else self.pattern.subject)

    @property
    def subjects(self) -> set[str]:
        """Every subject of ours for a letter to this council, whatever its status."""
        return {self.fill(pattern.subject) for pattern in PATTERNS.values()}

    @property
    def ask(self) -> str:
        """What the letter asks of the council; before that, it takes up the council's answer."""
        ask = self.fill(self.draw("ask", self.pattern.asks))
        return f"{self.fill(wordings.REPLIED)} {ask}" if self.takes_up_reply else ask

    @cached_property
    def reply(self) -> Event | None:
        """The council's last answer on record, which its writer should know of; None if none."""
        return reply_events(self.record).get(self.row.id)

    @property
    def takes_up_reply(self) -> bool:
        """Whether the letter takes up the answer: it came after what the status rests on."""
        if self.reply is None:
            return False
        row = self.row
        fact = row.status_event if row.status.rests_on_an_event else row.signature
        return fact is None or self.reply.counts_from >= fact.counts_from

    def text(self, topics: list[str], own_line: str = "") -> str:
        """Return the letter without who signs it. Unknown topics are ignored."""
        if self.first:
            return PARAGRAPH.join([self.fill(wordings.GREETING), *self.second(), wordings.CLOSING])
        own = without_unfinished(own_line) or self.fill(wordings.OPENING)
        parts = (
            self.fill(wordings.GREETING),
            own,
            self.ask,
            *self.found,
            *self.asked(topics),
            *self.ending,
            self.draw("answer", self.pattern.answers),
            wordings.CLOSING,
        )
        return PARAGRAPH.join(filter(None, parts))

    @property
    def found(self) -> list[str]:
        """The charter for a council that signed; the figure, and what was found next door."""
        if self.row.status == Status.SIGNED:
            publish = wordings.CHARTER if self.successors else self.fill(wordings.PUBLISH)
            return [publish, self.figure]
        if self.row.status != Status.NOT_SIGNED:
            return [self.figure]
        return [" ".join(filter(None, [self.figure, *self.next_door, self.not_found]))]

    @property
    def not_found(self) -> str:
        return self.fill(wordings.NOT_FOUND)

    @cached_property
    def figure(self) -> str:
        """The newest figure of children missing from its care; "" if none is published."""
        newest = newest_figures(self.record, self.row)
        if newest is None or newest.year < self.record.on.year - FIGURE_YEARS:
            return ""
        went_missing = missing_from_its_care(self.row.short_name_in_sentence, newest)
        return f"{went_missing}{times_in_all(newest)} (Department for Education)."

    @property
    def next_door(self) -> list[str]:
        """Name the neighbours that signed: those on the list of 2013, and those known otherwise.

        The letter has named the charter already.
        """
        listed, others = signed_next_door(neighbours(self.record, self.row))
        sentences = []
        if listed:
            sentences.append(f"{several(listed)} {signed_words(listed)}.")
        if len(others) == 1:
            when = known(others[0].when) or " too"
            sentences.append(f"{several(others)} signed{when}.")
        elif others:
            sentences.append(f"{several(others)} have signed.")
        return sentences

    def asked(self, keys: list[str]) -> Iterator[str]:
        """Yield a paragraph for each question that was ticked."""
        lead = wordings.FIRST_QUESTION
        for question in QUESTIONS:
            if question.key in keys:
                yield f"{lead} {lower_first(question.words)} {question.more}".rstrip()
                lead = wordings.NEXT_QUESTION

    @property
    def ending(self) -> list[str]:
        """What follows the questions: who takes over, and that the list may be wrong."""
        handover = self.fill(wordings.HANDOVER) if self.successors else ""
        is_sure = self.row.status != Status.SIGNED or self.row.is_confirmed
        is_listed = self.row.signature and self.row.signature.register_key
        if_wrong = wordings.IF_THE_LIST_IS_WRONG if is_listed else wordings.IF_WRONG
        return [handover, "" if is_sure else self.fill(if_wrong)]

    def second(self) -> list[str]:
        """Return the paragraphs of a letter that follows one without an answer."""
        paragraphs = [self.fill(text) for text in wordings.SECOND]
        if self.first and self.first.council.id != self.row.id:
            paragraphs.insert(1, self.fill(wordings.SECOND_TO_ANOTHER))
        return paragraphs

    @cached_property
    def paragraphs(self) -> set[str]:
        """Every paragraph of ours that a letter to this council can have, whatever its status."""
        patterns = PATTERNS.values()
        whole = (
            *(text for pattern in patterns for text in (*pattern.asks, *pattern.answers)),
            wordings.GREETING, wordings.OPENING, wordings.CLOSING, wordings.CHARTER,
            wordings.PUBLISH, wordings.NOT_FOUND,
            wordings.IF_WRONG, wordings.IF_THE_LIST_IS_WRONG,
        )  # fmt: skip
        keys = [question.key for question in QUESTIONS]
        return {
            *map(self.fill, whole),
            self.ask,
            self.figure,
            *self.found,
            *(asked for first in range(len(keys)) for asked in self.asked(keys[first:])),
            *self.ending,
            *(self.second() if self.first else ()),
        } - {""}

    # What fills the braces

    @cached_property
    def successors(self) -> list[CouncilOnDay]:
        """The councils that take over from this one on the first such day after the record's."""
        ahead = [line for line in self.row.lines
                 if line.on > self.record.on and line.new in self.row.successors]  # fmt: skip
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
            "shorts": possessive(short),
            "in_area": in_place(short),
            "In_area": capfirst(in_place(short)),
            "role": self.role,
            "signed": self.how_signed,
            "old_signed": how_known(old) if old else "",
            "withdrew": self.how_withdrew,
            "begins": format_date(row.starts_on) if row.starts_on else "",
            "successors": join_names([heir.short_name_in_sentence for heir in heirs]),
            "day": format_date(heirs[0].starts_on) if heirs and heirs[0].starts_on else "",
            "decision": "that you signed it" if row.status == Status.SIGNED else "what you decide",
            "reply_when": self.reply.when.words if self.reply else "",
            "first_day": self.first.day if self.first else "",
            "first_council": self.first_council,
        }

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
        return "Member" if self.row.code == CITY_OF_LONDON else "Councillor"

    @property
    def how_withdrew(self) -> str:
        when = known(self.row.when)
        if not when:
            return f"has withdrawn from {CHARTER}"
        return f"withdrew from {CHARTER}{when}"

    @property
    def how_signed(self) -> str:
        """How the signature is known, after "the council"."""
        if is_listed_only(self.row):
            return f"is on a list, from September 2013, of those that had signed {CHARTER}"
        note = self.row.signature.note if self.row.signature else ""
        first = ", as one of the first" if ONE_OF_THE_FIRST in note else ""
        when = self.row.signature.when if self.row.signature else None
        return f"had signed {CHARTER}{known(when)}{first}"


def known(when: PartialDate | None) -> str:
    """Return the day of a fact after a verb, "by" a day as "by" its month; "" if it is unknown."""
    if when is None or when.date is None or when.precision == Precision.UNKNOWN:
        return ""
    return f" by {when.date:%B %Y}" if when.precision == Precision.BY else f" {when.words}"


def how_known(row: CouncilOnDay) -> str:
    """Say at the start of a sentence that a council signed, and how that is known."""
    how = signed_words([row], what=CHARTER) if is_listed_only(row) else f"signed {CHARTER}"
    return f"{capfirst(row.short_name_in_sentence)} {how}"


def small_print(row: CouncilOnDay) -> str:
    """Return what stands below the writer's name: whose words these are, and where the sources."""
    return wordings.SMALL_PRINT.format(
        short=row.short_name_in_sentence,
        page=settings.SITE_URL + row.url,
        charter=letter_line(record_on(), settings.SITE_URL),
    )


def signed_text(row: CouncilOnDay, text: str, sender: Iterable[str]) -> str:
    """Return a letter with who it is from, and what stands below: as it is sent and copied."""
    lines = "\n".join(filter(None, sender))
    return f"{text.rstrip()}\n\n{lines}\n\n—\n{small_print(row)}\n"


def mailto(to: str, subject: str, text: str) -> str:
    """Return the address that opens a letter in an email app.

    If it is too long with the text, it has only the recipient and the subject.
    """
    without = f"mailto:{quote(to, safe='@')}?subject={quote(subject, safe=MAILTO_SAFE)}"
    whole = f"{without}&body={quote(text.replace('\n', '\r\n'), safe=MAILTO_SAFE)}"
    return whole if len(whole) <= MAX_MAILTO_LENGTH else without
