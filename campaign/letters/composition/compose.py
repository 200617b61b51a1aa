"""Compose a letter: its writer's own words first, then what is asked of their council today.

Of several wordings one is drawn by the token of the draft, so that no two councillors open the same
letter twice, and one draft stays the same.
"""

import hashlib
from collections.abc import Iterable
from functools import cached_property
from itertools import combinations

from campaign.letters.composition import wordings
from campaign.letters.composition.facts import LetterFacts, when_after_verb
from campaign.letters.composition.originality import without_unfinished
from campaign.letters.composition.wordings import ALL_PATTERNS, PATTERNS, QUESTIONS, Pattern
from councils.map.areas import neighbours
from councils.record.missing_from_care import newest_figures
from councils.record.status import Status
from councils.record.tallies import signed_words
from councils.sentences import several, signed_next_door, times_in_all

PARAGRAPH = "\n\n"
FIGURE_YEARS = 5
"""A figure more years old than this is not quoted in a letter."""


class LetterComposer(LetterFacts):
    """The wordings of one letter to a council, as the record has it on its day."""

    @cached_property
    def pattern(self) -> Pattern:
        return wordings.pattern_for(self.row)

    @property
    def is_to_a_signatory(self) -> bool:
        """Whether it writes to a council that signed: not if that disputes it (``pattern_for``)."""
        return self.pattern is PATTERNS[Status.SIGNED]

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
        subjects = {self.subject}
        for pattern in ALL_PATTERNS:
            subjects.add(self.fill(pattern.subject))
        return subjects

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

    @property
    def takes_up_reply(self) -> bool:
        """Whether the letter takes up the answer: it came after what the status rests on."""
        if self.reply is None or self.row.refusal:
            return False
        fact = self.row.fact
        return fact is None or self.reply.counts_from >= fact.counts_from

    @property
    def before_the_questions(self) -> list[str]:
        """The paragraphs from what is asked to who takes over, without the empty ones."""
        parts = [self.ask]
        if self.is_to_a_signatory and self.next_successors:
            parts.append(wordings.WHAT_IT_ASKS)
        elif self.is_to_a_signatory:
            parts.append(wordings.PUBLISH)
        parts.append(self.what_was_found)
        if self.next_successors:
            parts.append(self.fill(wordings.HANDOVER))
        return [part for part in parts if part]

    @property
    def what_was_found(self) -> str:
        """The figure and, where no signature was found, who signed next door."""
        if not self.pattern.says_not_found:
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
            when = when_after_verb(others[0].when) or " too"
            return f"{several(others)} signed{when}."
        if others:
            return f"{several(others)} have signed."
        return ""

    @property
    def before_the_list(self) -> str:
        return wordings.ASKED

    def list_of_questions(self, keys: Iterable[str]) -> str:
        """Return the paragraph with the questions that were ticked; "" for none."""
        lines = [self.before_the_list]
        for question in QUESTIONS:
            if question.key in keys:
                lines.append(f"- {question.words}")
        if len(lines) == 1:
            return ""
        return "\n".join(lines)

    @property
    def after_the_questions(self) -> list[str]:
        """What follows the questions: that the record may be wrong, and the request to answer."""
        request = self.fill(self.draw("answer", self.pattern.closing_requests))
        if self.is_to_a_signatory and not self.is_sure_of_signature:
            return [wordings.IF_WRONG, request]
        return [request]

    @property
    def closing(self) -> str:
        return wordings.CLOSING

    def paragraphs_of_second_letter(self) -> list[str]:
        """Return the paragraphs of a letter that follows one without an answer."""
        wrote = self.fill(wordings.SECOND_WROTE)
        asks_again = self.fill(wordings.SECOND_ASKS_AGAIN)
        between = ""
        if self.is_to_another_council:
            between = f"{self.fill(wordings.SECOND_TO_ANOTHER)} "
        return [f"{wrote} {between}{asks_again}", self.fill(wordings.SECOND_ASKS)]

    # The whole

    def text(self, topics: Iterable[str], own_line: str = "") -> str:
        """Return the letter without who signs it.

        ``topics`` are the keys of the questions that were ticked; unknown ones are ignored.
        """
        if self.first:
            second = (self.greeting, *self.paragraphs_of_second_letter(), self.closing)
            return PARAGRAPH.join(second)
        parts = (
            self.greeting,
            without_unfinished(own_line),
            *self.before_the_questions,
            self.list_of_questions(topics),
            *self.after_the_questions,
            self.closing,
        )
        return PARAGRAPH.join(part for part in parts if part)

    @cached_property
    def all_of_ours(self) -> set[str]:
        """Every paragraph and subject of ours that a letter to this council can have."""
        ours = {self.greeting, self.closing, wordings.WHAT_IT_ASKS, wordings.PUBLISH}
        ours |= {wordings.NOT_FOUND, wordings.IF_WRONG}
        for pattern in ALL_PATTERNS:
            for text in (*pattern.asks, *pattern.closing_requests):
                ours.add(self.fill(text))
        ours |= self.subjects
        ours |= all_lists_of_questions(self)
        ours.update(self.before_the_questions)
        ours.add(self.figure)
        if self.first:
            ours.update(self.paragraphs_of_second_letter())
        return ours - {""}


def all_lists_of_questions(composer: LetterComposer) -> set[str]:
    """Return the paragraph with the questions for each choice of them."""
    keys = [question.key for question in QUESTIONS]
    lists = set()
    for number in range(1, len(keys) + 1):
        for chosen in combinations(keys, number):
            lists.add(composer.list_of_questions(chosen))
    return lists
