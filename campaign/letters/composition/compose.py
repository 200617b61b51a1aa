"""Puts a letter together: from a council's status, what matters to the supporter, and their line.

Which of several wordings is used depends on the draft's own token, so that letters differ and
one draft stays the same; ``turn`` moves every part on to its next wording.
"""

import hashlib
from dataclasses import dataclass, field

from django.utils.text import capfirst

from campaign.letters.composition.templates import CHARTER, FRAMES, HAND_ON, HERE, MATTERS
from campaign.letters.composition.topics import TOPICS
from councils.dates import format_date
from councils.models import LineageKind
from councils.record import CouncilOnDay, Record


@dataclass(slots=True)
class Successors:
    """Who takes over from a council, and on which day."""

    names: list[str]
    day: str

    @property
    def names_in_sentence(self) -> str:
        return " and ".join(filter(None, [", ".join(self.names[:-1]), self.names[-1]]))


@dataclass(slots=True)
class FirstLetter:
    """A first letter: the day it was confirmed, and whom it went to."""

    day: str
    council: str


def successors_of(record: Record, row: CouncilOnDay) -> Successors | None:
    """Return who will take over from a council on a later day than the record's, or None."""
    coming = [
        (on, record.by_id[new])
        for on, new, kind in record.successors.get(row.id, [])
        if on > record.on and kind == LineageKind.REPLACES
    ]
    if not coming:
        return None
    first = min(on for on, _ in coming)
    return Successors(
        [new.name_in_sentence for on, new in coming if on == first], format_date(first)
    )


@dataclass(slots=True)
class LetterComposer:
    """The words of one letter: which wording of each part, and what its places are filled with."""

    row: CouncilOnDay
    seed: str = ""
    variant: int = 0
    successors: Successors | None = None
    first: FirstLetter | None = None
    """The letter that a second one asks about again."""
    placeholders: dict[str, str] = field(default_factory=dict)

    def __post_init__(self):
        self.placeholders = placeholder_values(self.row, self.successors, self.first)

    def pick(self, part: str, wordings: tuple[str, ...]) -> str:
        """Return this letter's wording of a part, its places filled."""
        start = hashlib.blake2b(f"{self.seed} {part}".encode(), digest_size=4).digest()
        number = (int.from_bytes(start) + self.variant) % len(wordings)
        return wordings[number].format_map(self.placeholders)

    @property
    def subject(self) -> str:
        return capfirst(self.pick("subject", FRAMES[self.row.status].subjects))

    @property
    def subjects(self) -> set[str]:
        """Every subject of ours that a letter to this council can have, whatever its status."""
        return {
            capfirst(wording.format_map(self.placeholders))
            for frame in FRAMES.values()
            for wording in frame.subjects
        }

    @property
    def ask(self) -> str:
        """What the letter asks of the council, in a few sentences."""
        return self.pick("ask", FRAMES[self.row.status].asks)

    def text(self, role: str, points: list[str], own_line: str = "") -> str:
        """Return the letter to ``role``, without the signature below it.

        ``points`` are keys of POINTS; others are left out.
        """
        frame = FRAMES[self.row.status]
        opening = [self.pick("here", HERE), self.ask, self.pick("charter", CHARTER)]
        chosen = [point for point in TOPICS if point.key in points]
        paragraphs = [f"Dear {role},", " ".join(opening)]
        if chosen:
            paragraphs.append(self.pick("matters", MATTERS[min(len(chosen), 3)]))
            paragraphs += [self.pick(point.key, point.wordings) for point in chosen]
        if own_line.strip():
            paragraphs.append(own_line.strip())
        if self.successors:
            paragraphs.append(self.pick("hand on", HAND_ON))
        paragraphs.append(self.pick("closing", frame.closings))
        return "\n\n".join(paragraphs)


def placeholder_values(
    row: CouncilOnDay, successors: Successors | None, first: FirstLetter | None = None
) -> dict[str, str]:
    """Return what stands in the places of a council's wordings."""
    before = row.inherited_from.name_in_sentence if row.inherited_from else ""
    known_when = row.when and row.when.precision != "unknown"
    return {
        "area": row.short_name_in_sentence,
        "short": row.short_name_in_sentence,
        "council": row.name_in_sentence,
        "Council": capfirst(row.name_in_sentence),
        "before": before,
        "Before": capfirst(before),
        "when": f" {row.when.words}" if known_when else "",
        "successors": successors.names_in_sentence if successors else "",
        "Successors": capfirst(successors.names_in_sentence) if successors else "",
        "day": successors.day if successors else "",
        "first_day": first.day if first else "",
        "first_council": first.council if first else "",
    }
