"""Composes a letter from a council's status, the topics a supporter chose, and their own line.

Which of several wordings is used depends on the token of the draft, so that letters differ and one
draft stays the same; ``variant`` moves every part on to its next wording.
"""

import hashlib
from dataclasses import dataclass, field

from django.utils.text import capfirst

from campaign.letters.composition.templates import (
    CHARTER,
    HANDOVER,
    INTRODUCTIONS,
    TEMPLATES,
    TOPIC_LEADS,
)
from campaign.letters.composition.topics import TOPICS
from councils.dates import format_date
from councils.models import LineageKind
from councils.record import CouncilOnDay, Record


@dataclass(slots=True)
class Successors:
    """The councils that take over from a council, and the day on which they do."""

    names: list[str]
    day: str

    @property
    def names_in_sentence(self) -> str:
        return " and ".join(filter(None, [", ".join(self.names[:-1]), self.names[-1]]))


@dataclass(slots=True)
class FirstLetter:
    """The letter that a second one follows up: the day it was confirmed, and its council."""

    day: str
    council: str


def successors_of(record: Record, row: CouncilOnDay) -> Successors | None:
    """Return who takes over from a council on a day after the record's, or None."""
    future = [
        (day, record.by_id[successor_id])
        for day, successor_id, kind in record.successors.get(row.id, [])
        if day > record.on and kind == LineageKind.REPLACES
    ]
    if not future:
        return None
    first_day = min(day for day, _ in future)
    names = [successor.name_in_sentence for day, successor in future if day == first_day]
    return Successors(names, format_date(first_day))


@dataclass(slots=True)
class LetterComposer:
    """The wordings of one letter, with their placeholders filled."""

    row: CouncilOnDay
    seed: str = ""
    variant: int = 0
    successors: Successors | None = None
    first: FirstLetter | None = None
    """The letter that this one follows up."""
    placeholders: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.placeholders = placeholder_values(self.row, self.successors, self.first)

    def pick(self, part: str, wordings: tuple[str, ...]) -> str:
        """Return this letter's wording of a part, with its placeholders filled."""
        digest = hashlib.blake2b(f"{self.seed} {part}".encode(), digest_size=4).digest()
        number = (int.from_bytes(digest) + self.variant) % len(wordings)
        return wordings[number].format_map(self.placeholders)

    @property
    def subject(self) -> str:
        return capfirst(self.pick("subject", TEMPLATES[self.row.status].subjects))

    @property
    def subjects(self) -> set[str]:
        """Every subject of ours for a letter to this council, whatever its status."""
        return {
            capfirst(wording.format_map(self.placeholders))
            for template in TEMPLATES.values()
            for wording in template.subjects
        }

    @property
    def ask(self) -> str:
        """The sentences that say what the letter asks of the council."""
        return self.pick("ask", TEMPLATES[self.row.status].asks)

    def text(self, role: str, topics: list[str], own_line: str = "") -> str:
        """Return the letter to ``role``, without a signature. Unknown topics are ignored."""
        template = TEMPLATES[self.row.status]
        # The names of the parts choose the wordings: another name would change every draft.
        opening = [self.pick("here", INTRODUCTIONS), self.ask, self.pick("charter", CHARTER)]
        chosen = [topic for topic in TOPICS if topic.key in topics]
        paragraphs = [f"Dear {role},", " ".join(opening)]
        if chosen:
            paragraphs.append(self.pick("matters", TOPIC_LEADS[min(len(chosen), 3)]))
            paragraphs += [self.pick(topic.key, topic.wordings) for topic in chosen]
        if own_line.strip():
            paragraphs.append(own_line.strip())
        if self.successors:
            paragraphs.append(self.pick("hand on", HANDOVER))
        paragraphs.append(self.pick("closing", template.closings))
        return "\n\n".join(paragraphs)


def placeholder_values(
    row: CouncilOnDay, successors: Successors | None, first: FirstLetter | None = None
) -> dict[str, str]:
    """Return what fills the placeholders of the wordings (templates.py) for a council."""
    predecessor = row.inherited_from.name_in_sentence if row.inherited_from else ""
    when = row.when if row.when and row.when.precision != "unknown" else None
    return {
        "area": row.short_name_in_sentence,
        "short": row.short_name_in_sentence,
        "council": row.name_in_sentence,
        "Council": capfirst(row.name_in_sentence),
        "predecessor": predecessor,
        "Predecessor": capfirst(predecessor),
        "when": f" {when.words}" if when else "",
        "successors": successors.names_in_sentence if successors else "",
        "Successors": capfirst(successors.names_in_sentence) if successors else "",
        "day": successors.day if successors else "",
        "first_day": first.day if first else "",
        "first_council": first.council if first else "",
    }
